import type { Role } from "@postern/contract";
import type { ClinicKey } from "./demo-clinics.ts";

/** A person of the demonstration. */
export interface DemoPerson {
  readonly clinic: ClinicKey;
  readonly role: Role;
  readonly name: string;
  readonly email: string;
  readonly password: string;
  /** What an authenticator app is given, in base32; left out for someone who has not enrolled yet. */
  readonly totpKey?: string;
  /** Of a patient: `YYYY-MM-DD`. */
  readonly birthDate?: string;
  /** Of a referrer: the practice that refers. */
  readonly organization?: string;
}

/**
 * Invented people whose passwords and authenticator keys anybody may read here: for the embedded cloud only, which
 * protects nothing. Whoever has no `totpKey` has a temporary password and enrols at the first sign-in.
 */
export const PEOPLE = {
  patient: {
    clinic: "riverside",
    role: "patient",
    name: "Maya Lindqvist",
    email: "patient@riverside.example.org",
    password: "patient-at-riverside",
    totpKey: "DEMO2KEY2PATIENT2RIVERSIDE222222",
    birthDate: "1988-04-17",
  },
  referrer: {
    clinic: "riverside",
    role: "referrer",
    name: "Jonah Okafor",
    email: "referrer@northgate.example.org",
    password: "referrer-at-northgate",
    totpKey: "DEMO2KEY2REFERRER2NORTHGATE22222",
    organization: "Northgate Family Practice",
  },
  frontDesk: {
    clinic: "riverside",
    role: "front-desk",
    name: "Ines Carvalho",
    email: "desk@riverside.example.org",
    password: "front-desk-at-riverside",
    totpKey: "DEMO2KEY2FRONT2DESK2RIVERSIDE222",
  },
  assistant: {
    clinic: "riverside",
    role: "medical-assistant",
    name: "Tomasz Wren",
    email: "assistant@riverside.example.org",
    password: "assistant-at-riverside",
    totpKey: "DEMO2KEY2ASSISTANT2RIVERSIDE2222",
  },
  provider: {
    clinic: "riverside",
    role: "provider",
    name: "Dr. Amara Voss",
    email: "provider@riverside.example.org",
    password: "provider-at-riverside",
    totpKey: "DEMO2KEY2PROVIDER2RIVERSIDE22222",
  },
  owner: {
    clinic: "riverside",
    role: "owner",
    name: "Gil Hathaway",
    email: "owner@riverside.example.org",
    password: "owner-at-riverside",
    totpKey: "DEMO2KEY2OWNER2RIVERSIDE22222222",
  },
  securityOfficer: {
    clinic: "riverside",
    role: "security-officer",
    name: "Petra Nyström",
    email: "security@riverside.example.org",
    password: "security-at-riverside",
    totpKey: "DEMO2KEY2SECURITY2RIVERSIDE22222",
  },
  invitedPatient: {
    clinic: "riverside",
    role: "patient",
    name: "Leo Abernathy",
    email: "invited@riverside.example.org",
    password: "temporary-for-leo",
    birthDate: "2001-11-02",
  },
  spanishPatient: {
    clinic: "riverside",
    role: "patient",
    name: "Lucía Herrera",
    email: "lucia@riverside.example.org",
    password: "lucia-at-riverside",
    totpKey: "DEMO2KEY2LUCIA2RIVERSIDE22222222",
    birthDate: "1994-06-08",
  },
  harborPatient: {
    clinic: "harbor",
    role: "patient",
    name: "Rosa Delgado",
    email: "patient@harbor.example.org",
    password: "patient-at-harbor",
    totpKey: "DEMO2KEY2PATIENT2HARBOR222222222",
    birthDate: "1975-09-30",
  },
  harborProvider: {
    clinic: "harbor",
    role: "provider",
    name: "Dr. Sunil Marsh",
    email: "provider@harbor.example.org",
    password: "provider-at-harbor",
    totpKey: "DEMO2KEY2PROVIDER2HARBOR22222222",
  },
  harborSecurityOfficer: {
    clinic: "harbor",
    role: "security-officer",
    name: "Wanda Kerr",
    email: "security@harbor.example.org",
    password: "security-at-harbor",
    totpKey: "DEMO2KEY2SECURITY2HARBOR22222222",
  },
} as const satisfies Record<string, DemoPerson>;

export type PersonKey = keyof typeof PEOPLE;
export const PERSON_KEYS = Object.keys(PEOPLE) as readonly PersonKey[];
