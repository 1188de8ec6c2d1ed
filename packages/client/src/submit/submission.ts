import {
  LIMITS,
  intakeRoutes,
  type DocumentID,
  type DocumentView,
  type PatientFacts,
  type RoutingFacts,
  type SessionView,
  type SubmissionID,
  type SubmissionView,
  type WrittenLanguage,
} from "@postern/contract";
import type { Api } from "../api.ts";
import { requestKey, type Device } from "../device/index.ts";
import { requireFiles, type CheckedFile, type SourceFile } from "../file.ts";
import { cleanFileName } from "../file-name.ts";
import { patienceOf, type PatienceOptions } from "../patience.ts";
import type { Station } from "../station/index.ts";
import type { DeclaredAttempt } from "./attempt.ts";
import { factsOf } from "./facts.ts";
import { entriesOf, sendFiles } from "./files.ts";
import { handIn, isHandedIn, offerManifest, wasHandedIn } from "./hand-in.ts";
import { createManifest } from "./manifest.ts";
import type { ResumePolicy } from "./plan.ts";
import type { OnProgress } from "./progress.ts";
import { callPatiently, withStations, type Calls, type Round } from "./round.ts";

/** Who sends, and how failures on the way are waited out. */
export interface SendingOptions extends PatienceOptions {
  readonly api: Api;
  readonly device: Device;
  readonly session: Pick<SessionView, "handle" | "clinicID">;
  readonly onProgress?: OnProgress | undefined;
  /** Reaches the bucket; the system's own when left out. Stations that are given have their own. */
  readonly fetch?: typeof fetch | undefined;
  /** Where parts are read, sealed, hashed and put. They stay open. One in this thread when left out. */
  readonly stations?: readonly Station[] | undefined;
}

export interface PackageOptions extends SendingOptions, ResumePolicy {
  readonly facts: RoutingFacts;
  readonly files: readonly SourceFile[];
  /** At most 4000 UTF-16 units; sealed in the manifest. */
  readonly note?: string | undefined;
  /** Whom a practice writes about; sealed in the manifest. */
  readonly patient?: PatientFacts | undefined;
  /** In which language the sender is answered; English when it is left out. */
  readonly language?: WrittenLanguage | undefined;
  /**
   * Names this package, 16 to 64 characters of `0-9A-Za-z_-`. The same key continues the same submission: what has
   * arrived is kept, what has not is sent.
   */
  readonly idempotencyKey?: string | undefined;
  /** Continues a submission whose key is lost, or is another device's. Its routing facts are the record's. */
  readonly resume?: { readonly submissionID: SubmissionID } | undefined;
  /** Told as soon as the submission exists, before anything of it is sealed. */
  readonly onOpened?: ((opened: { submissionID: SubmissionID; number: string }) => void) | undefined;
  /** Told which documents the files are, in their order, before anything of them is sent. */
  readonly onDeclared?: ((documentIDs: readonly DocumentID[]) => void) | undefined;
  /**
   * What `onDeclared` told an earlier run, in the order of the files of now. It spares a search among files of one size:
   * without it each is sealed for each document that it could be.
   */
  readonly begunAs?: readonly (DocumentID | undefined)[] | undefined;
}

export interface SubmittedPackage {
  readonly submissionID: SubmissionID;
  /** Short number for people. */
  readonly number: string;
  /** In the order of the files; empty when an earlier try with this key had already submitted everything. */
  readonly documents: readonly { readonly documentID: DocumentID; readonly name: string }[];
}

/**
 * Sends a sealed package: opens a submission, has its key released, seals and uploads every file and the manifest,
 * and submits. Nothing leaves the device unsealed but the routing facts and sizes. A run that ends early, for whatever
 * reason, is gone on with by another run with the same key: the server's record tells what has arrived.
 *
 * @throws RefusedFiles, ChangedFile, MissingFiles before anything is sent; RangeError for no files, a note too long, or
 * a file that changed while it was read; ApiProblem, StoreProblem when server or store refuse or stay away;
 * HandOverError; the signal's reason
 */
