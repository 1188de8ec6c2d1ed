import { SESSION_SECONDS, type Role } from "@postern/contract";
import type { ActingSession, Person } from "../kernel/index.ts";
import type { Membership } from "../identity/index.ts";
import type { Session } from "./store.ts";

/** How long a role's session lasts, and after how much quiet it locks; in seconds. */
export function secondsOf(role: Role): { readonly total: number; readonly idle: number } {
  return role === "patient" ? SESSION_SECONDS.patient : SESSION_SECONDS.staff;
}

/** What a session is at a moment, beside the membership as it now is; `ended` never comes back. */
export function stateOf(
  session: Session,
  membership: Membership | null,
  nowMs: number,
): "active" | "locked" | "ended" {
  if (membership?.state !== "active" || membership.epoch !== session.epoch) return "ended";
  if (Date.parse(session.endsAt) <= nowMs) return "ended";
  const idleMs = secondsOf(session.role).idle * 1000;
  return nowMs - Date.parse(session.seenAt) > idleMs ? "locked" : "active";
}

/** Whether a device must prove again that it is the one that signed in. */
export function isProofOld(provenAt: string, nowMs: number): boolean {
  return nowMs - Date.parse(provenAt) > SESSION_SECONDS.proof * 1000;
}

/** Whether another session of the same person stands beside this one, in the same clinic. */
export function isBesides(other: Session | null, session: Session, nowMs: number): other is Session {
  if (other === null || other.handle === session.handle) return false;
  const isSamePerson = other.sub === session.sub && other.personID === session.personID;
  const isSameMembership = other.clinicID === session.clinicID && other.epoch === session.epoch;
  return isSamePerson && isSameMembership && Date.parse(other.endsAt) > nowMs;
}

/** The actor of a session; null for a membership that lacks what its role needs. */
export function actorOf(membership: Membership, session: ActingSession): Person | null {
  const { clinicID, personID, role, epoch, locationIDs, patientID, organizationID } = membership;
  const signed = { clinicID, personID, epoch, session };
  switch (role) {
    case "patient":
      return patientID === undefined ? null : { ...signed, type: role, patientID };
    case "referrer":
      return organizationID === undefined ? null : { ...signed, type: role, organizationID };
    case "front-desk":
    case "medical-assistant":
    case "provider":
    case "owner":
    case "security-officer":
      return { ...signed, type: role, locationIDs };
  }
}
