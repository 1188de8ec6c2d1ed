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

/** Why a document was put aside. All but the last are found by ingest; the last is reported by a reader. */
export const QUARANTINE_REASONS = [
  "size-differs",
  "checksum-differs",
  "not-sealed",
  "wrong-suite",
  "wrong-context",
  "wrong-message",
  "wrong-key",
  "missing",
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
/** Of these, what can be said of documents that nobody has opened: with `other` one says oneself what it is. */
export const UNOPENED_RETURN_REASONS: readonly ReturnReason[] = ["other"];
export const REJECT_REASONS = ["not-our-patient", "not-our-service", "duplicate", "sent-by-mistake"] as const;
export const RejectReason = z.enum(REJECT_REASONS);
export type RejectReason = z.infer<typeof RejectReason>;

/** In which language someone is written to: BCP 47, as FHIR's `Patient.communication.language`. */
export const WRITTEN_LANGUAGES = ["en", "es"] as const;
export const WrittenLanguage = z.enum(WRITTEN_LANGUAGES);
export type WrittenLanguage = z.infer<typeof WrittenLanguage>;

/** What one file is, as its sender says; sealed in the manifest. */
export const DOCUMENT_KINDS = [
  "photo",
  "scan",
  "referral-form",
  "letter",
  "lab-result",
  "consent-form",
  "insurance",
  "other",
] as const;
export const DocumentKind = z.enum(DOCUMENT_KINDS);
export type DocumentKind = z.infer<typeof DocumentKind>;

/** How a document leaves the portal: as a file, or on paper. */
export const EXPORT_FORMS = ["file", "print"] as const;
export const ExportForm = z.enum(EXPORT_FORMS);
export type ExportForm = z.infer<typeof ExportForm>;

/** Operations that need a fresh authentication of their own, by their audit names. */
export const STEP_UP_OPERATIONS = ["document.export"] as const;
export const StepUpOperation = z.enum(STEP_UP_OPERATIONS);
export type StepUpOperation = z.infer<typeof StepUpOperation>;

/** What a browser says it is; only a hint for its owner. */
export const BROWSERS = ["chrome", "edge", "firefox", "safari", "other"] as const;
export const Browser = z.enum(BROWSERS);
export type Browser = z.infer<typeof Browser>;
export const SYSTEMS = ["android", "ios", "linux", "macos", "windows", "other"] as const;
export const System = z.enum(SYSTEMS);
export type System = z.infer<typeof System>;

export const RELEASE_PURPOSES = ["seal", "resume", "append", "read"] as const;
export const ReleasePurpose = z.enum(RELEASE_PURPOSES);
export type ReleasePurpose = z.infer<typeof ReleasePurpose>;
