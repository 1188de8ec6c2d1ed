import { intakeRoutes, type DocumentID, type SubmissionState } from "@postern/contract";
import { requestKey } from "../device/index.ts";
import { requireFiles, type SourceFile } from "../file.ts";
import { patienceOf } from "../patience.ts";
import { sendFiles, sendManifest } from "./files.ts";
import { createManifest } from "./manifest.ts";
import { entryOf, hasArrived, presentManifest, type AnsweringOptions } from "./present.ts";
import { callPatiently, type Round } from "./round.ts";

export interface AddOptions extends AnsweringOptions {
  readonly files: readonly SourceFile[];
}

/**
 * Answers a submission that was returned: adds files to those that are there, writes a new list of all and submits
 * again, as the next round. Documents that were put aside, and what an earlier try has left unlisted, are given up.
 * After a failure call it again with `isRepeat` and the list that `onManifest` told.
 *
 * @throws as `submitPackage`; UnreadableDocument when the present list is needed and cannot be opened
 */
export async function addDocuments(options: AddOptions): Promise<{ state: SubmissionState }> {
  const { api, device, session, submissionID } = options;
  const patience = patienceOf(options);
  const calls = { api, patience };
  const checked = await requireFiles(options.files);
  const record = await callPatiently(calls, intakeRoutes.readSubmission, { submissionID });
  if (hasArrived(options, record)) return { state: record.state };
  const present = await presentManifest(options, record);
  const key = await requestKey({ api, device, session, submissionID, purpose: "append" }, patience);
  const round: Round = { ...calls, submissionID, key, fetch: options.fetch ?? fetch };

  const live = record.documents.filter(({ kind, state }) => kind === "document" && state !== "abandoned");
  const safe = new Set(live.filter(({ state }) => state === "verified").map(({ documentID }) => documentID));
  const kept = present.documents.filter(({ documentID }) => safe.has(documentID)).map(entryOf);
  const keptIDs = new Set(kept.map(({ documentID }) => documentID));
  const left = live.map(({ documentID }) => documentID).filter((documentID) => !keptIDs.has(documentID));
  // A returned submission lets nothing go before the first declaration has opened its next round.
  if (record.state === "open") await giveUp(round, left);
  const added = await sendFiles(round, checked, options.onProgress);
  if (record.state !== "open") await giveUp(round, left);

  const entries = [...kept, ...added];
  // The facts as the sender sealed them: the record's could have been changed since.
  const manifestID = await sendManifest(round, createManifest(present.facts, entries, present));
  return callPatiently(round, intakeRoutes.submit, {
    submissionID,
    documentCount: entries.length,
    manifestID,
  });
}

async function giveUp(round: Round, documentIDs: readonly DocumentID[]): Promise<void> {
  const { submissionID } = round;
  for (const documentID of documentIDs) {
    await callPatiently(round, intakeRoutes.abandonDocument, { submissionID, documentID });
  }
}
