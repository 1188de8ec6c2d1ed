import { intakeRoutes, type Manifest, type SubmissionView } from "@postern/contract";
import { delayMs } from "../patience.ts";
import { ApiProblem } from "../problem.ts";
import { sendManifest } from "./files.ts";
import { callPatiently, type Round } from "./round.ts";

/** What the server answers to the one of two runs whose list the other has replaced, or who comes second. */
const OVERTAKEN: readonly string[] = ["not-found", "documents-differ", "submission-not-open"];
const MAX_TRIES = 5;

/** True when the submission takes nothing more from its sender for now. */
export function isHandedIn({ state }: SubmissionView): boolean {
  return state !== "open" && state !== "expired";
}

/**
 * Seals the list and submits. Of two runs that come to this point together, one takes the other's list away; both have
 * handed in when either has.
 *
 * @throws ApiProblem, StoreProblem; RangeError for a list that is too large; the signal's reason
 */
export async function handIn(round: Round, manifest: Manifest): Promise<void> {
  const { submissionID } = round;
  for (let tries = 1; ; tries += 1) {
    try {
      const manifestID = await sendManifest(round, manifest);
      const documentCount = manifest.documents.length;
      await callPatiently(round, intakeRoutes.submit, { submissionID, documentCount, manifestID });
      return;
    } catch (error) {
      if (!(error instanceof ApiProblem) || !OVERTAKEN.includes(error.code)) throw error;
      if (tries === MAX_TRIES) throw error;
      // One of the two gets through while the other waits.
      const { wait, random, signal } = round.patience;
      await wait(delayMs(tries, random), signal);
      const record = await callPatiently(round, intakeRoutes.readSubmission, { submissionID });
      if (isHandedIn(record)) return;
    }
  }
}
