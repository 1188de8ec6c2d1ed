import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  BatchWriteCommand,
  DeleteCommand,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { afterEach, beforeEach, expect, it } from "vitest";
import { refusal, startTables } from "./table.fixture.ts";

const TableName = "record";
const DAY_SECONDS = 24 * 60 * 60;

let cloud: Awaited<ReturnType<typeof startTables>>;
beforeEach(async () => (cloud = await startTables({ timeToLive: { record: "endsAt" } })));
afterEach(() => cloud.close());

/** What the stream tells of one partition key. */
async function told(pk: string) {
  const stream = cloud.service.streams.admit(cloud.principal("owner"), TableName);
  const shards = await Promise.all(stream.shardIDs.map((id) => stream.poll(id, undefined, 1000)));
  return shards.flat().filter(({ dynamodb }) => dynamodb.Keys["pk"]?.["S"] === pk);
}

const put = (pk: string, more: object = {}) =>
  cloud.owner.send(new PutCommand({ TableName, Item: { pk, sk: "1", ...more } }));
const remove = (pk: string) => cloud.owner.send(new DeleteCommand({ TableName, Key: { pk, sk: "1" } }));

it("tells of a row's life in order, with both images", async () => {
  await put("life", { state: "open" });
  await cloud.owner.send(
    new UpdateCommand({
      TableName,
      Key: { pk: "life", sk: "1" },
      UpdateExpression: "SET #s = :s",
      ExpressionAttributeNames: { "#s": "state" },
      ExpressionAttributeValues: { ":s": "closed" },
    }),
  );
  await remove("life");
  const records = await told("life");
  const [open, closed] = ["open", "closed"].map((state) => ({
    pk: { S: "life" },
    sk: { S: "1" },
    state: { S: state },
  }));
  expect(records.map(({ eventName, dynamodb }) => [eventName, dynamodb.OldImage, dynamodb.NewImage])).toEqual(
    [
      ["INSERT", undefined, open],
      ["MODIFY", open, closed],
      ["REMOVE", closed, undefined],
    ],
  );
  const numbers = records.map(({ dynamodb }) => dynamodb.SequenceNumber);
  expect(numbers).toEqual(numbers.toSorted());
  expect(numbers[0]).toMatch(/^\d{21,40}$/u);
  expect(new Set(records.map(({ eventID }) => eventID)).size).toBe(3);
  expect(records[0]).toMatchObject({
    eventSource: "aws:dynamodb",
    eventSourceARN: expect.stringMatching(/:table\/record\/stream\/\d{4}-\d\d-\d\dT[\d:.]+$/u) as string,
    dynamodb: { Keys: { pk: { S: "life" }, sk: { S: "1" } }, StreamViewType: "NEW_AND_OLD_IMAGES" },
  });
});

it("is silent about what changed nothing, and about what was refused", async () => {
  await put("same", { list: ["a"], map: { b: 1 } });
  await put("same", { map: { b: 1 }, list: ["a"] });
  await remove("absent");
  const twice = { TableName, Item: { pk: "same", sk: "1" }, ConditionExpression: "attribute_not_exists(pk)" };
  await refusal(cloud.owner.send(new PutCommand(twice)));
  expect(await told("same")).toHaveLength(1);
  expect(await told("absent")).toEqual([]);
});

it("tells of every row of a batch and of a transaction, and of none of a cancelled one", async () => {
  const items = ["1", "2"].map((sk) => ({ pk: "many", sk }));
  await cloud.owner.send(
    new BatchWriteCommand({ RequestItems: { record: items.map((Item) => ({ PutRequest: { Item } })) } }),
  );
  const change = (pk: string, ...more: readonly object[]) =>
    cloud.owner.send(
      new TransactWriteCommand({
        TransactItems: [
          { Put: { TableName, Item: { pk, sk: "3" } } },
          { Put: { TableName: "other", Item: { pk, sk: "3" } } },
          ...more,
        ],
      }),
    );
  await change("many");
  await refusal(
    change("never", {
      ConditionCheck: { TableName, Key: { pk: "no", sk: "no" }, ConditionExpression: "attribute_exists(pk)" },
    }),
  );
  const keys = (await told("many")).map(({ dynamodb }) => String(dynamodb.Keys["sk"]?.["S"]));
  expect(keys.toSorted()).toEqual(["1", "2", "3"]);
  expect(await told("never")).toEqual([]);
});

it("forgets what is older than a day, and reads on behind it", async () => {
  await put("old");
  cloud.advance(DAY_SECONDS + 1);
  expect(await told("old")).toEqual([]);
  cloud.advance(-DAY_SECONDS - 1);
  expect(await told("old")).toHaveLength(1);
  cloud.advance(DAY_SECONDS + 1);
  await cloud.service.expireRows();
  cloud.advance(-DAY_SECONDS - 1);
  expect(await told("old")).toEqual([]);
});

it("keeps its records and goes on counting from one start to the next", async () => {
  const path = await mkdtemp(join(tmpdir(), "stream-"));
  await cloud.close();
  cloud = await startTables({ directory: { path } });
  await put("kept");
  const before = await told("kept");
  await cloud.close();
  cloud = await startTables({ directory: { path } });
  await put("kept", { state: "changed" });
  const after = await told("kept");
  expect(after).toHaveLength(2);
  expect(after[0]).toEqual(before[0]);
  const [first = "", second = ""] = after.map(({ dynamodb }) => dynamodb.SequenceNumber);
  expect(second > first).toBe(true);
  await rm(path, { recursive: true });
});

it("is for the roles that may do all that Lambda does under them", async () => {
  expect(() => cloud.service.streams.admit(cloud.principal("clinic"), TableName)).toThrow(/not authorized/u);
});

it("ends rows past their time as a service, and leaves what is not, is no number, or is long past", async () => {
  const now = Math.floor(Date.now() / 1000);
  await put("past", { endsAt: now - 1 });
  await put("future", { endsAt: now + 60 });
  await put("text", { endsAt: String(now - 1) });
  await put("mistake", { endsAt: now - 6 * 365 * DAY_SECONDS });
  await put("without");
  expect(await cloud.service.expireRows()).toBe(1);
  const [, ended] = await told("past");
  expect(ended).toMatchObject({
    eventName: "REMOVE",
    userIdentity: { type: "Service", principalId: "dynamodb.amazonaws.com" },
    dynamodb: { OldImage: { endsAt: { N: String(now - 1) } } },
  });
  for (const pk of ["future", "text", "mistake", "without"]) expect(await told(pk)).toHaveLength(1);
  cloud.advance(120);
  expect(await cloud.service.expireRows()).toBe(1);
  expect(await told("future")).toHaveLength(2);
});
