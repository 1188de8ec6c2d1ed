import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { rootPrincipal } from "../support/principal.ts";
import { dumpTable, type Row } from "../support/table-dump.ts";
import type { World } from "../support/world.ts";

const HOUR_MS = 3600_000;
const DAY_MS = 24 * HOUR_MS;

/** The head of a submission, as the table has it. */
export async function headOf(world: World, submissionID: string): Promise<Row> {
  const rows = await dumpTable(world, "record");
  const head = rows.find((row) => row["submissionID"] === submissionID && row["sk"] === "head");
  if (head === undefined) throw new Error("There is no such submission.");
  return head;
}

/** Lets an hour pass for a submission: what was to come within it is past. */
export async function passHour(world: World, submissionID: string): Promise<void> {
  const { pk, sk, expiresAt } = await headOf(world, submissionID);
  const past = new Date(Date.now() - HOUR_MS).toISOString();
  await rootPrincipal(world).dynamo.send(
    new UpdateCommand({
      TableName: world.names.tables.record.name,
      Key: { pk, sk },
      UpdateExpression: `SET gsi3sk = :due${expiresAt === undefined ? "" : ", expiresAt = :past"}`,
      ExpressionAttributeValues: {
        ":due": `${past}#${submissionID}`,
        ...(expiresAt === undefined ? {} : { ":past": past }),
      },
    }),
  );
}

/** Lets an hour pass since a submission was routed: no URL of its sender's is good any more. */
export async function passHourSinceRouting(world: World, submissionID: string): Promise<void> {
  const { pk, sk } = await headOf(world, submissionID);
  const past = new Date(Date.now() - HOUR_MS).toISOString();
  await rootPrincipal(world).dynamo.send(
    new UpdateCommand({
      TableName: world.names.tables.record.name,
      Key: { pk, sk },
      ConditionExpression: "attribute_exists(gsi3pk)",
      UpdateExpression: "SET gsi3sk = :due, routedAt = :past",
      ExpressionAttributeValues: { ":due": `${past}#${submissionID}`, ":past": past },
    }),
  );
}

/** Lets a day pass since a submission was handed over: what has not come in it is missing, and it is looked at. */
export async function passDay(world: World, submissionID: string): Promise<void> {
  const { pk, sk } = await headOf(world, submissionID);
  const past = new Date(Date.now() - DAY_MS).toISOString();
  await rootPrincipal(world).dynamo.send(
    new UpdateCommand({
      TableName: world.names.tables.record.name,
      Key: { pk, sk },
      UpdateExpression: "SET gsi3sk = :due, submittedAt = :past",
      ExpressionAttributeValues: { ":due": `${past}#${submissionID}`, ":past": past },
    }),
  );
}

/** When a submission is due; ISO 8601. */
export async function dueOf(world: World, submissionID: string): Promise<string | undefined> {
  return String((await headOf(world, submissionID))["gsi3sk"]).split("#")[0];
}

/** Lets the clock call. @returns how often it asked a worker */
export async function tick(world: World): Promise<{ clinics: number; asked: number; failed: number }> {
  return (await world.cloud.runSchedule("tick")) as { clinics: number; asked: number; failed: number };
}
