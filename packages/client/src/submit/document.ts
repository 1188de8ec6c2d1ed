import { intakeRoutes, type AttemptID, type DocumentID } from "@postern/contract";
import type { PartRange } from "@postern/envelope";
import { toBase64 } from "../base64.ts";
import { readExactly, type SourceFile } from "../file.ts";
import { withRetry } from "../patience.ts";
import { ApiProblem } from "../problem.ts";
import { prepareAttempt, type DeclaredAttempt } from "./attempt.ts";
import { findSigned, sendPart, signParts, type SealedPart } from "./part.ts";
import { createProgressCounter, type OnProgress, type ProgressCounter } from "./progress.ts";
import { callPatiently, type Round } from "./round.ts";

/** What is read and where it is to go. */
export interface DocumentUpload {
  readonly file: SourceFile;
  readonly fileIndex: number;
  readonly attempt: DeclaredAttempt;
  readonly onProgress?: OnProgress | undefined;
}

/** Parts of 8 MiB held at once: they are signed together, sent together, and bound the memory. */
const PARTS_AT_ONCE = 4;

/**
 * Uploads a declared document. When the server already knows other bytes for one of its parts, it starts again once,
 * as a new attempt under a new message id: no two ciphertexts of one message id may leave the device.
 *
 * @throws StoreProblem, ApiProblem; RangeError or the file's own error when it cannot be read; the signal's reason
 */
export async function uploadDocument(round: Round, upload: DocumentUpload): Promise<void> {
  try {
    await uploadAttempt(round, upload);
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.code !== "changed-file") throw error;
    const attempt = await startAgain(round, upload.file, upload.attempt);
    await uploadAttempt(round, { ...upload, attempt });
  }
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
  const { file, fileIndex, attempt, onProgress } = upload;
  const { parts } = attempt.sealer;
  const counter = createProgressCounter(onProgress, fileIndex, attempt.facts.sealedSizeBytes);
  for (let first = 0; first < parts.length; first += PARTS_AT_ONCE) {
    counter.sealing();
    const sealed: SealedPart[] = [];
    for (const part of parts.slice(first, first + PARTS_AT_ONCE)) {
      round.patience.signal.throwIfAborted();
      sealed.push(await sealPart(attempt, file, part));
    }
    await sendParts(round, attempt, sealed, counter);
  }
  if (attempt.facts.upload === "multipart") {
    const { documentID, attemptID } = attempt;
    const { submissionID } = round;
    await callPatiently(round, intakeRoutes.completeDocument, { submissionID, documentID, attemptID });
  }
  counter.sent();
}

async function sealPart(attempt: DeclaredAttempt, file: SourceFile, part: PartRange): Promise<SealedPart> {
  const { partNumber, plaintextOffsetBytes: start, plaintextSizeBytes } = part;
  const plaintext = await readExactly(file, start, start + plaintextSizeBytes);
  const bytes = await attempt.sealer.sealPart(partNumber, plaintext);
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return { partNumber, bytes, sha256: toBase64(new Uint8Array(digest)) };
}

/** Sends parts side by side. When one fails for good the others are stopped, and none is under way afterwards. */
async function sendParts(
  round: Round,
  attempt: DeclaredAttempt,
  parts: readonly SealedPart[],
  counter: ProgressCounter,
): Promise<void> {
  const signed = await withRetry(() => signParts(round, attempt, parts), round.patience);
  counter.sending();
  const stop = new AbortController();
  const signal = AbortSignal.any([round.patience.signal, stop.signal]);
  const linked = { ...round, patience: { ...round.patience, signal } };
  const failures: unknown[] = [];
  await Promise.all(
    parts.map(async (part) => {
      try {
        await sendPart(linked, attempt, part, findSigned(signed, part.partNumber));
        counter.add(part.bytes.length);
      } catch (error) {
        failures.push(error);
        stop.abort(error);
      }
    }),
  );
  round.patience.signal.throwIfAborted();
  if (failures.length > 0) throw failures[0];
}
