import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import {
  KINDS,
  type ClinicID,
  type LocationID,
  type OrganizationID,
  type PatientID,
  type PersonID,
  type QueueID,
} from "@postern/contract";
import { createDatabase, createDataKeys, type Database, type WrappedKey } from "@postern/core/aws";
import { describeClinic, describeListing, describeLocation, describeQueue } from "@postern/core/clinic";
import { describeFieldKey, openFields, type Fields } from "@postern/core/field";
import {
  describeMembership,
  describePatient,
  describePerson,
  describePointer,
  patientRow,
  personRow,
} from "@postern/core/identity";
import { idSource, systemClock, type NewID, type Write } from "@postern/core/kernel";
import { describeRules, type RoutingRule } from "@postern/core/routing";
import type { LocalCloud, SessionCredentials } from "@postern/local-cloud";
import { record, TABLE_NAMES, type Names } from "../infra/policy/index.ts";
import { CLINICS, type ClinicKey, type DemoClinic, type DemoRule } from "./demo-clinics.ts";
import { PEOPLE, PERSON_KEYS, type DemoPerson, type PersonKey } from "./demo-people.ts";
import { PROVISIONER, REGION, USER_POOL } from "./topology.ts";

/** A person as seeded. */
export interface SeededPerson extends DemoPerson {
  readonly clinicID: ClinicID;
  readonly personID: PersonID;
  readonly patientID?: PatientID;
  readonly organizationID?: OrganizationID;
  /** The person's name in Cognito's tokens. */
  readonly sub: string;
}

/** A clinic as seeded; locations and queues by their keys in `demo-clinics.ts`. */
export interface SeededClinic {
  readonly clinicID: ClinicID;
  readonly locations: Readonly<Record<string, LocationID>>;
  readonly queues: Readonly<Record<string, QueueID>>;
}

export interface Demo {
  readonly clinics: Readonly<Record<ClinicKey, SeededClinic>>;
  readonly people: Readonly<Record<PersonKey, SeededPerson>>;
}

/** Whom rows are written for, and by what. */
interface Seeding {
  readonly cloud: LocalCloud;
  readonly names: Names;
  readonly database: Database;
  readonly newID: NewID;
}

/**
 * Fills a fresh embedded cloud with the demonstration's clinics and people, through the same descriptions of rows as
 * the operations use. It needs the cloud itself and not an address of one, so that no other can ever be seeded.
 * @throws Error when a row is there already
 */
export async function seedDemo(cloud: LocalCloud, names: Names): Promise<Demo> {
  const seeding = { cloud, names, database: rootDatabase(cloud, names), newID: idSource(systemClock) };
  const [riverside, harbor] = [
    await seedClinic(seeding, CLINICS.riverside),
    await seedClinic(seeding, CLINICS.harbor),
  ];
  const clinics = { riverside, harbor };
  const fields = {
    riverside: await fieldsOf(seeding, riverside.clinicID),
    harbor: await fieldsOf(seeding, harbor.clinicID),
  };
  const people: [PersonKey, SeededPerson][] = [];
  for (const key of PERSON_KEYS) {
    const person: DemoPerson = PEOPLE[key];
    people.push([key, await seedPerson(seeding, person, clinics[person.clinic], fields[person.clinic])]);
  }
  return { clinics, people: Object.fromEntries(people) as Record<PersonKey, SeededPerson> };
}

/** The tables, as the account's root may use them. */
export function rootDatabase(cloud: LocalCloud, names: Names): Database {
  const client = new DynamoDBClient({
    region: REGION,
    endpoint: cloud.endpoints.aws,
    credentials: cloud.rootCredentials(),
  });
  return createDatabase(
    DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
    record(TABLE_NAMES, (table) => names.tables[table].name),
  );
}

async function seedClinic(seeding: Seeding, clinic: DemoClinic): Promise<SeededClinic> {
  const { newID } = seeding;
  const seeded: SeededClinic = {
    clinicID: newID("cli"),
    locations: mapped(clinic.locations, () => newID("loc")),
    queues: mapped(clinic.queues, () => newID("que")),
  };
  const { clinicID } = seeded;
  const { name, phone, services } = clinic;
  const unroutedQueueID = needed(seeded.queues, clinic.unrouted);
  await write(seeding, [
    describeClinic({ clinicID, name, phone, services, kinds: KINDS, unroutedQueueID }),
    ...Object.entries(clinic.locations).map(([key, location]) =>
      describeLocation({ clinicID, locationID: needed(seeded.locations, key), name: location.name }),
    ),
    ...Object.entries(clinic.queues).map(([key, queue]) =>
      describeQueue({
        clinicID,
        queueID: needed(seeded.queues, key),
        name: queue.name,
        promiseSeconds: queue.promiseSeconds,
        ...(queue.location === undefined ? {} : { locationID: needed(seeded.locations, queue.location) }),
      }),
    ),
    ...describeRules(clinicID, { version: 1, rules: clinic.rules.map((rule) => ruleOf(rule, seeded)) }),
    describeFieldKey(clinicID, await makeFieldKey(seeding, clinicID)),
  ]);
  await write(seeding, [describeListing(clinicID)]);
  return seeded;
}

