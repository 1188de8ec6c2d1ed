import {
  intakeRoutes,
  type DocumentID,
  type DocumentState,
  type Manifest,
  type RoutingFacts,
  type SubmissionID,
  type SubmissionState,
  type SubmissionView,
} from "@postern/contract";
import { requestKey } from "../device/index.ts";
import { requireFiles, type SourceFile } from "../file.ts";
import { createOpener } from "../open/opener.ts";
import { patienceOf } from "../patience.ts";
import type { DeclaredAttempt } from "./attempt.ts";
import { declareDocument } from "./declare.ts";
import { startAgain, uploadDocument } from "./document.ts";
import { sendManifest } from "./files.ts";
import { createManifest, type ManifestEntry } from "./manifest.ts";
import { callPatiently, type Round } from "./round.ts";
import type { SendingOptions } from "./submission.ts";

const UNFINISHED: readonly DocumentState[] = ["declared", "uploading", "completing"];

/** A file that stands in for a document which was put aside, or whose own upload never came to its end. */
export interface Replacement {
  readonly documentID: DocumentID;
  readonly file: SourceFile;
}

export interface ReplaceOptions extends SendingOptions {
  readonly submissionID: SubmissionID;
  /** The submission's present list, where the sender still has it; else it is opened. */
  readonly manifest?: Manifest | undefined;
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
 * Replaces documents of an `incomplete` submission, writes a new list and submits again. After a failure, replace the
 * documents that the record then shows as unfinished.
 *
 * @throws as `submitPackage`; UnreadableDocument when the present list is needed and cannot be opened
 */
export async function replaceDocuments(
  options: ReplaceOptions & { readonly replacements: readonly Replacement[] },
): Promise<{ state: SubmissionState }> {
  const { api, device, session, submissionID, replacements } = options;
  const patience = patienceOf(options);
  const checked = await requireFiles(replacements.map(({ file }) => file));
  const record = await callPatiently({ api, patience }, intakeRoutes.readSubmission, { submissionID });
  const present = options.manifest ?? (await openPresent(options, record));
  const key = await requestKey({ api, device, session, submissionID, purpose: "append" }, patience);
  const round: Round = { api, patience, submissionID, key, fetch: options.fetch ?? fetch };

  const entries: ManifestEntry[] = [];
  for (const [fileIndex, { file, mediaType }] of checked.entries()) {
    const attempt = await declareReplacement(round, record, file, replacements[fileIndex]?.documentID);
    await uploadDocument(round, { file, fileIndex, attempt, onProgress: options.onProgress });
    entries.push({ documentID: attempt.documentID, file, mediaType });
  }
  const live = record.documents.filter(({ kind, state }) => kind === "document" && state !== "abandoned");
  const replaced = new Set(replacements.map(({ documentID }) => documentID));
  const kept = new Set(live.map(({ documentID }) => documentID).filter((id) => !replaced.has(id)));
  const keptEntries = present.documents.filter(({ documentID }) => kept.has(documentID)).map(entryOf);
  // The facts as the sender sealed them: the record's could have been changed since.
  const manifest = createManifest(present.facts, [...keptEntries, ...entries], present.note);
  const manifestID = await sendManifest(round, manifest);
  return callPatiently(round, intakeRoutes.submit, { submissionID, documentCount: live.length, manifestID });
}

/** A document that was put aside is declared anew; one whose upload was broken off gets its next attempt. */
async function declareReplacement(
  round: Round,
  record: SubmissionView,
  file: SourceFile,
  documentID: DocumentID | undefined,
): Promise<DeclaredAttempt> {
  const former = record.documents.find((document) => document.documentID === documentID);
  const isUnfinished = former !== undefined && UNFINISHED.includes(former.state);
  if (isUnfinished) return startAgain(round, file, former);
  return declareDocument(round, { file, kind: "document", replaces: documentID });
}

async function openPresent(options: ReplaceOptions, record: SubmissionView): Promise<Manifest> {
  const { submissionID, signal } = options;
  const { documents } = record;
  const opener = createOpener(options);
  const opened = await opener.openManifest({ submissionID, documents, facts: factsOf(record), signal });
  return opened.manifest;
}

function entryOf(entry: Manifest["documents"][number]): ManifestEntry {
  const { documentID, name, sizeBytes, mediaType } = entry;
  return { documentID, mediaType, file: { name, sizeBytes } };
}

function factsOf({ kind, locationID, service, urgency }: SubmissionView): RoutingFacts {
  return { kind, locationID, urgency, ...(service === undefined ? {} : { service }) };
}
