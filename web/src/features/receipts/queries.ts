import { intakeRoutes, type SubmissionID } from "@postern/contract";
import { query } from "@solidjs/router";
import { call } from "../session/session.ts";

/**
 * The newest receipt of a submission.
 *
 * @param issuedAt when it was routed: each round has a receipt of its own
 */
export const readReceipt = query(
  (submissionID: SubmissionID, _issuedAt: string) => call(intakeRoutes.readReceipt, { submissionID }),
  "receipt",
);
