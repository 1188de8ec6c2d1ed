import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterEach, beforeEach, expect, it } from "vitest";
import { refusal, startTables } from "./table.fixture.ts";

const TableName = "record";
const DAY_SECONDS = 24 * 60 * 60;

interface Answer {
  readonly Streams: readonly { readonly StreamArn: string; readonly TableName: string }[];
  readonly LastEvaluatedStreamArn?: string;
  readonly StreamDescription: { readonly Shards: readonly { readonly ShardId: string }[] };
  readonly ShardIterator: string;
  readonly NextShardIterator: string;
  readonly Records: readonly {
    readonly eventSourceARN?: string;
    readonly userIdentity?: object;
    readonly dynamodb: { readonly SequenceNumber: string };
  }[];
}

let cloud: Awaited<ReturnType<typeof startTables>>;
beforeEach(async () => (cloud = await startTables({ timeToLive: { record: "endsAt" } })));
afterEach(() => cloud.close());

/** Calls as a role may, without HTTP between. */
async function call(operation: string, input: object, role = "owner"): Promise<Answer> {
  const run = cloud.service.streamsService.operations[operation];
  return (await run?.(input as never, cloud.principal(role))) as Answer;
}
const put = (pk: string, more: object = {}) =>
  cloud.owner.send(new PutCommand({ TableName, Item: { pk, sk: "1", ...more } }));
async function streamArn() {
  return (await call("ListStreams", { TableName })).Streams[0]?.StreamArn ?? "";
}
/** The shard in which a row of this partition is told of; there is only that one row. */
async function shard() {
  const StreamArn = await streamArn();
  const { Shards } = (await call("DescribeStream", { StreamArn })).StreamDescription;
  for (const { ShardId } of Shards) {
    const place = { StreamArn, ShardId };
    const { ShardIterator } = await call("GetShardIterator", { ...place, ShardIteratorType: "TRIM_HORIZON" });
    const { Records } = await call("GetRecords", { ShardIterator });
    if (Records.length > 0) return { place, ShardIterator, Records };
  }
  throw new Error("No shard tells of anything.");
}

it("lists all streams in pages, and refuses what it does not know", async () => {
  const first = await call("ListStreams", { Limit: 1 });
  const second = await call("ListStreams", { ExclusiveStartStreamArn: first.LastEvaluatedStreamArn });
  const names = [...first.Streams, ...second.Streams].map((stream) => stream.TableName);
  expect(names).toEqual(["other", "record"]);
  expect(second.LastEvaluatedStreamArn).toBeUndefined();
  const filtered = { StreamArn: await streamArn(), ShardFilter: { Type: "CHILD_SHARDS", ShardId: "a" } };
  expect((await refusal(call("DescribeStream", filtered))).message).toContain("ShardFilter");
});

it("has an iterator end after fifteen minutes, and gives a fresh one with each answer", async () => {
  await put("row");
  const { ShardIterator } = await shard();
  cloud.advance(14 * 60);
  const { NextShardIterator } = await call("GetRecords", { ShardIterator });
  cloud.advance(2 * 60);
  const refused = await refusal(call("GetRecords", { ShardIterator }));
  expect(refused).toMatchObject({ code: "ExpiredIteratorException" });
  expect((await call("GetRecords", { ShardIterator: NextShardIterator })).Records).toEqual([]);
});

it.each([false, true])("tells that a place is trimmed, removed: %s", async (isRemoved) => {
  await put("row");
  const { place, Records } = await shard();
  cloud.advance(10 * 60);
  await put("row", { state: "later" });
  cloud.advance(DAY_SECONDS - 11 * 60);
  const { ShardIterator } = await call("GetShardIterator", { ...place, ShardIteratorType: "TRIM_HORIZON" });
  cloud.advance(61);
  if (isRemoved) await cloud.service.expireRows();
  const trimmed = { code: "TrimmedDataAccessException" };
  expect(await refusal(call("GetRecords", { ShardIterator }))).toMatchObject(trimmed);
  const SequenceNumber = Records[0]?.dynamodb.SequenceNumber;
  for (const ShardIteratorType of ["AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"]) {
    const input = { ...place, ShardIteratorType, SequenceNumber };
    expect(await refusal(call("GetShardIterator", input))).toMatchObject(trimmed);
  }
  const { Records: left } = await shard();
  expect(left).toHaveLength(1);
});