export async function submitPackage(options: PackageOptions): Promise<SubmittedPackage> {
  if ((options.note?.length ?? 0) > LIMITS.noteLength) throw new RangeError("the note is too long");
  const checked = await requireFiles(options.files);
  const calls = { api: options.api, patience: patienceOf(options) };
  const opened = await openPackage(calls, options);
  options.onOpened?.(opened);
  const { submissionID } = opened;
  const isNew = options.idempotencyKey === undefined && options.resume === undefined;
  const record = isNew
    ? undefined
    : await callPatiently(calls, intakeRoutes.readSubmission, { submissionID });
  if (record !== undefined && isHandedIn(record)) return { ...opened, documents: [] };
  return withStations(options, async (stations) => {
    try {
      return await sendPackage({ ...calls, stations }, options, { checked, opened, record });
    } catch (error) {
      if (!(await wasHandedIn(calls, submissionID, error))) throw error;
      return { ...opened, documents: [] };
    }
  });
}

type Opened = Pick<SubmittedPackage, "submissionID" | "number">;

async function openPackage(calls: Calls, options: PackageOptions): Promise<Opened> {
  const { facts, language, resume, idempotencyKey = crypto.randomUUID() } = options;
  if (resume === undefined) {
    const opening = { ...facts, idempotencyKey, ...(language === undefined ? {} : { language }) };
    return callPatiently(calls, intakeRoutes.openSubmission, opening);
  }
  const { submissionID, number } = await callPatiently(calls, intakeRoutes.readSubmission, resume);
  return { submissionID, number };
}

interface Package {
  readonly checked: readonly CheckedFile[];
  readonly opened: Opened;
  /** What an earlier run has left; undefined when there was none. */
  readonly record: SubmissionView | undefined;
}

async function sendPackage(
  calls: Calls & Pick<Round, "stations">,
  options: PackageOptions,
  { checked, opened, record }: Package,
): Promise<SubmittedPackage> {
  const { api, device, session, note, patient, onProgress, onDeclared, begunAs } = options;
  const { submissionID } = opened;
  const begun = record === undefined ? [] : begunOf(record);
  const purpose = begun.length > 0 ? "resume" : "seal";
  const key = await requestKey({ api, device, session, submissionID, purpose }, calls.patience);
  const round: Round = { ...calls, submissionID, key };
  const facts = options.resume === undefined || record === undefined ? options.facts : factsOf(record);
  const listOf = (attempts: readonly DeclaredAttempt[]) =>
    createManifest(facts, entriesOf(checked, attempts), { note, patient });
  const continuing = { files: checked, policy: options, begunAs, onProgress, record, begunOf };
  // Each list takes the one before away. That of an earlier round may be all that tells the files' names.
  const isFirst = record === undefined || record.round === 1;
  const offered: { manifestID?: DocumentID | undefined } = {};
  const attempts = await sendFiles(round, begun, continuing, {
    onDeclared,
    async send(linked, declared) {
      if (isFirst) offered.manifestID = await offerManifest(linked, listOf(declared), listIn(record));
    },
  });
  await handIn(round, listOf(attempts), offered.manifestID);
  const entries = entriesOf(checked, attempts);
  const documents = entries.map(({ documentID, file }) => ({ documentID, name: cleanFileName(file.name) }));
  return { ...opened, documents };
}

/** The list that an earlier run has begun. */
function listIn(record: SubmissionView | undefined): DocumentView | undefined {
  return record?.documents.find(({ kind, state }) => kind === "manifest" && state !== "abandoned");
}

/** Files of the sender's that an earlier run has begun. */
function begunOf({ documents }: SubmissionView): readonly DocumentView[] {
  return documents.filter(({ kind, state }) => kind === "document" && state !== "abandoned");
}
