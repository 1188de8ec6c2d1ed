import {
  intakeRoutes,
  type DocumentView,
  type Manifest,
  type SubmissionState,
  type SubmissionView,
} from "@postern/contract";
import { requestKey } from "../device/index.ts";
import { requireFiles, type CheckedFile, type SourceFile } from "../file.ts";
import { patienceOf } from "../patience.ts";
import { giveUp } from "./begin.ts";
import { entriesOf, sendFiles, sendManifest } from "./files.ts";
import { createManifest } from "./manifest.ts";
import { entryOf, hasArrived, presentManifest, type AnsweringOptions } from "./present.ts";
import { callPatiently, withStations, type Round } from "./round.ts";

export interface AddOptions extends AnsweringOptions {
  readonly files: readonly SourceFile[];
}

/**
 * Answers a submission that was returned: adds files to those that are there, writes a new list of all and submits
 * again, as the next round. What an earlier run has begun is gone on with where the files fit; documents that were put
 * aside, and what is left unlisted, are given up. After a failure call it again with `isRepeat` and the list that `onManifest` told.
 *
 * @throws as `submitPackage`; UnreadableDocument when the present list is needed and cannot be opened
 */
export async function addDocuments(options: AddOptions): Promise<{ state: SubmissionState }> {
  const { api, submissionID } = options;
  const calls = { api, patience: patienceOf(options) };
  const checked = await requireFiles(options.files);
  const record = await callPatiently(calls, intakeRoutes.readSubmission, { submissionID });
  if (hasArrived(options, record)) return { state: record.state };
  const present = await presentManifest(options, record);
  return withStations(options, (stations) =>
    sendMore({ ...calls, stations }, options, { checked, record, present }),
  );
}

interface More {
  readonly checked: readonly CheckedFile[];
  readonly record: SubmissionView;
  readonly present: Manifest;
}

async function sendMore(
  calls: Omit<Round, "submissionID" | "key">,
  options: AddOptions,
  { checked, record, present }: More,
): Promise<{ state: SubmissionState }> {
  const { api, device, session, submissionID, onProgress } = options;
  const key = await requestKey({ api, device, session, submissionID, purpose: "append" }, calls.patience);
  const round: Round = { ...calls, submissionID, key };
  const kept = keptOf(present, record);
  const keptIDs = new Set(kept.map(({ documentID }) => documentID));
  const leftOf = ({ documents }: SubmissionView) =>
    documents.filter(
      ({ kind, state, documentID }) =>
        kind === "document" && state !== "abandoned" && !keptIDs.has(documentID),
    );
  // A returned submission lets nothing go before the first declaration has opened its next round.
  const begunOf = (now: SubmissionView) => (now.state === "open" ? leftOf(now) : []);
  const policy = { leaveOut: "abandon", changed: "send-anew" } as const;
  const continuing = { files: checked, policy, onProgress, record, begunOf };
  const attempts = await sendFiles(round, begunOf(record), continuing);
  if (record.state !== "open") {
    await giveUp(
      round,
      leftOf(record).map(({ documentID }) => documentID),
    );
  }
  const entries = [...kept, ...entriesOf(checked, attempts)];
  // Not beside the files: when it arrives it takes the present list away, which a run that breaks off still needs. The
  // facts as the sender sealed them: the record's could have been changed since.
  const manifestID = await sendManifest(round, createManifest(present.facts, entries, present));
  const input = { submissionID, documentCount: entries.length, manifestID };
  return callPatiently(round, intakeRoutes.submit, input);
}

/** Files of the present list that have come in whole. */
function keptOf(present: Manifest, { documents }: SubmissionView) {
  const isSafe = ({ kind, state }: DocumentView) => kind === "document" && state === "verified";
  const safe = new Set(documents.filter(isSafe).map(({ documentID }) => documentID));
  return present.documents.filter(({ documentID }) => safe.has(documentID)).map(entryOf);
}
