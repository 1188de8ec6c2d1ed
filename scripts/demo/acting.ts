import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { ClinicID } from "@postern/contract";
import { createLedger } from "@postern/core/audit";
import {
  createDatabase,
  createDataKeys,
  createSigner,
  type Database,
  type DataKeys,
  type Signer,
} from "@postern/core/aws";
import { openFields, type Fields } from "@postern/core/field";
import { createCursors, idSource, type Actor, type Clock, type Context } from "@postern/core/kernel";
import type { LocalCloud } from "@postern/local-cloud";
import { record, TABLE_NAMES, type FunctionName, type Names } from "../../infra/policy/index.ts";
import type { SeededClinic, SeededPerson } from "../seed.ts";
import { REGION } from "../topology.ts";

/** The embedded cloud that a story is told in. */
export interface Stage {
  readonly cloud: LocalCloud;
  readonly names: Names;
}

/** What a function of ours can use for one clinic: a story goes by the rights that the operation would have. */
export interface Hands {
  readonly reader: Database;
  readonly dataKeys: DataKeys;
  readonly s3: S3Client;
  /** Signs receipts. */
  readonly signer: Signer;
}

export function handsOf({ cloud, names }: Stage, name: FunctionName, clinic: ClinicID): Hands {
  const credentials = cloud.credentialsFor(names.tenantRoles[name].name, { clinic });
  const common = { region: REGION, credentials };
  const { aws, s3 } = cloud.endpoints;
  const kms = new KMSClient({ ...common, endpoint: aws });
  return {
    reader: createDatabase(
      DynamoDBDocumentClient.from(new DynamoDBClient({ ...common, endpoint: aws })),
      record(TABLE_NAMES, (table) => names.tables[table].name),
    ),
    dataKeys: createDataKeys(kms),
    signer: createSigner(kms, names.keyARNs.receipts),
    s3: new S3Client({ ...common, endpoint: s3 }),
  };
}

/** Dependencies that lists and sealed fields need. */
export function listing({ reader, dataKeys }: Hands, clinicID: ClinicID) {
  const fields = (): Promise<Fields> => openFields(reader, dataKeys, clinicID);
  return { reader, fields, cursors: createCursors(crypto.getRandomValues(new Uint8Array(32))) };
}

/** Between two looks at it a story's clock goes on a little, so that its events have an order. */
const TICK_MS = 40;

export function storyClock(startMs: number): Clock {
  let nowMs = startMs;
  return { now: () => (nowMs += TICK_MS) };
}

/** Someone, or one of our workers, at a time of the story. */
export function contextOf<A extends Actor>(actor: A, { reader }: Hands, clock: Clock): Context<A> {
  return {
    actor,
    ledger: createLedger(reader),
    clock,
    newID: idSource(clock),
    request: { id: crypto.randomUUID() },
    pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  };
}

/** A person as an operation knows him, in a session that is only told of: nobody has signed in. */
export function actorOf(person: SeededPerson, { locations }: SeededClinic, clock: Clock): Actor {
  const { clinicID, personID, role, patientID, organizationID } = person;
  const session = { handle: idSource(clock)("ses"), devicePublicKey: "", locked: false };
  const same = { clinicID, personID, epoch: 1, session };
  switch (role) {
    case "patient":
      if (patientID === undefined) throw new Error("A patient of the demonstration has no record.");
      return { ...same, type: role, patientID };
    case "referrer":
      if (organizationID === undefined) throw new Error("A referrer of the demonstration has no practice.");
      return { ...same, type: role, organizationID };
    default:
      return { ...same, type: role, locationIDs: Object.values(locations) };
  }
}
