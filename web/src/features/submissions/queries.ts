import { intakeRoutes, reviewRoutes, type SubmissionID } from "@postern/contract";
import { query } from "@solidjs/router";
import { call } from "../session/session.ts";

/** What the sender chooses from, and who he is. */
export const readClinic = query(() => call(intakeRoutes.clinic, {}), "clinic");

/** One page of what was sent, newest first. */
export const readSubmissions = query(
  (cursor?: string) => call(intakeRoutes.listSubmissions, cursor === undefined ? {} : { cursor }),
  "submissions",
);

export const readSubmission = query(
  (submissionID: SubmissionID) => loadSubmission(submissionID),
  "submission",
);

/** As `readSubmission`, never from a cache: for looking again. */
export function loadSubmission(submissionID: SubmissionID, signal?: AbortSignal) {
  return call(intakeRoutes.readSubmission, { submissionID }, { signal });
}

/** Who looked at it. */
export const readLooks = query(
  async (submissionID: SubmissionID) => (await call(reviewRoutes.looks, { submissionID })).looks,
  "looks",
);
