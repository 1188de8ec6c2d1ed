import type { ClinicID, DocumentID, EventID, PatientID, SubmissionID } from "@postern/contract";

/** What an audit event is about: opaque ids and codes only. */
export interface Facts {
  readonly clinicID?: ClinicID;
  /** Who acted, where the session is only just being made. */
  readonly actorID?: string;
  readonly role?: string;
  readonly patientID?: PatientID | undefined;
  readonly submissionID?: SubmissionID | undefined;
  readonly documentID?: DocumentID | undefined;
  /** Another thing it is about: a task, a queue, a session's handle. */
  readonly entityID?: string | undefined;
  /** A word from a closed list: a reason, a purpose, a rule's version. */
  readonly code?: string | undefined;
}

/** One row of the audit log (FHIR AuditEvent: who, what, when, outcome). */
export interface AuditEvent extends Facts {
  readonly eventID: EventID;
  readonly clinicID: ClinicID;
  readonly at: string;
  readonly action: string;
  readonly outcome: "ok" | "refused" | "failed";
  readonly actorID: string;
  readonly role: string;
  readonly requestID: string;
  /** Salted hash of the caller's address. */
  readonly addressHash?: string;
}
