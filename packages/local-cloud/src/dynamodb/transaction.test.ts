import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import {
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { refusal, startTables } from "./table.fixture.ts";

let cloud: Awaited<ReturnType<typeof startTables>>;
beforeAll(async () => (cloud = await startTables()));
afterAll(() => cloud.close());

const put = (pk: string, more: object = {}) => ({
  Put: { TableName: "record", Item: { pk, sk: "a", ...more } },
});
const get = async (pk: string) =>
  (await cloud.owner.send(new GetCommand({ TableName: "record", Key: { pk, sk: "a" } }))).Item;
const transact = (...TransactItems: object[]) =>
  cloud.owner.send(new TransactWriteCommand({ TransactItems } as never));

it("writes all parts and their index rows, or nothing", async () => {
  await transact(put("t1", { gsi1pk: "i1", gsi1sk: "1" }), {
    Update: {
      TableName: "other",
      Key: { pk: "t1", sk: "a" },
      UpdateExpression: "ADD amount :one",
      ExpressionAttributeValues: { ":one": 1 },
    },
  });
  const query = new QueryCommand({
    TableName: "record",
    IndexName: "gsi1",
    KeyConditionExpression: "gsi1pk = :p",
    ExpressionAttributeValues: { ":p": "i1" },
  });
  expect((await cloud.owner.send(query)).Items).toEqual([{ pk: "t1", sk: "a", gsi1pk: "i1", gsi1sk: "1" }]);

  const refused = await refusal(
    transact(put("t2"), put("t3", { gsi1pk: "i1", gsi1sk: "2" }), {
      ConditionCheck: {
        TableName: "other",
        Key: { pk: "t1", sk: "a" },
        ConditionExpression: "amount = :two",
        ExpressionAttributeValues: { ":two": 2 },
      },
    }),
  );
  expect(refused.name).toBe("TransactionCanceledException");
  expect(await get("t2")).toBeUndefined();
  expect(await get("t3")).toBeUndefined();
  expect((await cloud.owner.send(query)).Count).toBe(1);
});

it("gives one reason per part, in order, with the old item where it was asked for", async () => {
  await cloud.owner.send(
    new PutCommand({ TableName: "record", Item: { pk: "old", sk: "a", state: "open" } }),
  );
  const condition = { ConditionExpression: "attribute_not_exists(pk)" };
  const cancelled = await refusal(
    transact(
      put("fresh"),
      { Put: { ...put("old").Put, ...condition, ReturnValuesOnConditionCheckFailure: "ALL_OLD" } },
      {
        Delete: {
          TableName: "record",
          Key: { pk: "gone", sk: "a" },
          ConditionExpression: "attribute_exists(pk)",
        },
      },
    ),
  );
  expect(cancelled).toBeInstanceOf(TransactionCanceledException);
  expect(cancelled["CancellationReasons"]).toMatchObject([
    { Code: "None" },
    { Code: "ConditionalCheckFailed", Item: { pk: { S: "old" }, sk: { S: "a" }, state: { S: "open" } } },
    { Code: "ConditionalCheckFailed" },
  ]);
  expect(cancelled["CancellationReasons"]).not.toHaveProperty("2.Item");
});

it("refuses two operations on one item, no items, 101 items and an unknown table", async () => {
  expect((await refusal(transact(put("d"), put("d")))).message).toContain("multiple operations on one item");
  expect((await refusal(transact())).name).toBe("ValidationException");
  const many = Array.from({ length: 101 }, (_, index) => put(`m${index}`));
  expect((await refusal(transact(...many))).name).toBe("ValidationException");
  await transact(...many.slice(1));
  expect(await get("m100")).toBeDefined();
  const unknown = { Put: { TableName: "nowhere", Item: { pk: "a", sk: "a" } } };
  expect((await refusal(transact(put("u"), unknown))).name).toBe("ResourceNotFoundException");
  expect(await get("u")).toBeUndefined();
});

it("applies one client token once, and refuses it with other parameters until it is ten minutes old", async () => {
  const add = (by: number) =>
    cloud.owner.send(
      new TransactWriteCommand({
        ClientRequestToken: "token-1",
        TransactItems: [
          {
            Update: {
              TableName: "record",
              Key: { pk: "counter", sk: "a" },
              UpdateExpression: "ADD amount :by",
              ExpressionAttributeValues: { ":by": by },
            },
          },
        ],
      }),
    );
  await add(1);
  await add(1);
  expect(await get("counter")).toMatchObject({ amount: 1 });
  expect((await refusal(add(2))).name).toBe("IdempotentParameterMismatchException");
  cloud.advance(601);
  await add(2);
  expect(await get("counter")).toMatchObject({ amount: 3 });
});

it("knows its client tokens from one start to the next, and forgets them with their rows' time", async () => {
  const path = await mkdtemp(join(tmpdir(), "token-"));
  const first = await startTables({ directory: { path } });
  const once = (pk: string, ClientRequestToken = "kept") =>
    new TransactWriteCommand({
      ClientRequestToken,
      TransactItems: [{ Put: { ...put(pk).Put, ConditionExpression: "attribute_not_exists(pk)" } }],
    });
  await first.owner.send(once("k1"));
  expect((await refusal(first.owner.send(once("k1", "refused")))).name).toBe("TransactionCanceledException");
  await first.close();

  const second = await startTables({ directory: { path } });
  await second.owner.send(once("k1"));
  expect((await refusal(second.owner.send(once("k2")))).name).toBe("IdempotentParameterMismatchException");
  await second.owner.send(once("k3", "refused"));
  second.advance(601);
  await second.service.expireRows();
  await second.owner.send(once("k2"));
  await second.close();
  await rm(path, { recursive: true });
});

it.each(["", "t".repeat(37)])("refuses %j as a client token", async (ClientRequestToken) => {
  const call = new TransactWriteCommand({ ClientRequestToken, TransactItems: [put("long")] });
  expect((await refusal(cloud.owner.send(call))).name).toBe("ValidationException");
  expect(await get("long")).toBeUndefined();
});

it("never lets a reader see half of a transaction", async () => {
  const both = ["x", "y"];
  const write = (round: number) => transact(...both.map((pk) => put(pk, { round })));
  await write(0);
  const rounds = Array.from({ length: 20 }, (_, index) => write(index + 1));
  const reads = Array.from({ length: 20 }, async () => {
    const TransactItems = both.map((pk) => ({ Get: { TableName: "record", Key: { pk, sk: "a" } } }));
    const { Responses } = await cloud.owner.send(new TransactGetCommand({ TransactItems }));
    return Responses?.map((response) => response.Item?.["round"] as number);
  });
  await Promise.all(rounds);
  for (const seen of await Promise.all(reads)) expect(seen?.[0]).toBe(seen?.[1]);
});

it("loses no increment of many at once", async () => {
  const update = new UpdateCommand({
    TableName: "record",
    Key: { pk: "busy", sk: "a" },
    UpdateExpression: "ADD amount :one",
    ExpressionAttributeValues: { ":one": 1 },
  });
  await Promise.all(Array.from({ length: 50 }, () => cloud.owner.send(update)));
  expect(await get("busy")).toMatchObject({ amount: 50 });
});
