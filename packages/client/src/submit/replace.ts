import {
  intakeRoutes,
  type DocumentID,
  type DocumentState,
  type DocumentView,
  type Manifest,
  type SubmissionState,
  type SubmissionView,
} from "@postern/contract";
import { requestKey } from "../device/index.ts";
import { requireFiles, type CheckedFile, type SourceFile } from "../file.ts";
import { patienceOf } from "../patience.ts";
import { requireSame } from "./arrived.ts";
import type { DeclaredAttempt } from "./attempt.ts";
import { goOn } from "./begin.ts";
import { declareDocument } from "./declare.ts";
import { startAgain, uploadDocument, type DocumentUpload } from "./document.ts";
import { sendManifest } from "./files.ts";
import { createManifest, type ManifestEntry } from "./manifest.ts";
import { planFiles } from "./plan.ts";
import { entryOf, hasArrived, presentManifest, type AnsweringOptions } from "./present.ts";
import type { Progress } from "./progress.ts";
import { callPatiently, withStations, type Round } from "./round.ts";

const UNFINISHED: readonly DocumentState[] = ["declared", "uploading", "completing"];

/** A file that stands in for a document which was put aside, or whose own upload never came to its end. */
export interface Replacement {
  readonly documentID: DocumentID;
  readonly file: SourceFile;
}

export interface ReplaceOptions extends AnsweringOptions {
  /** What an earlier try has declared in place of which document, as `onStandIn` told it. */
  readonly standIns?: ReadonlyMap<DocumentID, DocumentID> | undefined;
  readonly onStandIn?: ((documentID: DocumentID, standInID: DocumentID) => void) | undefined;
}

/**
 * Replaces one document of an `incomplete` submission and submits again. When several were put aside, they must be
 * replaced together: `replaceDocuments`.
 *
 * @throws as `replaceDocuments`
 */
export function replaceDocument(options: ReplaceOptions & Replacement): Promise<{ state: SubmissionState }> {
  const { documentID, file } = options;
  return replaceDocuments({ ...options, replacements: [{ documentID, file }] });
}

/**
 * Replaces documents of an `incomplete` submission, writes a new list and submits again. After a failure call it again
 * with `isRepeat` and what `onManifest` and `onStandIn` told; else replace the documents that the record then shows as
 * put aside or unfinished.
 *
 * @throws as `submitPackage`; UnreadableDocument when the present list is needed and cannot be opened; ArrivedFile when
 * another file is chosen in the place of a stand-in that has come in whole
 */
export async function replaceDocuments(options: ReplacingOptions): Promise<{ state: SubmissionState }> {
  const { api, submissionID, replacements } = options;
  const calls = { api, patience: patienceOf(options) };
  const checked = await requireFiles(replacements.map(({ file }) => file));
  const record = await callPatiently(calls, intakeRoutes.readSubmission, { submissionID });
  if (hasArrived(options, record)) return { state: record.state };
  const present = await presentManifest(options, record);
  return withStations(options, (stations) =>
    sendStandIns({ ...calls, stations }, options, { checked, record, present }),
  );
}

type ReplacingOptions = ReplaceOptions & { readonly replacements: readonly Replacement[] };

interface Replacing {
  readonly checked: readonly CheckedFile[];
  readonly record: SubmissionView;
  readonly present: Manifest;
}

async function sendStandIns(
  calls: Omit<Round, "submissionID" | "key">,
  options: ReplacingOptions,
  { checked, record, present }: Replacing,
): Promise<{ state: SubmissionState }> {
  const { api, device, session, submissionID, replacements } = options;
  const key = await requestKey({ api, device, session, submissionID, purpose: "append" }, calls.patience);
  const round: Round = { ...calls, submissionID, key };
  const replaced = new Set<DocumentID>();
  const entries: ManifestEntry[] = [];
  for (const [fileIndex, { documentID }] of replacements.entries()) {
    const file = checked[fileIndex];
    if (file === undefined) throw new RangeError("fewer files than replacements");
    const standInID = options.standIns?.get(documentID);
    replaced.add(standInID ?? documentID);
    const sent = await sendStandIn(round, record, { ...file, fileIndex, documentID, standInID }, options);
    const former = present.documents.find((entry) => entry.documentID === documentID);
    const { name, sizeBytes, kind = former?.kind } = file.file;
    entries.push({ mediaType: file.mediaType, file: { name, sizeBytes, kind }, documentID: sent });
  }
  const live = record.documents.filter(({ kind, state }) => kind === "document" && state !== "abandoned");
  const kept = new Set(live.map(({ documentID }) => documentID).filter((id) => !replaced.has(id)));
  const keptEntries = present.documents.filter(({ documentID }) => kept.has(documentID)).map(entryOf);
  // The facts as the sender sealed them: the record's could have been changed since.
  const manifest = createManifest(present.facts, [...keptEntries, ...entries], present);
  const manifestID = await sendManifest(round, manifest);
  return callPatiently(round, intakeRoutes.submit, { submissionID, documentCount: live.length, manifestID });
}

interface StandIn extends CheckedFile {
  readonly fileIndex: number;
  readonly documentID: DocumentID;
  /** What an earlier try has declared in its place. */
  readonly standInID: DocumentID | undefined;
}

/**
 * Sends one file in a document's place: one that was put aside is declared anew, one whose upload was broken off is gone
 * on with, and what an earlier try has brought in whole stays.
 *
 * @returns the id under which the file is now
 */
async function sendStandIn(
  round: Round,
  record: SubmissionView,
  { file, mediaType, fileIndex, documentID, standInID }: StandIn,
  options: ReplaceOptions,
): Promise<DocumentID> {
  const { onProgress, onStandIn } = options;
  const formerID = standInID ?? documentID;
  const former = record.documents.find((document) => document.documentID === formerID);
  if (standInID !== undefined && former?.state === "verified") {
    await requireSame(options, former, { file, fileIndex });
    const { sealedSizeBytes: totalBytes } = former;
    onProgress?.({ phase: "sent", fileIndex, sentBytes: totalBytes, totalBytes });
    return standInID;
  }
  const isUnfinished = former !== undefined && UNFINISHED.includes(former.state);
  const attempt = isUnfinished
    ? await resumeStandIn(round, former, { file, mediaType, fileIndex, onProgress })
    : await declareDocument(round, { file, kind: "document", replaces: formerID });
  onStandIn?.(documentID, attempt.documentID);
  await uploadDocument(round, { file, fileIndex, attempt, onProgress });
  return attempt.documentID;
}

/** Goes on with what was broken off, where the file is the same; another one gets the document's next attempt. */
async function resumeStandIn(
  round: Round,
  former: DocumentView,
  { fileIndex, onProgress, ...one }: CheckedFile & Omit<DocumentUpload, "attempt">,
): Promise<DeclaredAttempt> {
  const planning = {
    round,
    files: [one],
    onProgress: (progress: Progress) => onProgress?.({ ...progress, fileIndex }),
    leaveOut: "abandon",
    changed: "send-anew",
  } as const;
  const [plan] = (await planFiles(planning, [former])).files;
  const { file } = one;
  return plan?.kind === "continue"
    ? goOn(round, file.sizeBytes, plan.begun)
    : startAgain(round, file, former);
}
