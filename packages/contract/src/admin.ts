import * as z from "zod";
import { DocumentID, EventID, PatientID, PersonID, SubmissionID } from "./id.ts";
import { route } from "./route.ts";
import { Role } from "./words.ts";

/** One row of the audit log as the security officer sees it: ids and codes, no names. */
export const AuditEventView = z.strictObject({
  eventID: EventID,
  at: z.iso.datetime(),
  action: z.string(),
  outcome: z.enum(["ok", "refused", "failed"]),
  actorID: z.string(),
  actorName: z.string().optional(),
  role: z.union([Role, z.literal("system"), z.literal("none")]),
  code: z.string().optional(),
  patientID: PatientID.optional(),
  submissionID: SubmissionID.optional(),
  documentID: DocumentID.optional(),
});
export type AuditEventView = z.infer<typeof AuditEventView>;

export const adminRoutes = {
  auditEvents: route(
    "GET",
    "/api/admin/audit",
    z.strictObject({
      /** `2026-11`; the present month when left out. */
      month: z
        .string()
        .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
        .optional(),
      personID: PersonID.optional(),
      submissionID: SubmissionID.optional(),
      cursor: z.string().min(1).max(1024).optional(),
    }),
    z.strictObject({
      me: z.strictObject({ displayName: z.string() }),
      events: z.array(AuditEventView),
      cursor: z.string().optional(),
    }),
  ),
} as const;
