import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { ClinicID } from "@postern/contract";
import { createDatabase } from "@postern/core/aws";
import type { SubmissionRecord } from "@postern/core/intake";
import { idSource, iso, systemClock, type Write } from "@postern/core/kernel";
import { afterAll, beforeAll, expect, it } from "vitest";
import { TABLE_NAMES, record } from "../../infra/policy/index.ts";
import { describeSubmission } from "../../packages/core/src/intake/open-store.ts";
import { rootPrincipal } from "../support/principal.ts";
import { dumpTable } from "../support/table-dump.ts";
import { until } from "../support/until.ts";
import { startWorld, type World } from "../support/world.ts";
import { tick } from "./due.ts";

const newID = idSource(systemClock);
const HOUR_MS = 3600_000;
const IN_A_TRANSACTION = 100;

let world: World;
const passedOver: string[] = [];

beforeAll(async () => {
  world = await startWorld({
    logs: (_, line) => {
      if (line.includes("tick.unreadable")) passedOver.push(line);
    },
  });
});
afterAll(() => world?.close());

async function write(writes: readonly Write[]): Promise<void> {
  const { cloud, names } = world;
  const client = new DynamoDBClient({
    region: names.region,
    endpoint: cloud.endpoints.aws,
    credentials: cloud.rootCredentials(),
  });
  const database = createDatabase(
    DynamoDBDocumentClient.from(client),
    record(TABLE_NAMES, (table) => names.tables[table].name),
  );
  for (let start = 0; start < writes.length; start += IN_A_TRANSACTION) {
    const { outcome } = await database.commit(writes.slice(start, start + IN_A_TRANSACTION));
    expect(outcome).toBe("done");
  }
}

/** A submission that was handed over an hour ago, and of which nothing came. */
function stuck(clinicID: ClinicID): Write {
  const submittedAt = iso(Date.now() - HOUR_MS);
  const ids = { clinicID, submissionID: newID("sub"), authorID: newID("per"), locationID: newID("loc") };
  const facts = { number: "K7M2-4Q9R", kind: "documents", urgency: "routine", sessionHandle: newID("ses") };
  const head = {
    ...ids,
    ...facts,
    state: "submitted",
    round: 1,
    documentCount: 1,
    declaredCount: 2,
    wrappedKeySha256: "-",
    keyARN: "-",
    openedAt: submittedAt,
    submittedAt,
    version: 2,
  } as SubmissionRecord;
  return describeSubmission(head, submittedAt);
}

it("asks for so many of one clinic in a run, and for another clinic's all the same", async () => {
  const { riverside, harbor } = world.clinics;
  await write(Array.from({ length: 1000 }, () => stuck(riverside.clinicID)));
  await write([stuck(harbor.clinicID)]);
  expect(await tick(world)).toEqual({ clinics: 2, asked: 101, failed: 0 });
});

it("says how many clinics it could not look at, and looks again in the next run", async () => {
  const mend = world.cloud.failTable(world.names.tables.record.name);
  expect(await tick(world)).toEqual({ clinics: 0, asked: 0, failed: 2 });
  mend();
  expect(await tick(world)).toMatchObject({ clinics: 2, failed: 0 });
});

it("passes over rows that nobody of us wrote, and says so", async () => {
  const { dynamo } = rootPrincipal(world);
  const { directory, record: table } = world.names.tables;
  const { clinicID } = world.clinics.harbor;
  const listed = { pk: "clinics#03", sk: "nonsense" };
  const due = { pk: `${clinicID}#sub#nonsense`, sk: "head" };
  const index = { gsi3pk: `${clinicID}#due#sub`, gsi3sk: "2020-01-01T00:00:00.000Z#nonsense" };
  await write([stuck(clinicID)]);
  await dynamo.send(new PutCommand({ TableName: directory.name, Item: listed }));
  await dynamo.send(new PutCommand({ TableName: table.name, Item: { ...due, ...index } }));
  const { asked, ...run } = await tick(world);
  expect(run).toEqual({ clinics: 2, failed: 0 });
  expect(asked).toBeGreaterThan(100);
  await until("the lines", () => passedOver.length === 2);
  await dynamo.send(new DeleteCommand({ TableName: directory.name, Key: listed }));
  await dynamo.send(new DeleteCommand({ TableName: table.name, Key: due }));
});

it("does nothing where there is no clinic", async () => {
  const { dynamo } = rootPrincipal(world);
  const rows = (await dumpTable(world, "directory")).filter(({ pk }) => String(pk).startsWith("clinics#"));
  expect(rows).toHaveLength(2);
  for (const { pk, sk } of rows)
    await dynamo.send(new DeleteCommand({ TableName: world.names.tables.directory.name, Key: { pk, sk } }));
  expect(await tick(world)).toEqual({ clinics: 0, asked: 0, failed: 0 });
});
