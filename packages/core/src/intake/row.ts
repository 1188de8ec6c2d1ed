import type { SubmissionKey } from "./store.ts";

/** Name of a submission's row, as sealed fields are bound to it. */
export const submissionRow = ({ clinicID, submissionID }: SubmissionKey) => `${clinicID}#sub#${submissionID}`;
