import { randomUUID } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import { submitPackage, type SubmittedPackage } from "@postern/client";
import { intakeRoutes, type SubmissionID, type SubmissionState } from "@postern/contract";
import type { SubmitCommand } from "../arguments/submit.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { openFile, type OpenedFile } from "../node-file.ts";
import { untilRouted } from "../sending/arrival.ts";
import { readLetter } from "../sending/letter.ts";
import { createEventReporter, createLineReporter } from "../sending/reporter.ts";
import { destinationOf } from "../sending/target.ts";
import { wake, type Connection } from "../session/connect.ts";
import type { System } from "../system.ts";

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
    await wake(connection);
    const destination = await destinationOf(connection, command.target);
    const sent = await send(system, connection, command, { files, ...letter, ...destination });
    await finish(system, connection, command, sent);
    return EXIT.ok;
  } finally {
    await closeAll(files);
  }
}

type Package = Pick<Parameters<typeof submitPackage>[0], "facts" | "files" | "note" | "patient" | "resume">;

async function send(
  { terminal, signal, wait }: System,
  { api, device, session }: Connection,
  command: SubmitCommand,
  sent: Package,
): Promise<SubmittedPackage> {
  const reported = sent.files.map(({ sizeBytes }, index) => ({
    path: command.files[index] ?? "",
    sizeBytes,
  }));
  const report = command.isJSON
    ? createEventReporter(terminal, reported)
    : createLineReporter(terminal, reported);
  return submitPackage({
    ...sent,
    api,
    device,
    session,
    signal,
    wait,
    onOpened: report.opened,
    onProgress: report.progress,
    onWaiting: report.waiting,
  });
}

async function finish(
  system: System,
  connection: Connection,
  command: SubmitCommand,
  { submissionID, number, documents }: SubmittedPackage,
): Promise<void> {
  const { waits, receiptFile, isJSON, files } = command;
  const { terminal } = system;
  if (isJSON) terminal.print(JSON.stringify({ event: "submitted", submissionID, number }));
  else terminal.note(`All files of submission ${number} were sent.`);
  let state: SubmissionState = "submitted";
  if (waits) ({ state } = await untilRouted(connection, system, submissionID));
  if (receiptFile !== undefined) await keepReceipt(connection, submissionID, receiptFile);
  const named = documents.map(({ documentID }, index) => ({ documentID, file: files[index] }));
  if (isJSON) {
    const receipt = receiptFile === undefined ? {} : { receipt: receiptFile };
    return terminal.print(
      JSON.stringify({ event: "done", submissionID, number, state, documents: named, ...receipt }),
    );
  }
  terminal.print(waits ? `${number}  The care team has it.` : `${number}  It is being checked.`);
  if (receiptFile !== undefined) terminal.note(`The receipt is in ${receiptFile}`);
}

/** Whole or not at all, over one that was there. */
async function keepReceipt({ api }: Connection, submissionID: SubmissionID, path: string): Promise<void> {
  const receipt = await api.call(intakeRoutes.readReceipt, { submissionID });
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, `${JSON.stringify(receipt, null, 2)}\n`, { flag: "wx" });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
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
