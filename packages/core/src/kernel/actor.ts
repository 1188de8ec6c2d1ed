import type {
  ClinicID,
  LocationID,
  OrganizationID,
  PatientID,
  PersonID,
  SessionHandle,
} from "@postern/contract";

interface Signed {
  readonly clinicID: ClinicID;
  readonly personID: PersonID;
  /** The membership's, as this request found it: a transaction checks that it is still so. */
  readonly epoch: number;
  readonly session: ActingSession;
}

/** What an operation may know of the session that it runs in. */
export interface ActingSession {
  readonly handle: SessionHandle;
  /** Base64 of the device's uncompressed P-256 point. */
  readonly devicePublicKey: string;
  /** Idle for too long: only operations that `continue` may run. */
  readonly locked: boolean;
}

type Staff = Signed & { readonly locationIDs: readonly LocationID[] };

/** Who acts. `anonymous` has not signed in yet; `system` is one of our workers, for one clinic. */
export type Actor =
  | (Signed & { readonly type: "patient"; readonly patientID: PatientID })
  | (Signed & { readonly type: "referrer"; readonly organizationID: OrganizationID })
  | (Staff & { readonly type: "front-desk" })
  | (Staff & { readonly type: "medical-assistant" })
  | (Staff & { readonly type: "provider" })
  | (Staff & { readonly type: "owner" })
  | (Staff & { readonly type: "security-officer" })
  | { readonly type: "system"; readonly clinicID: ClinicID; readonly component: string }
  | { readonly type: "anonymous"; readonly clinicID: ClinicID };

export type ActorType = Actor["type"];
export type ActorOf<Type extends ActorType> = Extract<Actor, { type: Type }>;

/** Those who are signed in. */
export type Person = Exclude<Actor, { type: "system" | "anonymous" }>;

/** How the audit log names an actor. */
export function actorID(actor: Actor): string {
  switch (actor.type) {
    case "system":
      return actor.component;
    case "anonymous":
      return "anonymous";
    default:
      return actor.personID;
  }
}