it("goes on where it was over a restart, and knows what was trimmed", async () => {
  const path = await mkdtemp(join(tmpdir(), "streams-"));
  await cloud.close();
  cloud = await startTables({ directory: { path } });
  await put("row");
  const { place, ShardIterator, Records } = await shard();
  const { NextShardIterator } = await call("GetRecords", { ShardIterator });
  await cloud.close();
  cloud = await startTables({ directory: { path } });
  await put("row", { state: "later" });
  expect((await call("GetRecords", { ShardIterator: NextShardIterator })).Records).toHaveLength(1);
  cloud.advance(DAY_SECONDS + 1);
  await cloud.service.expireRows();
  await cloud.close();
  cloud = await startTables({ directory: { path } });
  const SequenceNumber = Records[0]?.dynamodb.SequenceNumber;
  const at = { ...place, ShardIteratorType: "AT_SEQUENCE_NUMBER", SequenceNumber };
  expect(await refusal(call("GetShardIterator", at))).toMatchObject({ code: "TrimmedDataAccessException" });
  await cloud.close();
  await rm(path, { recursive: true });
  cloud = await startTables();
});

it("refuses a number of another shard, and one that is not yet", async () => {
  await put("row");
  const { place, Records } = await shard();
  const [number = ""] = Records.map(({ dynamodb }) => dynamodb.SequenceNumber);
  const { Shards } = (await call("DescribeStream", { StreamArn: place.StreamArn })).StreamDescription;
  const other = Shards.find(({ ShardId }) => ShardId !== place.ShardId)?.ShardId;
  const type = { ShardIteratorType: "AT_SEQUENCE_NUMBER" };
  for (const input of [
    { ...place, ...type, ShardId: other, SequenceNumber: number },
    { ...place, ...type, SequenceNumber: String(BigInt(number) + 1n) },
    { ...place, ...type, SequenceNumber: "1" },
  ])
    expect(await refusal(call("GetShardIterator", input))).toMatchObject({ code: "ValidationException" });
});

it("shows records as the API does: without the stream's ARN, and the service that expired a row", async () => {
  await put("row", { endsAt: Math.floor(Date.now() / 1000) - 1 });
  await cloud.service.expireRows();
  const { Records } = await shard();
  expect(Records[1]?.userIdentity).toEqual({ Type: "Service", PrincipalId: "dynamodb.amazonaws.com" });
  expect(Records[0]).not.toHaveProperty("eventSourceARN");
});

it("gives at most a megabyte at once, and the rest behind it", async () => {
  for (const state of ["a", "b", "c", "d"]) await put("row", { state: state.repeat(300_000) });
  await cloud.owner.send(new DeleteCommand({ TableName, Key: { pk: "row", sk: "1" } }));
  let { ShardIterator } = await shard();
  const counts: number[] = [];
  for (let left = 5; left > 0;) {
    const { Records, NextShardIterator } = await call("GetRecords", { ShardIterator });
    counts.push(Records.length);
    left -= Records.length;
    ShardIterator = NextShardIterator;
  }
  expect(counts.length).toBeGreaterThan(1);
  expect(counts.every((count) => count > 0)).toBe(true);
});

it("fails with its table, and is not for who may only write rows", async () => {
  const mend = cloud.failTable(TableName);
  const StreamArn = await streamArn();
  expect(await refusal(call("DescribeStream", { StreamArn }))).toMatchObject({ status: 500 });
  mend();
  expect(await refusal(call("DescribeStream", { StreamArn }, "writer"))).toMatchObject({ status: 403 });
});
