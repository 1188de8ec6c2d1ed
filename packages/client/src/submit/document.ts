import { intakeRoutes, type AttemptID, type DocumentID } from "@postern/contract";
import type { SourceFile } from "../file.ts";
import type { Station } from "../station/index.ts";
import { StoreProblem } from "../store.ts";
import { prepareAttempt, type DeclaredAttempt } from "./attempt.ts";
import { inLanes } from "./lanes.ts";
import { createSigner, isChangedFile, sendPart, stateOf, type Signer } from "./part.ts";
import { createProgressCounter, type OnProgress, type ProgressCounter } from "./progress.ts";
import { ChangedFile } from "./resume-error.ts";
import { callPatiently, lanesOf, until, type Round } from "./round.ts";

/** What is read and where it is to go. */
export interface DocumentUpload {
  readonly file: SourceFile;
  readonly fileIndex: number;
  readonly attempt: DeclaredAttempt;
  readonly onProgress?: OnProgress | undefined;
}

/**
 * Uploads a declared document: what the store does not have of it yet. When the server already knows other bytes for
 * one of its parts, or has cleared an old upload away, it starts again once, as a new attempt under a new message id:
 * no two ciphertexts of one message id may leave the device.
 *
 * @throws StoreProblem, ApiProblem; RangeError or the file's own error when it cannot be read; ChangedFile when it
 * changed after it was matched; the signal's reason
 */
export async function uploadDocument(round: Round, upload: DocumentUpload): Promise<void> {
  try {
    await uploadAttempt(round, upload);
  } catch (error) {
    const { file, fileIndex, attempt, onProgress } = upload;
    const state = isUploadGone(attempt, error) ? await stateOf(round, attempt) : undefined;
    if (state === "completing" || state === "verified") {
      // Another run of the same sender has sent the rest.
      const { sealedSizeBytes: totalBytes } = attempt.facts;
      return onProgress?.({ phase: "sent", fileIndex, sentBytes: totalBytes, totalBytes });
    }
    if (!isChangedFile(error) && state !== "uploading") throw error;
    await uploadAttempt(round, { ...upload, attempt: await startAgain(round, file, attempt) });
  }
}

/** Whether the store does not know a multipart upload, or not any more. */
function isUploadGone({ facts }: DeclaredAttempt, error: unknown): boolean {
  return facts.upload === "multipart" && error instanceof StoreProblem && error.status === 404;
}

/**
 * Starts a document's next attempt, under a new message id.
 *
 * @throws ApiProblem when the document has another attempt by now, or is finished; EnvelopeError `invalid-input`
 */
export async function startAgain(
  round: Round,
  file: SourceFile,
  former: { readonly documentID: DocumentID; readonly attemptID: AttemptID },
): Promise<DeclaredAttempt> {
  const { documentID, attemptID: after } = former;
  const { submissionID } = round;
  const next = await prepareAttempt(round.key, file.sizeBytes);
  const input = { submissionID, documentID, after, ...next.facts };
  const { attemptID } = await callPatiently(round, intakeRoutes.startAttempt, input);
  return { ...next, documentID, attemptID };
}

async function uploadAttempt(round: Round, upload: DocumentUpload): Promise<void> {
  const { fileIndex, attempt, onProgress } = upload;
  const { sealer, recorded, facts } = attempt;
  const isStored = (partNumber: number) => recorded?.get(partNumber)?.isStored === true;
  const missing = sealer.parts.filter(({ partNumber }) => !isStored(partNumber));
  const storedBytes = facts.sealedSizeBytes - missing.reduce((sum, part) => sum + part.sealedSizeBytes, 0);
  const counter = createProgressCounter(onProgress, fileIndex, {
    sentBytes: storedBytes,
    totalBytes: facts.sealedSizeBytes,
  });
  counter.sealing();
  let signer: Signer | undefined;
  await inLanes(lanesOf(round), missing, round.patience.signal, async (station, { partNumber }, signal) => {
    const linked = until(round, signal);
    // One for all lanes, and it ends with them.
    signer ??= createSigner(linked, attempt);
    await sendOne(linked, upload, { station, partNumber, signer, counter });
  });
  if (facts.upload === "multipart") {
    const { documentID, attemptID } = attempt;
    const { submissionID } = round;
    await callPatiently(round, intakeRoutes.completeDocument, { submissionID, documentID, attemptID });
  }
  counter.sent();
}

interface OnePart {
  readonly station: Station;
  readonly partNumber: number;
  readonly signer: Signer;
  readonly counter: ProgressCounter;
}

async function sendOne(
  round: Round,
  { file, fileIndex, attempt }: DocumentUpload,
  { station: free, partNumber, signer, counter }: OnePart,
): Promise<void> {
  const { key, patience, ahead } = round;
  const { messageID } = attempt.facts;
  const seal = async () => ({
    station: free,
    part: await free.seal({ key, messageID, file, partNumber }, patience.signal),
  });
  const { station, part } = await (ahead?.take(messageID, partNumber) ?? seal());
  try {
    const known = attempt.recorded?.get(partNumber);
    if (known !== undefined && known.sha256 !== part.sha256) {
      throw new ChangedFile(fileIndex, attempt.documentID);
    }
    counter.sending();
    const onSent = (sentBytes: number) => counter.onTheWay(part, sentBytes);
    await sendPart(round, attempt, { station, part, signer, onSent });
    counter.stored(part);
  } finally {
    station.drop(part.ref);
  }
}
