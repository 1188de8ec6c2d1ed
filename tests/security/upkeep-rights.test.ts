import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { DeleteCommand, GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FUNCTION_NAMES, type FunctionName, type QueueName } from "../../infra/policy/index.ts";
import { createdPair, type Belongings } from "../support/belongings.ts";
import { basePrincipal, outcomeOf, tenantPrincipal, type Principal } from "../support/principal.ts";
import { startWorld, type World } from "../support/world.ts";

let world: World;
let riverside: Belongings;
let harbor: Belongings;

beforeAll(async () => {
  world = await startWorld();
  [riverside, harbor] = await createdPair(world);
});
afterAll(() => world?.close());

const as = (name: FunctionName) => tenantPrincipal(world, name, riverside.clinicID);

describe("the clock and the sweeper", () => {
  const sendTo = (principal: Principal, queue: QueueName) =>
    outcomeOf(
      principal.sqs.send(
        new SendMessageCommand({
          QueueUrl: world.cloud.queueUrl(world.names.queues[queue].name),
          MessageBody: JSON.stringify({
            clinicID: riverside.clinicID,
            submissionID: riverside.submissionID,
          }),
        }),
      ),
    );
  const query = ({ dynamo }: Principal, TableName: string, pk: string, IndexName?: string) =>
    outcomeOf(
      dynamo.send(
        new QueryCommand({
          TableName,
          ...(IndexName === undefined ? {} : { IndexName }),
          KeyConditionExpression: "#pk = :pk",
          ExpressionAttributeNames: { "#pk": IndexName === undefined ? "pk" : `${IndexName}pk` },
          ExpressionAttributeValues: { ":pk": pk },
        }),
      ),
    );

  it("tick sees the list of clinics and what is due of one, and asks two queues; no row, no person", async () => {
    const { directory, record } = world.names.tables;
    const base = basePrincipal(world, "tick");
    expect(await query(base, directory.name, "clinics#00")).toBe("done");
    expect(await query(base, directory.name, `usr#${world.people.patient.sub}`)).toBe("refused");
    expect(await query(as("tick"), record.name, `${riverside.clinicID}#due#sub`, "gsi3")).toBe("done");
    expect(await query(as("tick"), record.name, `${harbor.clinicID}#due#sub`, "gsi3")).toBe("refused");
    const own = `${riverside.clinicID}#sub#${riverside.submissionID}`;
    expect(await query(as("tick"), record.name, own)).toBe("refused");
    const sent = ["settle", "sweep", "ingest"] as const;
    expect(await Promise.all(sent.map((queue) => sendTo(base, queue)))).toEqual(["done", "done", "refused"]);
  });

  it("nobody but tick asks the sweeper, and the sweeper asks nobody", async () => {
    for (const name of FUNCTION_NAMES.filter((each) => each !== "tick"))
      expect([name, await sendTo(basePrincipal(world, name), "sweep")]).toEqual([name, "refused"]);
    expect(await sendTo(basePrincipal(world, "sweep"), "settle")).toBe("refused");
  });

  it("the sweeper deletes no row and sees no task, name or key", async () => {
    const TableName = world.names.tables.record.name;
    const { clinicID, submissionID, records } = riverside;
    const { dynamo } = as("sweep");
    const head = { pk: `${clinicID}#sub#${submissionID}`, sk: "head" };
    expect(await outcomeOf(dynamo.send(new GetCommand({ TableName, Key: head })))).toBe("done");
    expect(await outcomeOf(dynamo.send(new DeleteCommand({ TableName, Key: head })))).toBe("refused");
    const others = records.filter(({ pk }) => !String(pk).includes("#sub#"));
    expect(others.length).toBeGreaterThan(5);
    for (const { pk, sk } of others)
      expect(await outcomeOf(dynamo.send(new GetCommand({ TableName, Key: { pk, sk } })))).toBe("refused");
  });
});
