import { intakeRoutes, type DocumentID, type DocumentView, type SubmissionView } from "@postern/contract";
import type { CheckedFile } from "../file.ts";
import { ApiProblem } from "../problem.ts";
import type { DeclaredAttempt } from "./attempt.ts";
import { beginFiles } from "./begin.ts";
import { planFiles, type ResumePolicy } from "./plan.ts";
import type { OnProgress } from "./progress.ts";
import { callPatiently, type Round } from "./round.ts";

/** The server's code for a name that another declaration has taken. */
const REFERENCE_USED = "reference-used";
/** Two runs of one submission meet once; more often only when many start at the same moment. */
const MAX_PLANS = 5;

export interface Continuing {
  readonly files: readonly CheckedFile[];
  readonly policy: ResumePolicy;
  /** In the order of the files, which document each was begun as, where that is remembered. */
  readonly begunAs?: readonly (DocumentID | undefined)[] | undefined;
  readonly onProgress?: OnProgress | undefined;
  /** What the server knew of the submission before; undefined of a new one. */
  readonly record: SubmissionView | undefined;
  /** Which documents of a record are the files' own to go on with. */
  readonly begunOf: (record: SubmissionView) => readonly DocumentView[];
}

/**
 * Finds out what an earlier run has left, and gives every file an attempt. When another run has declared in the
 * meantime, it looks again and goes on with what that one has declared.
 *
 * @param begun what an earlier run has left, as it was read last
 * @throws ChangedFile, MissingFiles, before anything is sent; ApiProblem; what reading a file throws
 */
export async function continueFiles(
  round: Round,
  begun: readonly DocumentView[],
  { files, policy, begunAs, onProgress, record, begunOf }: Continuing,
): Promise<readonly DeclaredAttempt[]> {
  // Only these two: what else came with them is not for the plan.
  const { leaveOut, changed } = policy;
  let documents = begun;
  let givenUp = givenUpIn(record);
  let generation = givenUp;
  for (let plans = 1; ; plans += 1) {
    const plan = await planFiles({ round, files, begunAs, leaveOut, changed, onProgress }, documents);
    try {
      return await beginFiles(round, files, { plan, generation });
    } catch (error) {
      const isTaken = error instanceof ApiProblem && error.code === REFERENCE_USED;
      if (!isTaken || plans === MAX_PLANS) throw error;
    }
    // What was sealed for this plan would stand in the way of the next one.
    round.ahead?.drop();
    const { submissionID } = round;
    const now = await callPatiently(round, intakeRoutes.readSubmission, { submissionID });
    // The names were those of documents that are gone: others are needed.
    const isSame = namesOf(begunOf(now)) === namesOf(documents) && givenUpIn(now) === givenUp;
    documents = begunOf(now);
    givenUp = givenUpIn(now);
    generation = isSame ? generation + 1 : Math.max(generation, givenUp);
  }
}

/** How many documents were given up: names that they had are taken for ever. */
function givenUpIn(record: SubmissionView | undefined): number {
  return (
    record?.documents.filter(({ kind, state }) => kind === "document" && state === "abandoned").length ?? 0
  );
}

function namesOf(documents: readonly DocumentView[]): string {
  return documents
    .map(({ documentID }) => documentID)
    .toSorted()
    .join();
}
