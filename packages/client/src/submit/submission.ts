import {
  LIMITS,
  intakeRoutes,
  type DocumentID,
  type PatientFacts,
  type RoutingFacts,
  type SessionView,
  type SubmissionID,
  type WrittenLanguage,
} from "@postern/contract";
import type { Api } from "../api.ts";
import { requestKey, type Device } from "../device/index.ts";
import { requireFiles, type SourceFile } from "../file.ts";
import { cleanFileName } from "../file-name.ts";
import { patienceOf, type PatienceOptions } from "../patience.ts";
import { sendFiles, sendManifest } from "./files.ts";
import { createManifest } from "./manifest.ts";
import type { OnProgress } from "./progress.ts";
import { callPatiently, type Calls, type Round } from "./round.ts";

/** Who sends, and how failures on the way are waited out. */
export interface SendingOptions extends PatienceOptions {
  readonly api: Api;
  readonly device: Device;
  readonly session: Pick<SessionView, "handle" | "clinicID">;
  readonly onProgress?: OnProgress | undefined;
  /** Reaches the bucket; the system's own when left out. */
  readonly fetch?: typeof fetch | undefined;
}

export interface PackageOptions extends SendingOptions {
  readonly facts: RoutingFacts;
  readonly files: readonly SourceFile[];
  /** At most 4000 UTF-16 units; sealed in the manifest. */
  readonly note?: string | undefined;
  /** Whom a practice writes about; sealed in the manifest. */
  readonly patient?: PatientFacts | undefined;
  /** In which language the sender is answered; English when it is left out. */
  readonly language?: WrittenLanguage | undefined;
  /**
   * Names this package, 16 to 64 characters of `0-9A-Za-z_-`. After a failure, the same key continues the same
   * submission: what an earlier try left unfinished is abandoned and sent anew.
   */
  readonly idempotencyKey?: string | undefined;
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
 * and submits. Nothing leaves the device unsealed but the routing facts and sizes.
 *
 * @throws RefusedFiles before anything is sent; RangeError for no files, a note too long, or a file that changed while
 * it was read; ApiProblem, StoreProblem when server or store refuse or stay away; HandOverError; the signal's reason
 */
export async function submitPackage(options: PackageOptions): Promise<SubmittedPackage> {
  const { api, device, session, facts, files, note, patient, language } = options;
  const patience = patienceOf(options);
  if ((note?.length ?? 0) > LIMITS.noteLength) throw new RangeError("the note is too long");
  const checked = await requireFiles(files);
  const idempotencyKey = options.idempotencyKey ?? crypto.randomUUID();
  const opening = { ...facts, idempotencyKey, ...(language === undefined ? {} : { language }) };
  const calls = { api, patience };
  const opened = await callPatiently(calls, intakeRoutes.openSubmission, opening);
  const { submissionID } = opened;
  if (options.idempotencyKey !== undefined && (await wasSubmitted(calls, submissionID))) {
    return { ...opened, documents: [] };
  }
  const asking = { api, device, session, submissionID, purpose: "seal" } as const;
  const key = await requestKey(asking, patience);
  const round: Round = { ...calls, submissionID, key, fetch: options.fetch ?? fetch };

  const entries = await sendFiles(round, checked, options.onProgress);
  const manifestID = await sendManifest(round, createManifest(facts, entries, { note, patient }));
  await callPatiently(round, intakeRoutes.submit, { submissionID, documentCount: files.length, manifestID });
  const documents = entries.map(({ documentID, file }) => ({ documentID, name: cleanFileName(file.name) }));
  return { ...opened, documents };
}

/**
 * Looks what an earlier try with the same key has left. Its documents cannot be continued, since the files may have
 * changed: they are abandoned, and would otherwise keep the submission from being complete. A list that was left is
 * dropped by the server when the next one comes.
 *
 * @returns true when it had come to its end
 */
async function wasSubmitted(calls: Calls, submissionID: SubmissionID): Promise<boolean> {
  const left = await callPatiently(calls, intakeRoutes.readSubmission, { submissionID });
  if (left.state !== "open") return left.state !== "expired";
  for (const { kind, documentID, state } of left.documents) {
    if (kind !== "document" || state === "abandoned") continue;
    await callPatiently(calls, intakeRoutes.abandonDocument, { submissionID, documentID });
  }
  return false;
}
