import * as z from "zod";
import { DocumentID, EventID, PatientID, PersonID, SubmissionID } from "./id.ts";
import { route } from "./route.ts";
import { QuarantineReason, Role } from "./words.ts";

const When = z.iso.datetime();
const Cursor = z.string().min(1).max(1024);
/** `2026-11`, in UTC, as the log counts. */
const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

export const AUDIT_OUTCOMES = ["ok", "refused", "failed"] as const;
export const AuditOutcome = z.enum(AUDIT_OUTCOMES);
export type AuditOutcome = z.infer<typeof AuditOutcome>;

/** The name of an operation: `submission.open`. */
export const AuditAction = z
  .string()
  .max(64)
  .regex(/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/);

/** A submission's short number, as people read it out: `K7M2-4Q9R`. */
export const SubmissionNumber = z.string().regex(/^[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}$/);

/** One row of the audit log as the security officer sees it: ids and codes, no names but those of colleagues and patients. */
export const AuditEventView = z.strictObject({
  eventID: EventID,
  at: When,
  action: z.string(),
  outcome: AuditOutcome,
  actorID: z.string(),
  actorName: z.string().optional(),
  role: z.union([Role, z.literal("system"), z.literal("none")]),
  code: z.string().optional(),
  patientID: PatientID.optional(),
  submissionID: SubmissionID.optional(),
  documentID: DocumentID.optional(),
  /** Another thing it is about: a task, a queue, what was asked for in vain. */
  entityID: z.string().optional(),
  requestID: z.string(),
  /** The start of the salted hash of the caller's address: enough to tell two addresses apart. */
  addressHash: z.string().optional(),
});
export type AuditEventView = z.infer<typeof AuditEventView>;

/** A document that was put aside, and why. */
export const QuarantineView = z.strictObject({
  eventID: EventID,
  at: When,
  reason: QuarantineReason,
  submissionID: SubmissionID,
  documentID: DocumentID,
});
export type QuarantineView = z.infer<typeof QuarantineView>;

/** What can become of a submission, as the overview counts it. */
export const OVERVIEW_COUNTS = ["routed", "accepted", "returned", "rejected", "putAside"] as const;
export type OverviewCount = (typeof OVERVIEW_COUNTS)[number];

/** What happened on one day (UTC). One submission may count several times: when it is routed, and when it is decided. */
export const OverviewDay = z.strictObject({
  day: z.iso.date(),
  routed: z.int(),
  accepted: z.int(),
  returned: z.int(),
  rejected: z.int(),
  /** Sent back, because a file was not whole or could not be opened. */
  putAside: z.int(),
});
export type OverviewDay = z.infer<typeof OverviewDay>;

export const adminRoutes = {
  /** A page may be empty and have a cursor: then a bounded number of rows was looked through in vain. */
  auditEvents: route(
    "GET",
    "/api/admin/audit",
    z.strictObject({
      /** The present month when left out; of a submission all months then. */
      month: Month.optional(),
      personID: PersonID.optional(),
      action: AuditAction.optional(),
      outcome: AuditOutcome.optional(),
      submissionID: SubmissionID.optional(),
      /** Names the submission where its id is not given. */
      number: SubmissionNumber.optional(),
      cursor: Cursor.optional(),
    }),
    z.strictObject({
      me: z.strictObject({ displayName: z.string() }),
      events: z.array(AuditEventView),
      cursor: z.string().optional(),
    }),
  ),
  /** Documents that were put aside in a month, newest first; pages as those of `auditEvents`. */
  quarantine: route(
    "GET",
    "/api/admin/quarantine",
    z.strictObject({ month: Month.optional(), cursor: Cursor.optional() }),
    z.strictObject({ documents: z.array(QuarantineView), cursor: z.string().optional() }),
  ),
  /** Counts of a month by day, oldest first, without the days on which nothing happened. */
  overview: route(
    "GET",
    "/api/admin/overview",
    z.strictObject({ month: Month.optional() }),
    z.strictObject({
      days: z.array(OverviewDay),
      /** There was too much to count: what happened before this moment is left out. */
      countedSince: When.optional(),
    }),
  ),
} as const;
