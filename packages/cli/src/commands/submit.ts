import {
  callPatiently,
  patienceOf,
  submitPackage,
  withRetry,
  type Calls,
  type SubmittedPackage,
} from "@postern/client";
import { intakeRoutes, type SubmissionID, type SubmissionState } from "@postern/contract";
import type { SubmitCommand } from "../arguments/submit.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { openFile, type OpenedFile } from "../node-file.ts";
import { untilRouted } from "../sending/arrival.ts";
import { readLetter } from "../sending/letter.ts";
import { createEventReporter, createLineReporter, type Reporter } from "../sending/reporter.ts";
import { destinationOf } from "../sending/target.ts";
import { wake, type Connection } from "../session/connect.ts";
import type { System } from "../system.ts";
import { writeWhole } from "../whole-file.ts";
import { STATE_WORDS } from "./status.ts";

/**
 * Seals and sends files, as a new submission or as the rest of one.
 *
 * @throws Failure, or an error of the client
 */
export async function submit(
  system: System,
  connection: Connection,
  command: SubmitCommand,
): Promise<ExitCode> {
  const letter = await readLetter(command, connection.session.role);
  const files = await openAll(command.files);
  try {
    const report = reporterOf(system, command, files);
    const { api, device, session } = connection;
    const { wait, signal } = system;
    const patience = { wait, signal, onWaiting: report.waiting };
    const calls: Calls = { api, patience: patienceOf(patience) };
    await withRetry(() => wake(connection), calls.patience);
    const destination = await destinationOf(calls, command.target);
    const sent = await submitPackage({
      api,
      device,
      session,
      files,
      ...patience,
      ...letter,
      ...destination,
      onOpened: report.opened,
      onProgress: report.progress,
    });
    await finish(system, calls, command, sent);
    return EXIT.ok;
  } finally {
    await closeAll(files);
  }
}

function reporterOf({ terminal }: System, command: SubmitCommand, files: readonly OpenedFile[]): Reporter {
  const reported = files.map(({ sizeBytes }, index) => ({ path: command.files[index] ?? "", sizeBytes }));
  return command.isJSON ? createEventReporter(terminal, reported) : createLineReporter(terminal, reported);
}

async function finish(
  { terminal }: System,
  calls: Calls,
  command: SubmitCommand,
  { submissionID, number, documents }: SubmittedPackage,
): Promise<void> {
  const { receiptFile, isJSON, files } = command;
  if (isJSON) terminal.print(JSON.stringify({ event: "submitted", submissionID, number }));
  else terminal.note(`All files of submission ${number} were sent.`);
  const state = await stateAfter(calls, command, submissionID);
  if (receiptFile !== undefined) await keepReceipt(calls, submissionID, receiptFile);
  const named = documents.map(({ documentID }, index) => ({ documentID, file: files[index] }));
  if (isJSON) {
    const receipt = receiptFile === undefined ? {} : { receipt: receiptFile };
    return terminal.print(
      JSON.stringify({ event: "done", submissionID, number, state, documents: named, ...receipt }),
    );
  }
  terminal.print(`${number}  ${SENTENCES[state] ?? STATE_WORDS[state]}`);
  if (receiptFile !== undefined) terminal.note(`The receipt is in ${receiptFile}`);
}

/** What is new to the person who has just sent it; of all else, what `status` says. */
const SENTENCES: Partial<Readonly<Record<SubmissionState, string>>> = {
  submitted: "It is being checked.",
  routed: "The care team has it.",
};

/** How it stands. One that was gone on with may have been handed in, and decided on, long before. */
async function stateAfter(
  calls: Calls,
  { waits, target }: SubmitCommand,
  submissionID: SubmissionID,
): Promise<SubmissionState> {
  if (waits) return (await untilRouted(calls, submissionID)).state;
  if (!("resume" in target)) return "submitted";
  return (await callPatiently(calls, intakeRoutes.readSubmission, { submissionID })).state;
}

async function keepReceipt(calls: Calls, submissionID: SubmissionID, path: string): Promise<void> {
  const receipt = await callPatiently(calls, intakeRoutes.readReceipt, { submissionID });
  await writeWhole(path, `${JSON.stringify(receipt, null, 2)}\n`);
}

async function openAll(paths: readonly string[]): Promise<readonly OpenedFile[]> {
  const opened: OpenedFile[] = [];
  try {
    for (const path of paths) opened.push(await openFile(path));
    return opened;
  } catch (error) {
    await closeAll(opened);
    throw error;
  }
}

async function closeAll(files: readonly OpenedFile[]): Promise<void> {
  await Promise.all(files.map((file) => file.close()));
}
