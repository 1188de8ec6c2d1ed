import { LIMITS, intakeRoutes, type SignedPart } from "@postern/contract";
import { withRetry } from "../patience.ts";
import { ApiProblem } from "../problem.ts";
import type { OnSent } from "../put-counted.ts";
import type { SealedPart, Station } from "../station/index.ts";
import { StoreProblem } from "../store.ts";
import type { DeclaredAttempt } from "./attempt.ts";
import type { Round } from "./round.ts";

/** The server's code for a part that it knows with other bytes. */
const CHANGED_FILE = "changed-file";
/** There is nothing to sign any more: the document has come in whole. */
type Verified = "verified";

/** Has parts signed as they come: those that are sealed while one call is under way go together with the next. */
export interface Signer {
  /** @throws ApiProblem `changed-file` (409) when another digest is recorded for it */
  sign(part: SealedPart): Promise<SignedPart | Verified>;
}

interface Asked {
  readonly part: SealedPart;
  readonly resolve: (signed: SignedPart | Verified) => void;
  readonly reject: (error: unknown) => void;
}

export function createSigner(round: Round, attempt: DeclaredAttempt): Signer {
  const queue: Asked[] = [];
  let isBusy = false;

  async function signBatch(batch: readonly Asked[]): Promise<void> {
    try {
      const parts = batch.map(({ part }) => part);
      const signed = await withRetry(() => signParts(round, attempt, parts), round.patience);
      for (const { part, resolve } of batch) resolve(findSigned(signed, part.partNumber));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  // One call at a time: two that record digests of the same hundred parts would be in each other's way.
  async function work(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    // Those that were sealed ahead all come at this moment.
    await Promise.resolve();
    while (queue.length > 0) await signBatch(queue.splice(0, LIMITS.partsPerSign));
    isBusy = false;
  }

  return {
    sign: (part) =>
      new Promise((resolve, reject) => {
        queue.push({ part, resolve, reject });
        void work();
      }),
  };
}

/**
 * Sends one part until the store has it. The same bytes are sent each time. A URL that was refused is signed again. One
 * that got no answer is used again first, for the store may have the bytes and then says so; after a second silence it
 * is signed again, since a page cannot see a refusal that comes without CORS headers. `onSent` is told how much of it has
 * left in the present try.
 *
 * @throws StoreProblem when the store will not have it; ApiProblem when it cannot be signed; the signal's reason
 */
export async function sendPart(
  round: Round,
  attempt: DeclaredAttempt,
  {
    station,
    part,
    signer,
    onSent,
  }: {
    readonly station: Station;
    readonly part: SealedPart;
    readonly signer: Signer;
    readonly onSent: OnSent;
  },
): Promise<void> {
  let current: SignedPart | Verified | undefined = await signer.sign(part);
  let silences = 0;
  await withRetry(async () => {
    current ??= findSigned(await signParts(round, attempt, [part]), part.partNumber);
    if (current === "verified") return;
    const answer = await station.put(part.ref, current, round.patience.signal, onSent);
    // Only this attempt's own bytes can lie under its key, so "already there" is the lost answer of an earlier try.
    if (answer.status === 200 || (answer.status === 412 && attempt.facts.upload === "single")) return;
    // It is sent again from its first byte.
    onSent(0);
    if (answer.status === 0) silences += 1;
    if (answer.status === 403 || (answer.status === 0 && silences % 2 === 0)) current = undefined;
    throw new StoreProblem(answer);
  }, round.patience);
}

/** Has parts signed, once. Their digests are recorded first and can never change. */
async function signParts(
  round: Round,
  attempt: DeclaredAttempt,
  parts: readonly SealedPart[],
): Promise<readonly SignedPart[] | Verified> {
  const { api, submissionID, patience } = round;
  const { documentID, attemptID } = attempt;
  const asked = parts.map(({ partNumber, sizeBytes, sha256 }) => ({ partNumber, sizeBytes, sha256 }));
  const input = { submissionID, documentID, attemptID, parts: asked };
  try {
    const answer = await api.call(intakeRoutes.signParts, input, { signal: patience.signal });
    return answer.parts;
  } catch (error) {
    const isOver = error instanceof ApiProblem && error.status === 409 && !isChangedFile(error);
    if (isOver && (await stateOf(round, attempt)) === "verified") return "verified";
    throw error;
  }
}

export function isChangedFile(error: unknown): boolean {
  return error instanceof ApiProblem && error.code === CHANGED_FILE;
}

/** How far the server is with this attempt; undefined when the document has another by now, or is gone. */
export async function stateOf(round: Round, { documentID, attemptID }: DeclaredAttempt) {
  const { api, submissionID, patience } = round;
  const { signal } = patience;
  const record = await api.call(intakeRoutes.readSubmission, { submissionID }, { signal });
  const own = record.documents.find((document) => document.documentID === documentID);
  return own?.attemptID === attemptID ? own.state : undefined;
}

/** @throws ApiProblem when the server left a part out of its answer */
function findSigned(signed: readonly SignedPart[] | Verified, partNumber: number): SignedPart | Verified {
  if (signed === "verified") return signed;
  const found = signed.find((part) => part.partNumber === partNumber);
  if (found === undefined) throw new ApiProblem("a part was not signed", { status: 200, code: "unknown" });
  return found;
}
