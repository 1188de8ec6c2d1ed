import {
  DocumentID,
  EventID,
  QUARANTINE_REASONS,
  SubmissionID,
  type AuditEventView,
  type OverviewDay,
  type QuarantineView,
} from "@postern/contract";
import { ME, tail } from "./samples.ts";

const submissionID = SubmissionID.parse(`sub_${tail(1)}`);

const event = (
  number: number,
  told: Pick<AuditEventView, "action" | "outcome" | "role"> & Partial<AuditEventView>,
): AuditEventView => ({
  eventID: EventID.parse(`evt_${tail(number)}`),
  at: `2026-11-20T19:02:${String(number).padStart(2, "0")}.000Z`,
  actorID: ME,
  requestID: "5f2b0c0e-6a3d-4a44-9a3e-0c4f3d2b1a00",
  ...told,
});

/** Each outcome, a machine, someone who was not signed in, and an action that has no words. */
export const EVENTS: AuditEventView[] = [
  event(6, { action: "document.export", outcome: "ok", role: "provider", actorName: "Dr. Amara Voss" }),
  event(5, {
    action: "document.open",
    outcome: "refused",
    role: "medical-assistant",
    actorName: "Tom Okafor",
    code: "task-not-yours",
    submissionID,
  }),
  event(4, { action: "key.release", outcome: "failed", role: "provider", actorName: "Dr. Amara Voss" }),
  event(3, { action: "document.verify", outcome: "ok", role: "system", actorID: "ingest", submissionID }),
  event(2, { action: "session.sign-in", outcome: "refused", role: "none", actorID: "anonymous" }),
  event(1, { action: "thing.unheard-of", outcome: "ok", role: "patient", actorName: "Maya Lindqvist" }),
];

export const PUT_ASIDE: QuarantineView[] = QUARANTINE_REASONS.map((reason, index) => ({
  eventID: EventID.parse(`evt_${tail(index + 1)}`),
  at: "2026-11-20T19:02:00.000Z",
  reason,
  submissionID,
  documentID: DocumentID.parse(`doc_${tail(index + 1)}`),
}));

export const MONTH_DAYS: OverviewDay[] = Array.from({ length: 20 }, (_, index) => ({
  day: `2026-11-${String(index + 1).padStart(2, "0")}`,
  routed: (index * 7) % 11,
  accepted: (index * 5) % 9,
  returned: index % 4,
  rejected: index % 6 === 0 ? 1 : 0,
  putAside: index % 5 === 0 ? 2 : 0,
}));
