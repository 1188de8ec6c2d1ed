import {
  PersonID,
  type ClinicID,
  type LocationID,
  type OrganizationID,
  type PatientID,
  type Role,
} from "@postern/contract";
import { COUNT, FIXED, INDEX_KEY, KEY, PRIMARY, TEXT, TEXTS, Entity, keys } from "../aws/index.ts";
import type { Item, Reader, Write } from "../kernel/index.ts";
import { Problem, check, put } from "../kernel/index.ts";

const model = (entity: string) => ({ entity, version: "1" });
const record = { table: "record" };

const MembershipRow = new Entity(
  {
    model: model("membership"),
    attributes: {
      ...KEY,
      clinicID: FIXED,
      personID: FIXED,
      role: { ...TEXT, required: true },
      locationIDs: TEXTS,
      patientID: TEXT,
      organizationID: TEXT,
      state: { type: ["active", "ended"] as const, required: true },
      epoch: { ...COUNT, required: true },
      gsi1pk: INDEX_KEY,
      gsi1sk: INDEX_KEY,
    },
    indexes: {
      primary: PRIMARY,
      byState: { index: "gsi1", pk: "gsi1pk", sk: "gsi1sk" },
    },
  },
  record,
);
const profile = { ...KEY, clinicID: FIXED, displayName: FIXED };
const PersonRow = new Entity(
  {
    model: model("person"),
    attributes: { ...profile, personID: FIXED },
    indexes: { primary: PRIMARY },
  },
  record,
);
const PatientRow = new Entity(
  {
    model: model("patient"),
    attributes: { ...profile, patientID: FIXED, birthDate: FIXED },
    indexes: { primary: PRIMARY },
  },
  record,
);
const PointerRow = new Entity(
  {
    model: model("membership-pointer"),
    attributes: { ...KEY, clinicID: FIXED, personID: FIXED },
    indexes: { primary: PRIMARY },
  },
  { table: "directory" },
);

/** What a person may do in a clinic. A changed role or an ended membership raises `epoch`, which ends its sessions. */
export interface Membership {
  readonly clinicID: ClinicID;
  readonly personID: PersonID;
  readonly role: Role;
  readonly locationIDs: readonly LocationID[];
  readonly patientID?: PatientID;
  readonly organizationID?: OrganizationID;
  readonly state: "active" | "ended";
  readonly epoch: number;
}
/** A person's name, sealed; see `Fields`. */
export interface PersonProfile {
  readonly clinicID: ClinicID;
  readonly personID: PersonID;
  readonly displayName: string;
}
export interface PatientProfile {
  readonly clinicID: ClinicID;
  readonly patientID: PatientID;
  readonly displayName: string;
  readonly birthDate: string;
}
/** Says which clinics a Cognito user belongs to; it gives no right. */
export interface MembershipPointer {
  readonly clinicID: ClinicID;
  readonly personID: PersonID;
}

const parsed = <Row>(item: Item | undefined, parse: (item: Item) => unknown): Row | null =>
  item === undefined ? null : (parse(item) as Row);

export async function findMembership(
  reader: Reader,
  clinicID: ClinicID,
  personID: PersonID,
): Promise<Membership | null> {
  const item = await reader.get(
    MembershipRow.get({ pk: keys.person(clinicID, personID), sk: "mbr" }).params(),
  );
  return parsed<Membership>(item, (found) => MembershipRow.parse({ Item: { ...found } }).data);
}

/**
 * Everyone who is active in a clinic in one of these roles. The index only says who: it may be old, and carries no
 * locations, so each membership is then read by its key.
 */
export async function findMembers(
  reader: Reader,
  clinicID: ClinicID,
  roles: readonly Role[],
): Promise<readonly Membership[]> {
  const found = await Promise.all(roles.map((role) => activeIn(reader, clinicID, role)));
  const memberships = await Promise.all(
    found.flat().map((personID) => findMembership(reader, clinicID, personID)),
  );
  return memberships.filter(
    (membership) => membership?.state === "active" && roles.includes(membership.role),
  ) as readonly Membership[];
}

async function activeIn(reader: Reader, clinicID: ClinicID, role: Role): Promise<readonly PersonID[]> {
  const gsi1pk = keys.membersOf(clinicID, "active");
  const slice = MembershipRow.query.byState({ gsi1pk }).begins({ gsi1sk: keys.membersIn(role) });
  const { items } = await reader.query(slice.params());
  return items.map((item) => PersonID.parse(String(item["gsi1sk"]).split("#")[1]));
}

/** The condition that a membership is as it was read: not ended, no other role. */
export function checkMembership({ clinicID, personID }: MembershipPointer, epoch: number): Write {
  const condition = MembershipRow.delete({ pk: keys.person(clinicID, personID), sk: "mbr" })
    .where((row, { eq }) => `${eq(row.state, "active")} AND ${eq(row.epoch, epoch)}`)
    .params();
  return check(
    condition,
    () => new Problem("forbidden", "membership-ended", "This person no longer works here."),
  );
}

/**
 * The condition that somebody's place in the clinic is as it was read, ended or not.
 *
 * @param read null: there was none
 */
export function checkUnmoved(
  { clinicID, personID }: MembershipPointer,
  read: Pick<Membership, "state" | "epoch"> | null,
): Write {
  const condition = MembershipRow.delete({ pk: keys.person(clinicID, personID), sk: "mbr" })
    .where((row, { eq, notExists }) =>
      read === null ? notExists(row.state) : `${eq(row.state, read.state)} AND ${eq(row.epoch, read.epoch)}`,
    )
    .params();
  return check(condition);
}

export async function findPerson(reader: Reader, clinicID: ClinicID, personID: PersonID) {
  const item = await reader.get(
    PersonRow.get({ pk: keys.person(clinicID, personID), sk: "profile" }).params(),
  );
  return parsed<PersonProfile>(item, (found) => PersonRow.parse({ Item: { ...found } }).data);
}

export async function findPatient(reader: Reader, clinicID: ClinicID, patientID: PatientID) {
  const item = await reader.get(
    PatientRow.get({ pk: keys.patient(clinicID, patientID), sk: "profile" }).params(),
  );
  return parsed<PatientProfile>(item, (found) => PatientRow.parse({ Item: { ...found } }).data);
}

/** Clinics of a Cognito user, in the order of their ids. */
export async function findPointers(reader: Reader, sub: string): Promise<readonly MembershipPointer[]> {
  const { items } = await reader.query(PointerRow.query.primary({ pk: keys.user(sub) }).params());
  return PointerRow.parse({ Items: [...items] }).data as unknown as readonly MembershipPointer[];
}

export function describeMembership(membership: Membership): Write {
  const { clinicID, personID, locationIDs, state, role } = membership;
  const key = { pk: keys.person(clinicID, personID), sk: "mbr" };
  const index = { gsi1pk: keys.membersOf(clinicID, state), gsi1sk: keys.member(role, personID) };
  const row = { ...membership, locationIDs: [...locationIDs], ...key, ...index };
  return put(MembershipRow.create(row).params());
}

export function describePerson(person: PersonProfile): Write {
  const key = { pk: keys.person(person.clinicID, person.personID), sk: "profile" };
  return put(PersonRow.create({ ...person, ...key }).params());
}

export function describePatient(patient: PatientProfile): Write {
  const key = { pk: keys.patient(patient.clinicID, patient.patientID), sk: "profile" };
  return put(PatientRow.create({ ...patient, ...key }).params());
}

export function describePointer(sub: string, pointer: MembershipPointer): Write {
  return put(PointerRow.create({ ...pointer, pk: keys.user(sub), sk: pointer.clinicID }).params());
}
