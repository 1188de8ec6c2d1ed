import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { BatchWriteCommand, DeleteCommand, TransactGetCommand } from "@aws-sdk/lib-dynamodb";
import { TransactWriteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ObservedCall, PartitionUse } from "../aws/use.ts";
import { refusal, startTables } from "./table.fixture.ts";

const TableName = "listed";
/** Bytes of `{ pk: "p", sk: "1" }` and of the name `text`. */
const [KEY_BYTES, NAME_BYTES] = [6, 4];

let cloud: Awaited<ReturnType<typeof startTables>>;
let owner: DynamoDBDocumentClient;
beforeAll(async () => {
  cloud = await startTables();
  owner = cloud.owner;
  // Two indexes, of which one holds `state` beside the keys and the other the keys alone.
  const key = (name: string, range: string) => [
    { AttributeName: name, KeyType: "HASH" as const },
    { AttributeName: range, KeyType: "RANGE" as const },
  ];
  const names = ["pk", "sk", "queue", "at", "person"];
  const create = new CreateTableCommand({
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: key("pk", "sk"),
    AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    GlobalSecondaryIndexes: [
      {
        IndexName: "byQueue",
        KeySchema: key("queue", "at"),
        Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["state"] },
      },
      { IndexName: "byPerson", KeySchema: key("person", "sk"), Projection: { ProjectionType: "KEYS_ONLY" } },
    ],
  });
  await new DynamoDBClient(cloud.root).send(create);
});
afterAll(() => cloud.close());

/** What is billed while `work` runs: `[index or table, partition, read units, write units]`. */
async function billed(work: () => Promise<unknown>) {
  const uses = await used(work);
  return uses.map(({ tableName, indexName, partitionKey, readUnits, writeUnits }) => [
    indexName ?? tableName,
    partitionKey,
    readUnits,
    writeUnits,
  ]);
}

async function used(work: () => Promise<unknown>): Promise<readonly PartitionUse[]> {
  const calls: ObservedCall[] = [];
  const stop = cloud.observe((call) => calls.push(call));
  try {
    await work();
  } finally {
    stop();
  }
  return calls.flatMap(({ partitions = [] }) => partitions);
}

const textOf = (rowBytes: number) => "x".repeat(rowBytes - KEY_BYTES - NAME_BYTES);
const put = (pk: string, more: object = {}) =>
  owner.send(new PutCommand({ TableName, Item: { pk, sk: "1", ...more } }));
const set = (pk: string, name: string, value: string) => ({
  TableName,
  Key: { pk, sk: "1" },
  UpdateExpression: "SET #n = :v",
  ExpressionAttributeNames: { "#n": name },
  ExpressionAttributeValues: { ":v": value },
});

describe("a write is billed", () => {
  it.each([
    [1024, 1],
    [1025, 2],
    [5000, 5],
  ])("by the started KB: %i bytes are %i", async (rowBytes, units) => {
    expect(await billed(() => put("p", { text: textOf(rowBytes) }))).toEqual([[TableName, "p", 0, units]]);
    await owner.send(new DeleteCommand({ TableName, Key: { pk: "p", sk: "1" } }));
  });

  it("by the larger of the row before and after, and one unit where there is none", async () => {
    await put("q", { text: textOf(3000) });
    const small = () => put("q");
    const remove = () => owner.send(new DeleteCommand({ TableName, Key: { pk: "q", sk: "1" } }));
    expect(await billed(small)).toEqual([[TableName, "q", 0, 3]]);
    expect(await billed(remove)).toEqual([[TableName, "q", 0, 1]]);
    expect(await billed(remove)).toEqual([[TableName, "q", 0, 1]]);
  });

  it("for each index entry that changes, and twice when the entry moves", async () => {
    const keys = { queue: "one", at: "t1", person: "ann" };
    const made = () => put("i", { ...keys, state: "open", text: textOf(2500) });
    expect(await billed(made)).toEqual([
      [TableName, "i", 0, 3],
      ["byQueue", "one", 0, 1],
      ["byPerson", "ann", 0, 1],
    ]);
    const update = (name: string, value: string) => () =>
      owner.send(new UpdateCommand(set("i", name, value)));
    expect(await billed(update("text", "short"))).toEqual([[TableName, "i", 0, 3]]);
    expect(await billed(update("state", "claimed"))).toEqual([
      [TableName, "i", 0, 1],
      ["byQueue", "one", 0, 1],
    ]);
    expect(await billed(update("queue", "two"))).toEqual([
      [TableName, "i", 0, 1],
      ["byQueue", "one", 0, 1],
      ["byQueue", "two", 0, 1],
    ]);
    expect(await billed(() => put("i"))).toEqual([
      [TableName, "i", 0, 1],
      ["byQueue", "two", 0, 1],
      ["byPerson", "ann", 0, 1],
    ]);
  });

  it("twice in a transaction, checks too, but its index entries once", async () => {
    await put("checked", { text: textOf(1500) });
    const TransactItems = [
      { Put: { TableName, Item: { pk: "t", sk: "1", queue: "one", at: "t1" } } },
      {
        ConditionCheck: {
          TableName,
          Key: { pk: "checked", sk: "1" },
          ConditionExpression: "attribute_exists(pk)",
        },
      },
    ];
    const transact = () =>
      owner.send(new TransactWriteCommand({ TransactItems, ClientRequestToken: "units-1" }));
    expect(await billed(transact)).toEqual([
      [TableName, "t", 0, 2],
      ["byQueue", "one", 0, 1],
      [TableName, "checked", 0, 4],
    ]);
    // The same once more is read and not written.
    expect(await billed(transact)).toEqual([
      [TableName, "t", 2, 0],
      [TableName, "checked", 2, 0],
    ]);
  });
});

