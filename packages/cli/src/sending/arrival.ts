import { callPatiently, type Calls } from "@postern/client";
import { intakeRoutes, type SubmissionID, type SubmissionView } from "@postern/contract";
import { STATE_WORDS } from "../commands/status.ts";
import { EXIT, Failure } from "../exit.ts";

const FIRST_LOOK_MS = 500;
const LONGEST_BREATH_MS = 10_000;
/** A check takes seconds; what has not come through by then needs somebody. */
const PATIENCE_MS = 10 * 60_000;

/**
 * Waits until the care team has a submission.
 *
 * @throws Failure when the check has put a file aside, or takes too long; ApiProblem; the signal's reason
 */
export async function untilRouted(calls: Calls, submissionID: SubmissionID): Promise<SubmissionView> {
  const { wait, signal } = calls.patience;
  let waitedMs = 0;
  for (let breathMs = FIRST_LOOK_MS; ; breathMs = Math.min(LONGEST_BREATH_MS, breathMs * 1.5)) {
    const view = await callPatiently(calls, intakeRoutes.readSubmission, { submissionID });
    // A decision may have come already: what the team has decided on, it has had.
    if (view.routedAt !== undefined && view.state !== "incomplete") return view;
    if (view.state !== "submitted")
      throw new Failure(EXIT.refused, view.state, `The submission is ${STATE_WORDS[view.state]}.`);
    if (waitedMs > PATIENCE_MS)
      throw new Failure(
        EXIT.failed,
        "not-routed",
        "It was sent and is not checked yet. Look later: postern status",
      );
    await wait(breathMs, signal);
    waitedMs += breathMs;
  }
}
