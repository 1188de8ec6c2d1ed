import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { rootPrincipal } from "../support/principal.ts";
import { dumpTable, type Row } from "../support/table-dump.ts";
import type { World } from "../support/world.ts";

const HOUR_MS = 3600_000;

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

/** Lets the clock call. @returns how often it asked a worker */
export async function tick(world: World): Promise<{ clinics: number; asked: number; failed: number }> {
  return (await world.cloud.runSchedule("tick")) as { clinics: number; asked: number; failed: number };
}
