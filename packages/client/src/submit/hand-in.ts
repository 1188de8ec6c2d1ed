import {
  intakeRoutes,
  type DocumentID,
  type DocumentView,
  type Manifest,
  type SubmissionID,
  type SubmissionView,
} from "@postern/contract";
import { delayMs } from "../patience.ts";
import { ApiProblem } from "../problem.ts";
import { sendManifest } from "./files.ts";
import { callPatiently, type Calls, type Round } from "./round.ts";

/** The server's code for a submission that takes nothing more. */
const NOT_OPEN = "submission-not-open";
/** What the server answers to the one of two runs whose list the other has replaced, or who comes second. */
const OVERTAKEN: readonly string[] = ["not-found", "documents-differ", NOT_OPEN];
const MAX_TRIES = 5;

/** True when the submission takes nothing more from its sender for now. */
export function isHandedIn({ state }: SubmissionView): boolean {
  return state !== "open" && state !== "expired";
}

/**
 * Whether a run failed because another run of the same submission has handed in meanwhile, which is all that both want.
 *
 * @throws ApiProblem when that cannot be found out
 */
export async function wasHandedIn(
  calls: Calls,
  submissionID: SubmissionID,
  error: unknown,
): Promise<boolean> {
  if (!(error instanceof ApiProblem) || error.code !== NOT_OPEN) return false;
  return isHandedIn(await callPatiently(calls, intakeRoutes.readSubmission, { submissionID }));
}

/**
 * Sends the list while files are still being sent.
 *
 * @param begun the list that an earlier run has begun
 * @returns its id; nothing when another run has put its own in its place, or has handed in
 * @throws ApiProblem, StoreProblem; RangeError for a list that is too large; the signal's reason
 */
export async function offerManifest(
  round: Round,
  manifest: Manifest,
  begun: DocumentView | undefined,
): Promise<DocumentID | undefined> {
  try {
    return await sendManifest(round, manifest, begun);
  } catch (error) {
    if (isOvertaken(error)) return undefined;
    throw error;
  }
}

/**
 * Submits, and seals the list first where none was sent. Of two runs that come to this point together, one takes the
 * other's list away; both have handed in when either has.
 *
 * @param offeredID of the list as it was sent beside the files
 * @throws as `offerManifest`
 */
export async function handIn(
  round: Round,
  manifest: Manifest,
  offeredID: DocumentID | undefined,
): Promise<void> {
  const { submissionID } = round;
  let manifestID = offeredID;
  for (let tries = 1; ; tries += 1) {
    try {
      manifestID ??= await sendManifest(round, manifest);
      const documentCount = manifest.documents.length;
      await callPatiently(round, intakeRoutes.submit, { submissionID, documentCount, manifestID });
      return;
    } catch (error) {
      if (!isOvertaken(error) || tries === MAX_TRIES) throw error;
      manifestID = undefined;
      // One of the two gets through while the other waits.
      const { wait, random, signal } = round.patience;
      await wait(delayMs(tries, random), signal);
      const record = await callPatiently(round, intakeRoutes.readSubmission, { submissionID });
      if (isHandedIn(record)) return;
    }
  }
}

function isOvertaken(error: unknown): boolean {
  return error instanceof ApiProblem && OVERTAKEN.includes(error.code);
}
