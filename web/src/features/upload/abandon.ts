import { intakeRoutes, type SubmissionID } from "@postern/contract";
import { call } from "../session/session.ts";

/** Gives up everything of a submission that was begun and never handed in. May be repeated. @throws TroubleError */
export async function abandonSubmission(submissionID: SubmissionID): Promise<void> {
  await call(intakeRoutes.cancelSubmission, { submissionID });
}
