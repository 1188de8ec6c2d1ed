import * as z from "zod";

/** Roles of people in a clinic; `system` is ours. */
export const ROLES = [
  "patient",
  "referrer",
  "front-desk",
  "medical-assistant",
  "provider",
  "owner",
  "security-officer",
] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

/** Routing facts: the closed lists that the server sees in the clear. */
export const KINDS = ["images", "documents", "consent", "referral"] as const;
export const SubmissionKind = z.enum(KINDS);
export type SubmissionKind = z.infer<typeof SubmissionKind>;
export const SERVICES = ["primary-care", "dermatology", "radiology", "orthopedics"] as const;
export const Service = z.enum(SERVICES);
export type Service = z.infer<typeof Service>;
export const URGENCIES = ["routine", "soon", "urgent"] as const;
export const Urgency = z.enum(URGENCIES);
export type Urgency = z.infer<typeof Urgency>;

export const SUBMISSION_STATES = [
  "open",
  "submitted",
  "incomplete",
  "routed",
  "returned",
  "closed",
  "rejected",
  "expired",
] as const;
export const SubmissionState = z.enum(SUBMISSION_STATES);
export type SubmissionState = z.infer<typeof SubmissionState>;

export const DOCUMENT_STATES = [
  "declared",
  "uploading",
  "completing",
  "verified",
  "quarantined",
  "abandoned",
] as const;
export const DocumentState = z.enum(DOCUMENT_STATES);
export type DocumentState = z.infer<typeof DocumentState>;

/** Why a document was put aside. The first six are found by ingest, the last is reported by a reader. */
export const QUARANTINE_REASONS = [
  "size-differs",
  "checksum-differs",
  "not-sealed",
  "wrong-suite",
  "wrong-context",
  "wrong-message",
  "wrong-key",
  "reported-unreadable",
] as const;
export const QuarantineReason = z.enum(QUARANTINE_REASONS);
export type QuarantineReason = z.infer<typeof QuarantineReason>;

export const TASK_STATES = ["open", "claimed", "accepted", "returned", "rejected"] as const;
export const TaskState = z.enum(TASK_STATES);
export type TaskState = z.infer<typeof TaskState>;

/** Reasons for a decision, a closed list: free text would put health words in the clear. */
export const RETURN_REASONS = [
  "unreadable",
  "pages-missing",
  "wrong-patient",
  "signature-missing",
  "other",
] as const;
export const ReturnReason = z.enum(RETURN_REASONS);
export type ReturnReason = z.infer<typeof ReturnReason>;
export const REJECT_REASONS = ["not-our-patient", "not-our-service", "duplicate", "sent-by-mistake"] as const;
export const RejectReason = z.enum(REJECT_REASONS);
export type RejectReason = z.infer<typeof RejectReason>;

export const RELEASE_PURPOSES = ["seal", "resume", "append", "read"] as const;
export const ReleasePurpose = z.enum(RELEASE_PURPOSES);
export type ReleasePurpose = z.infer<typeof ReleasePurpose>;
