export * as Document from "./document.ts";
export * as Part from "./part.ts";
export * as PartList from "./part-list.ts";
export * as Sent from "./list.ts";
export * as Submission from "./submission.ts";
export type { ExactBytes, IntakeDeps, SignedURL, Uploads } from "./deps.ts";
export { blockOf, digestList, type DigestBlock } from "./digest.ts";
export { objectKey, parseObjectKey, type ObjectPlace } from "./object-key.ts";
export { dueSubmissions, findDue, type DueSubmission } from "./due-store.ts";
export { findNumbered } from "./open-store.ts";
export { findBlocks } from "./part-store.ts";
export { describeReceipt, findReceipt } from "./receipt-store.ts";
export { submissionRow } from "./row.ts";
export {
  LINGER_MS,
  expiryFrom,
  isHandedOver,
  isLive,
  nextDocumentState,
  nextSubmissionState,
  SENDING_STATES,
  tidyAfter,
} from "./rules.ts";
export { changeDocument, changeSubmission, giveUp } from "./change-store.ts";
export {
  assertContinuing,
  findDataKey,
  findDocument,
  findSubmission,
  loadSubmission,
  loadWithAbandoned,
} from "./store.ts";
export type { Document as DocumentRecord, Loaded, Submission as SubmissionRecord } from "./store.ts";
export { documentView, submissionSummary } from "./view.ts";