it("tells by how much the stored data grew, with 100 bytes for each row and entry", async () => {
  const grown = async (work: () => Promise<unknown>) =>
    (await used(work)).map(({ storedBytes }) => storedBytes);
  const row = KEY_BYTES + "person".length + "ann".length;
  expect(await grown(() => put("s", { person: "ann" }))).toEqual([row + 100, row + 100]);
  expect(await grown(() => put("s"))).toEqual([-("person".length + "ann".length), -(row + 100)]);
});

describe("a read is billed", () => {
  const get = (pk: string, ConsistentRead: boolean) => () =>
    owner.send(new GetCommand({ TableName, Key: { pk, sk: "1" }, ConsistentRead }));
  const query =
    (name: string, value: string, more: object = {}) =>
    () =>
      owner.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: "#n = :v",
          ExpressionAttributeNames: { "#n": name },
          ExpressionAttributeValues: { ":v": value },
          ...more,
        }),
      );

  it("by the started 4 KB, half where it need not be consistent, and the least where nothing is", async () => {
    await put("r", { text: textOf(4097) });
    expect(await billed(get("r", true))).toEqual([[TableName, "r", 2, 0]]);
    expect(await billed(get("r", false))).toEqual([[TableName, "r", 1, 0]]);
    expect(await billed(get("none", true))).toEqual([[TableName, "none", 1, 0]]);
    expect(await billed(get("none", false))).toEqual([[TableName, "none", 0.5, 0]]);
    expect(await billed(query("pk", "none"))).toEqual([[TableName, "none", 0.5, 0]]);
  });

  it("once for a page of a query: together, before its filter, and by what the index holds", async () => {
    for (const sk of ["1", "2", "3"])
      await owner.send(
        new PutCommand({
          TableName,
          Item: { pk: "many", sk, queue: "long", at: sk, text: textOf(1400) },
        }),
      );
    const filter = { FilterExpression: "attribute_exists(nothing)", ConsistentRead: true };
    expect(await billed(query("pk", "many", filter))).toEqual([[TableName, "many", 2, 0]]);
    expect(await billed(query("queue", "long", { IndexName: "byQueue" }))).toEqual([
      ["byQueue", "long", 0.5, 0],
    ]);
  });

  it("and not told of to who did not ask for it", async () => {
    const answer = await owner.send(new GetCommand({ TableName, Key: { pk: "r", sk: "1" } }));
    expect(answer).not.toHaveProperty("ConsumedCapacity");
  });
});

describe("who asks is told what a call cost", () => {
  const row = { pk: "told", sk: "1", queue: "one", at: "t1", text: textOf(1200) };
  const indexed = {
    TableName,
    CapacityUnits: 4,
    Table: { CapacityUnits: 2 },
    GlobalSecondaryIndexes: { byQueue: { CapacityUnits: 1 }, byPerson: { CapacityUnits: 1 } },
  };

  it("in all, or the table and each index beside it", async () => {
    const told = async (ReturnConsumedCapacity: "TOTAL" | "INDEXES", pk: string) => {
      const Item = { ...row, pk, person: "ann" };
      const answer = await owner.send(new PutCommand({ TableName, Item, ReturnConsumedCapacity }));
      return answer.ConsumedCapacity;
    };
    expect(await told("TOTAL", "told1")).toEqual({ TableName, CapacityUnits: 4 });
    expect(await told("INDEXES", "told2")).toEqual(indexed);
  });

  it("of a batch, and of a transaction that counts twice", async () => {
    const batch = await owner.send(
      new BatchWriteCommand({
        RequestItems: {
          [TableName]: ["told3", "told4"].map((pk) => ({ PutRequest: { Item: { ...row, pk } } })),
        },
        ReturnConsumedCapacity: "TOTAL",
      }),
    );
    expect(batch.ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 6 }]);
    const write = await owner.send(
      new TransactWriteCommand({
        TransactItems: [{ Put: { TableName, Item: { pk: "told5", sk: "1", text: textOf(1200) } } }],
        ReturnConsumedCapacity: "TOTAL",
      }),
    );
    expect(write.ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 4 }]);
    const read = await owner.send(
      new TransactGetCommand({
        TransactItems: ["told5", "none"].map((pk) => ({ Get: { TableName, Key: { pk, sk: "1" } } })),
        ReturnConsumedCapacity: "TOTAL",
      }),
    );
    expect(read.ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 4 }]);
  });

  it("by bytes and not by characters", async () => {
    const Item = { pk: "wide", sk: "1", text: "é".repeat(600) };
    expect(await billed(() => owner.send(new PutCommand({ TableName, Item })))).toEqual([
      [TableName, "wide", 0, 2],
    ]);
  });
});

it("tells nothing of a call that was refused", async () => {
  await put("kept");
  const again = new PutCommand({
    TableName,
    Item: { pk: "kept", sk: "1" },
    ConditionExpression: "attribute_not_exists(pk)",
  });
  expect(await used(() => refusal(owner.send(again)))).toEqual([]);
});
