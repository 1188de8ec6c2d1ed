import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { refusal, startTables } from "./table.fixture.ts";

const TableName = "record";
let cloud: Awaited<ReturnType<typeof startTables>>;
beforeAll(async () => (cloud = await startTables()));
afterAll(() => cloud.close());

const put = (more: object) =>
  cloud.owner.send(new PutCommand({ TableName, Item: { pk: "p", sk: "1", ...more } }));
const nameOf = async (call: Promise<unknown>) => (await refusal(call)).name;

/** Names of attributes, numbered. */
const names = (count: number, first = 0) => Array.from({ length: count }, (_, place) => `a${first + place}`);

const create = (table: string, ...projected: readonly (readonly string[])[]) =>
  new DynamoDBClient(cloud.root).send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      GlobalSecondaryIndexes: projected.map((NonKeyAttributes, place) => ({
        IndexName: `index${place}`,
        KeySchema: [{ AttributeName: "pk", KeyType: "HASH" as const }],
        Projection: { ProjectionType: "INCLUDE" as const, NonKeyAttributes: [...NonKeyAttributes] },
      })),
    }),
  );

describe("an index", () => {
  it("names 20 attributes and not 21, and those of a table 100 together", async () => {
    await expect(create("twenty", names(20))).resolves.toBeDefined();
    expect(await nameOf(create("more", names(21)))).toBe("ValidationException");
    const five = [0, 20, 40, 60, 80].map((first) => names(20, first));
    await expect(create("hundred", ...five)).resolves.toBeDefined();
    expect(await nameOf(create("above", ...five, names(1, 100)))).toBe("ValidationException");
  });
});

describe("a row", () => {
  // Two bytes each in UTF-8.
  const wide = (count: number) => "é".repeat(count);

  it("holds 400 KB, counted in bytes", async () => {
    const room = 400 * 1024 - "pkpsk1text".length;
    await expect(put({ text: wide(room / 2) })).resolves.toBeDefined();
    expect(await nameOf(put({ text: `${wide(room / 2)}.` }))).toBe("ValidationException");
    const update = new UpdateCommand({
      TableName,
      Key: { pk: "p", sk: "1" },
      UpdateExpression: "SET more = :more",
      ExpressionAttributeValues: { ":more": "." },
    });
    expect(await nameOf(cloud.owner.send(update))).toBe("ValidationException");
    const transaction = new TransactWriteCommand({
      TransactItems: [{ Put: { TableName, Item: { pk: "t", sk: "1", text: wide(room) } } }],
    });
    expect(await nameOf(cloud.owner.send(transaction))).toMatch(/ValidationException|TransactionCanceled/u);
  });

  it.each([
    ["a partition key of 2048 bytes", { pk: wide(1024) }, { pk: wide(1025) }],
    ["a sort key of 1024 bytes", { sk: wide(512) }, { sk: wide(513) }],
    ["a partition key of an index", { gsi1pk: wide(1024), gsi1sk: "1" }, { gsi1pk: wide(1025), gsi1sk: "1" }],
    ["a sort key of an index", { gsi1pk: "p", gsi1sk: wide(512) }, { gsi1pk: "p", gsi1sk: wide(513) }],
  ])("has %s and no more", async (_, fits, over) => {
    await expect(put(fits)).resolves.toBeDefined();
    expect(await nameOf(put(over))).toBe("ValidationException");
  });

  it("is not asked for by a key that is too long, or empty", async () => {
    for (const pk of [wide(1025), ""]) {
      const Key = { pk, sk: "1" };
      expect(await nameOf(cloud.owner.send(new GetCommand({ TableName, Key })))).toBe("ValidationException");
      expect(await nameOf(cloud.owner.send(new DeleteCommand({ TableName, Key })))).toBe(
        "ValidationException",
      );
    }
  });
});

describe("a call", () => {
  it("has expressions of 4 KB and no longer", async () => {
    const condition = (bytes: number) =>
      `attribute_exists(${"n".repeat(bytes - "attribute_exists()".length)})`;
    const attempt = (bytes: number) =>
      refusal(
        cloud.owner.send(
          new PutCommand({ TableName, Item: { pk: "c", sk: "1" }, ConditionExpression: condition(bytes) }),
        ),
      );
    expect((await attempt(4097)).message).toMatch(/Expression size has exceeded/u);
    expect((await attempt(4096)).message).not.toMatch(/Expression size has exceeded/u);
  });

  it("writes 25 rows in a batch, over all its tables", async () => {
    const puts = (count: number) =>
      Array.from({ length: count }, (_, sk) => ({ PutRequest: { Item: { pk: "b", sk: String(sk) } } }));
    const batch = (record: number, other: number) =>
      cloud.owner.send(new BatchWriteCommand({ RequestItems: { record: puts(record), other: puts(other) } }));
    await expect(batch(20, 5)).resolves.toBeDefined();
    expect(await nameOf(batch(20, 6))).toBe("ValidationException");
  });
});
