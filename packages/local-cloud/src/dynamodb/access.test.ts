import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { refusal, startTables } from "./table.fixture.ts";

let cloud: Awaited<ReturnType<typeof startTables>>;
beforeAll(async () => (cloud = await startTables()));
afterAll(() => cloud.close());

const TableName = "record";
const keyOf = (pk: string) => ({ pk, sk: "a" });
const query = (attribute: string, value: string, IndexName?: string) =>
  new QueryCommand({
    TableName,
    ...(IndexName && { IndexName }),
    KeyConditionExpression: "#p = :p",
    ExpressionAttributeNames: { "#p": attribute },
    ExpressionAttributeValues: { ":p": value },
  });
const check = (pk: string) => ({
  ConditionCheck: { TableName, Key: keyOf(pk), ConditionExpression: "attribute_not_exists(nothing)" },
});

/** Every way to touch the row `pk` of the table. */
const calls: Readonly<Record<string, (pk: string) => Promise<unknown>>> = {
  PutItem: (pk) =>
    cloud.clinicA.send(new PutCommand({ TableName, Item: { ...keyOf(pk), gsi1pk: pk, gsi1sk: "1" } })),
  GetItem: (pk) => cloud.clinicA.send(new GetCommand({ TableName, Key: keyOf(pk) })),
  UpdateItem: (pk) =>
    cloud.clinicA.send(
      new UpdateCommand({
        TableName,
        Key: keyOf(pk),
        UpdateExpression: "SET a = :a",
        ExpressionAttributeValues: { ":a": 1 },
      }),
    ),
  Query: (pk) => cloud.clinicA.send(query("pk", pk)),
  "Query of an index": (pk) => cloud.clinicA.send(query("gsi1pk", pk, "gsi1")),
  BatchGetItem: (pk) =>
    cloud.clinicA.send(
      new BatchGetCommand({ RequestItems: { record: { Keys: [keyOf("clinicA#first"), keyOf(pk)] } } }),
    ),
  BatchWriteItem: (pk) =>
    cloud.clinicA.send(
      new BatchWriteCommand({
        RequestItems: {
          record: [
            { PutRequest: { Item: keyOf("clinicA#batch") } },
            { DeleteRequest: { Key: { pk, sk: "another" } } },
          ],
        },
      }),
    ),
  "a put in a transaction": (pk) =>
    cloud.clinicA.send(
      new TransactWriteCommand({
        TransactItems: [
          { Put: { TableName, Item: keyOf("clinicA#part") } },
          { Put: { TableName, Item: { pk, sk: "part" } } },
        ],
      }),
    ),
  "a condition check in a transaction": (pk) =>
    cloud.clinicA.send(
      new TransactWriteCommand({
        TransactItems: [{ Put: { TableName, Item: keyOf("clinicA#part") } }, check(pk)],
      }),
    ),
  "a get in a transaction": (pk) =>
    cloud.clinicA.send(new TransactGetCommand({ TransactItems: [{ Get: { TableName, Key: keyOf(pk) } }] })),
  DeleteItem: (pk) => cloud.clinicA.send(new DeleteCommand({ TableName, Key: keyOf(pk) })),
};

describe("a policy on leading keys", () => {
  it.each(Object.keys(calls))("allows %s on the clinic's own rows", async (name) => {
    await expect(calls[name]?.("clinicA#own")).resolves.toBeDefined();
  });

  it.each(Object.keys(calls))(
    "refuses %s on another clinic's, even if its name begins alike",
    async (name) => {
      for (const pk of ["clinicB#row", "clinicAB#row", "clinicA"])
        expect((await refusal(calls[name]?.(pk) ?? Promise.resolve())).name).toBe("AccessDeniedException");
    },
  );

  it("writes nothing of a transaction or batch with one foreign part", async () => {
    for (const name of ["a put in a transaction", "a condition check in a transaction", "BatchWriteItem"])
      await refusal(calls[name]?.("clinicB#row") ?? Promise.resolve());
    const rows = await cloud.owner.send(
      new ScanCommand({
        TableName,
        FilterExpression: "sk = :p",
        ExpressionAttributeValues: { ":p": "part" },
      }),
    );
    expect(rows.Items?.filter(({ pk }) => !String(pk).startsWith("clinicA#"))).toEqual([]);
    expect(
      (await cloud.owner.send(new GetCommand({ TableName, Key: { pk: "clinicB#row", sk: "part" } }))).Item,
    ).toBeUndefined();
  });

  it("never allows a scan, which has no leading key", async () => {
    expect((await refusal(cloud.clinicA.send(new ScanCommand({ TableName })))).name).toBe(
      "AccessDeniedException",
    );
    expect((await refusal(cloud.clinicA.send(new ScanCommand({ TableName, IndexName: "gsi1" })))).name).toBe(
      "AccessDeniedException",
    );
  });

  it("does not let a cursor lead out of the queried partition", async () => {
    await cloud.owner.send(new PutCommand({ TableName, Item: keyOf("clinicB#row") }));
    const stolen = query("pk", "clinicA#own");
    stolen.input.ExclusiveStartKey = { pk: "clinicB#row", sk: "0" };
    expect((await refusal(cloud.clinicA.send(stolen))).name).toBe("ValidationException");
  });
});

it("judges each part of a transaction by its own action", async () => {
  const put = { Put: { TableName, Item: keyOf("clinicA#w") } };
  await cloud.writerA.send(new TransactWriteCommand({ TransactItems: [put] }));
  const parts = [check("clinicA#other"), { Delete: { TableName, Key: keyOf("clinicA#other") } }];
  for (const part of parts) {
    const refused = await refusal(
      cloud.writerA.send(new TransactWriteCommand({ TransactItems: [put, part] })),
    );
    expect(refused.name).toBe("AccessDeniedException");
  }
});

it("judges a part by its own table", async () => {
  const foreign = { Put: { TableName: "other", Item: keyOf("clinicA#w") } };
  const own = { Put: { TableName, Item: keyOf("clinicA#v") } };
  const refused = await refusal(
    cloud.clinicA.send(new TransactWriteCommand({ TransactItems: [own, foreign] })),
  );
  expect(refused.message).toContain("table/other");
});

it("refuses a missing table to those who may not ask, and tells the others", async () => {
  const get = new GetCommand({ TableName: "nowhere", Key: keyOf("clinicA#x") });
  expect((await refusal(cloud.clinicA.send(get))).name).toBe("AccessDeniedException");
  expect((await refusal(cloud.owner.send(get))).name).toBe("ResourceNotFoundException");
});

it("lets only the root create tables, and has them active at once", async () => {
  const create = new CreateTableCommand({
    TableName: "later",
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
  });
  expect((await refusal(cloud.owner.send(create))).name).toBe("AccessDeniedException");
  const root = new DynamoDBClient(cloud.root);
  await root.send(create);
  const { Table } = await root.send(new DescribeTableCommand({ TableName: "later" }));
  expect(Table).toMatchObject({
    TableStatus: "ACTIVE",
    TableArn: "arn:aws:dynamodb:us-east-1:111122223333:table/later",
  });
});
