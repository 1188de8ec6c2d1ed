import type { DocumentView, SubmissionSummary } from "@postern/contract";
import { present } from "../kernel/index.ts";
import type { Document, Submission } from "./store.ts";

/** A submission as lists show it. */
export function submissionSummary(head: Submission): SubmissionSummary {
  const { submissionID, number, state, kind, locationID, service, urgency, round } = head;
  const { openedAt, submittedAt, routedAt, dueAt, expiresAt, language = "en" } = head;
  const what = { submissionID, number, state, kind, locationID, service, urgency, round, language };
  return present({ ...what, openedAt, submittedAt, routedAt, dueAt, expiresAt });
}

/** A document as those who may see the submission see it: no name, for the server has none. */
export function documentView(document: Document): DocumentView {
  const { documentID, attemptID, kind, state, sealedSizeBytes, messageID, reason, verifiedAt } = document;
  return present({ documentID, attemptID, kind, state, sealedSizeBytes, messageID, reason, verifiedAt });
}
