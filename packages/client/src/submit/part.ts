import { intakeRoutes, type SignedPart } from "@postern/contract";
import { withRetry } from "../patience.ts";
import { ApiProblem, retryAfterOf } from "../problem.ts";
import { STORE_REQUEST, StoreProblem, type StoreAnswer } from "../store.ts";
import type { DeclaredAttempt } from "./attempt.ts";
import type { Round } from "./round.ts";

/** A part's sealed bytes, kept until the store has them: they are never sealed twice for one attempt and sent. */
export interface SealedPart {
  readonly partNumber: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Base64 of the SHA-256 of `bytes`. */
  readonly sha256: string;
}

/** Longer than the slowest usable line needs for one part. */
const PUT_TIMEOUT_MS = 15 * 60_000;
/** `fetch` sets these itself; a page may not. */
const OWN_HEADERS = ["content-length", "host"];
/**
 * Has parts signed, once. Their digests are recorded first and can never change.
 *
 * @throws ApiProblem `changed-file` (409) when another digest is recorded for one of them
 */
export async function signParts(
  { api, submissionID, patience }: Round,
  { documentID, attemptID }: DeclaredAttempt,
  parts: readonly SealedPart[],
): Promise<readonly SignedPart[]> {
  const asked = parts.map(({ partNumber, bytes, sha256 }) => ({
    partNumber,
    sizeBytes: bytes.length,
    sha256,
  }));
  const input = { submissionID, documentID, attemptID, parts: asked };
  const answer = await api.call(intakeRoutes.signParts, input, { signal: patience.signal });
  return answer.parts;
}

/**
 * Sends one part until the store has it. The same bytes are sent each time. A URL that was refused is signed again. One
 * that got no answer is used again first, for the store may have the bytes and then says so; after a second silence it
 * is signed again, since a page cannot see a refusal that comes without CORS headers.
 *
 * @param signed the URL from `signParts`
 * @throws StoreProblem when the store will not have it; ApiProblem when it cannot be signed again; the signal's reason
 */
export async function sendPart(
  round: Round,
  attempt: DeclaredAttempt,
  part: SealedPart,
  signed: SignedPart,
): Promise<void> {
  let current: SignedPart | undefined = signed;
  let silences = 0;
  await withRetry(async () => {
    current ??= await signAgain(round, attempt, part);
    if (current === undefined) return;
    const answer = await putOnce(round, current, part.bytes);
    // Only this attempt's own bytes can lie under its key, so "already there" is the lost answer of an earlier try.
    if (answer.status === 200 || (answer.status === 412 && attempt.facts.upload === "single")) return;
    if (answer.status === 0) silences += 1;
    if (answer.status === 403 || (answer.status === 0 && silences % 2 === 0)) current = undefined;
    throw new StoreProblem(answer);
  }, round.patience);
}

/** @returns undefined when there is nothing to sign any more, because the document was verified in the meantime */
async function signAgain(
  round: Round,
  attempt: DeclaredAttempt,
  part: SealedPart,
): Promise<SignedPart | undefined> {
  try {
    return findSigned(await signParts(round, attempt, [part]), part.partNumber);
  } catch (error) {
    const isConflict = error instanceof ApiProblem && error.status === 409;
    if (isConflict && error.code !== "changed-file" && (await isVerified(round, attempt))) return undefined;
    throw error;
  }
}

async function isVerified(round: Round, { documentID, attemptID }: DeclaredAttempt): Promise<boolean> {
  const { api, submissionID, patience } = round;
  const { signal } = patience;
  const record = await api.call(intakeRoutes.readSubmission, { submissionID }, { signal });
  const own = record.documents.find((document) => document.documentID === documentID);
  return own?.attemptID === attemptID && own.state === "verified";
}

/** @throws ApiProblem when the server left a part out of its answer */
export function findSigned(signed: readonly SignedPart[], partNumber: number): SignedPart {
  const found = signed.find((part) => part.partNumber === partNumber);
  if (found === undefined) throw new ApiProblem("a part was not signed", { status: 200, code: "unknown" });
  return found;
}

/** One PUT; status 0 when there was no answer. */
async function putOnce(
  { fetch: fetchOnce, patience }: Round,
  { url, headers }: SignedPart,
  body: Uint8Array<ArrayBuffer>,
): Promise<StoreAnswer> {
  const { signal } = patience;
  const sent = Object.entries(headers).filter(([name]) => !OWN_HEADERS.includes(name.toLowerCase()));
  try {
    const response = await fetchOnce(url, {
      ...STORE_REQUEST,
      method: "PUT",
      headers: Object.fromEntries(sent),
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(PUT_TIMEOUT_MS)]),
    });
    await response.arrayBuffer();
    return { status: response.status, retryAfterSeconds: retryAfterOf(response) };
  } catch (cause) {
    signal.throwIfAborted();
    return { status: 0, cause };
  }
}