function ruleOf(rule: DemoRule, { locations, queues }: SeededClinic): RoutingRule {
  const { name, kind, location, service, urgency, queue } = rule;
  return {
    name,
    when: {
      ...(kind === undefined ? {} : { kind: [kind] }),
      ...(location === undefined ? {} : { locationID: [needed(locations, location)] }),
      ...(service === undefined ? {} : { service: [service] }),
      ...(urgency === undefined ? {} : { urgency: [urgency] }),
    },
    queueID: needed(queues, queue),
  };
}

/** Made under the provisioner, who never sees it. */
function makeFieldKey({ cloud, names }: Seeding, clinicID: ClinicID): Promise<WrappedKey> {
  return dataKeys(cloud, cloud.credentialsFor(PROVISIONER)).generate(names.keyARNs.fields, {
    clinic: clinicID,
  });
}

/** Seals names as `admin` does: the account's root may not open a field key, and neither may the provisioner. */
function fieldsOf({ cloud, names, database }: Seeding, clinicID: ClinicID): Promise<Fields> {
  const credentials = cloud.credentialsFor(names.tenantRoles.admin.name, { clinic: clinicID });
  return openFields(database, dataKeys(cloud, credentials), clinicID);
}

function dataKeys(cloud: LocalCloud, credentials: SessionCredentials) {
  return createDataKeys(new KMSClient({ region: REGION, endpoint: cloud.endpoints.aws, credentials }));
}

async function seedPerson(
  seeding: Seeding,
  person: DemoPerson,
  { clinicID, locations }: SeededClinic,
  fields: Fields,
): Promise<SeededPerson> {
  const { cloud, newID } = seeding;
  const personID = newID("per");
  const { sub } = enrol(cloud, person);
  const links = {
    ...(person.birthDate === undefined ? {} : { patientID: newID("pat") }),
    ...(person.organization === undefined ? {} : { organizationID: newID("org") }),
  };
  const displayName = await fields.seal(personRow(clinicID, personID), "displayName", person.name);
  const { role } = person;
  const locationIDs = Object.values(locations);
  await write(seeding, [
    describeMembership({ clinicID, personID, role, locationIDs, ...links, state: "active", epoch: 1 }),
    describePerson({ clinicID, personID, displayName }),
    ...(await patientWrites(fields, clinicID, links.patientID, person)),
  ]);
  await write(seeding, [describePointer(sub, { clinicID, personID })]);
  return { ...person, clinicID, personID, sub, ...links };
}

/** Puts a person into the user pool. */
export function enrol(cloud: LocalCloud, { email, password, totpKey }: DemoPerson): { readonly sub: string } {
  return cloud.seedUser(USER_POOL, {
    email,
    password,
    permanent: totpKey !== undefined,
    ...(totpKey === undefined ? {} : { totpSecret: totpKey }),
  });
}

async function patientWrites(
  fields: Fields,
  clinicID: ClinicID,
  patientID: PatientID | undefined,
  { name, birthDate }: DemoPerson,
): Promise<readonly Write[]> {
  if (patientID === undefined || birthDate === undefined) return [];
  const row = patientRow(clinicID, patientID);
  return [
    describePatient({
      clinicID,
      patientID,
      displayName: await fields.seal(row, "displayName", name),
      birthDate: await fields.seal(row, "birthDate", birthDate),
    }),
  ];
}

async function write({ database }: Seeding, writes: readonly Write[]): Promise<void> {
  const { outcome } = await database.commit(writes);
  if (outcome !== "done") throw new Error("This cloud holds the demonstration's rows already.");
}

function mapped<Value, Result>(
  values: Readonly<Record<string, Value>>,
  map: (value: Value) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value)]));
}

/** @throws Error when the demonstration's data names something that is not in it */
function needed<Value>(values: Readonly<Record<string, Value>>, key: string): Value {
  const value = values[key];
  if (value === undefined) throw new Error(`The demonstration has no ${key}.`);
  return value;
}
