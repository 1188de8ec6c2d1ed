import { randomUUID } from "node:crypto";
import { DeleteCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { until } from "../support/until.ts";
import { rowsTable } from "./rows.ts";
import { streamsOf, type CallStreams, type StreamsRecord } from "./streams-call.ts";
import { refusal, useTarget } from "./target.ts";
import { allow, type Names } from "./topology.ts";

const StreamSpecification = { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" } as const;
const reading = ["DescribeStream", "GetShardIterator", "GetRecords"];
const reads =
  (table: string, ...without: readonly string[]) =>
  (names: Names) => [
    allow(
      reading.filter((action) => !without.includes(action)).map((action) => `dynamodb:${action}`),
      `${names.table(table)}/stream/*`,
    ),
    allow("dynamodb:ListStreams", "*"),
  ];

const cloud = useTarget(
  {
    tables: {
      rows: { ...rowsTable, StreamSpecification },
      silent: rowsTable,
    },
    roles: {
      writer: { may: (names) => [allow("dynamodb:*", names.table("rows"))] },
      reader: { may: reads("rows") },
      elsewhere: { may: reads("silent") },
      looker: { may: reads("rows", "GetRecords") },
      unlisted: { may: () => [] },
    },
  },
  async (target) => {
    const as = async (role: string) => streamsOf(target, await target.as(role));
    return {
      TableName: target.tableName("rows"),
      silent: target.tableName("silent"),
      rows: (await target.as("writer")).dynamo,
      reader: await as("reader"),
      elsewhere: await as("elsewhere"),
      looker: await as("looker"),
      unlisted: await as("unlisted"),
    };
  },
);

const keyOf = (pk: string) => ({ pk, sk: "a" });
const put = (pk: string, more: object = {}) =>
  cloud().rows.send(new PutCommand({ TableName: cloud().TableName, Item: { ...keyOf(pk), ...more } }));
async function streamArn(): Promise<string> {
  const { Streams = [] } = await cloud().reader("ListStreams", { TableName: cloud().TableName });
  return Streams[0]?.StreamArn ?? "";
}
async function shardsOf(call: CallStreams = cloud().reader) {
  const StreamArn = await streamArn();
  const { StreamDescription } = await call("DescribeStream", { StreamArn });
  return (StreamDescription?.Shards ?? []).map(({ ShardId }) => ({ StreamArn, ShardId }));
}
const iterators = async (ShardIteratorType: string) =>
  Promise.all(
    (await shardsOf()).map(async (shard) => ({
      ...shard,
      iterator: (await cloud().reader("GetShardIterator", { ...shard, ShardIteratorType })).ShardIterator,
    })),
  );

/** Follows iterators until what is told of a partition key is as much as is wanted, with the shard that told it. */
async function follow(places: Awaited<ReturnType<typeof iterators>>, pk: string, count: number) {
  const found: StreamsRecord[] = [];
  let shard: { readonly StreamArn: string; readonly ShardId: string } | undefined;
  const open = places.map((place) => ({ ...place }));
  await until(`${count} stream records`, async () => {
    for (const place of open) {
      if (place.iterator === undefined) continue;
      const answer = await cloud().reader("GetRecords", { ShardIterator: place.iterator });
      place.iterator = answer.NextShardIterator;
      const own = (answer.Records ?? []).filter(({ dynamodb }) => dynamodb.Keys["pk"]?.S === pk);
      if (own.length > 0) shard = { StreamArn: place.StreamArn, ShardId: place.ShardId };
      found.push(...own);
    }
    return found.length >= count;
  });
  return { records: found, shard };
}

/** A row that was made, changed and removed. */
async function life() {
  const pk = randomUUID();
  await put(pk, { state: "open" });
  const { rows, TableName } = cloud();
  await rows.send(
    new UpdateCommand({
      TableName,
      Key: keyOf(pk),
      UpdateExpression: "SET #state = :closed",
      ExpressionAttributeNames: { "#state": "state" },
      ExpressionAttributeValues: { ":closed": "closed" },
    }),
  );
  await rows.send(new DeleteCommand({ TableName, Key: keyOf(pk) }));
  return pk;
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html */
describe("a stream", () => {
  it("is found by its table, where the table has one, and described", async () => {
    const { reader, TableName, silent } = cloud();
    const { Streams } = await reader("ListStreams", { TableName });
    expect(Streams).toMatchObject([{ TableName }]);
    expect((await reader("ListStreams", { TableName: silent })).Streams).toEqual([]);
    const { StreamDescription } = await reader("DescribeStream", { StreamArn: await streamArn() });
    expect(StreamDescription).toMatchObject({ TableName, StreamViewType: "NEW_AND_OLD_IMAGES" });
    expect(StreamDescription?.Shards.length).toBeGreaterThan(0);
  });

  it("tells from TRIM_HORIZON on of a row's life in order, with both images", async () => {
    const pk = await life();
    const { records } = await follow(await iterators("TRIM_HORIZON"), pk, 3);
    const [open, closed] = ["open", "closed"].map((state) => ({
      pk: { S: pk },
      sk: { S: "a" },
      state: { S: state },
    }));
    expect(
      records.map(({ eventName, dynamodb }) => [eventName, dynamodb.OldImage, dynamodb.NewImage]),
    ).toEqual([
      ["INSERT", undefined, open],
      ["MODIFY", open, closed],
      ["REMOVE", closed, undefined],
    ]);
    expect(records[0]).toMatchObject({ eventSource: "aws:dynamodb" });
  });

  it("tells from LATEST on of what comes, and not of what was", async () => {
    const before = randomUUID();
    await put(before);
    await follow(await iterators("TRIM_HORIZON"), before, 1);
    const places = await iterators("LATEST");
    await put(before, { state: "later" });
    const { records } = await follow(places, before, 1);
    expect(records.map(({ eventName }) => eventName)).toEqual(["MODIFY"]);
  });

  it("goes on at a sequence number, or behind it", async () => {
    const pk = await life();
    const { records, shard } = await follow(await iterators("TRIM_HORIZON"), pk, 3);
    const SequenceNumber = records[1]?.dynamodb.SequenceNumber;
    const from = async (ShardIteratorType: string) => {
      const input = { ...shard, ShardIteratorType, SequenceNumber };
      const { ShardIterator } = await cloud().reader("GetShardIterator", input);
      const { Records = [] } = await cloud().reader("GetRecords", { ShardIterator, Limit: 1 });
      return Records[0]?.dynamodb.SequenceNumber;
    };
    expect(await from("AT_SEQUENCE_NUMBER")).toBe(SequenceNumber);
    expect((await from("AFTER_SEQUENCE_NUMBER")) ?? "").not.toBe(SequenceNumber);
  });
});

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html */
describe("the right to a stream", () => {
  it("is one to the table's stream, not to another's and not to the table", async () => {
    const { elsewhere, unlisted } = cloud();
    for (const call of [elsewhere, unlisted])
      expect(await refusal(shardsOf(call))).toBe("AccessDeniedException");
    expect(await refusal(unlisted("ListStreams", {}))).toBe("AccessDeniedException");
  });

  it("to look is none to read", async () => {
    const { looker } = cloud();
    const [shard] = await shardsOf(looker);
    const { ShardIterator } = await looker("GetShardIterator", {
      ...shard,
      ShardIteratorType: "TRIM_HORIZON",
    });
    expect(await refusal(looker("GetRecords", { ShardIterator }))).toBe("AccessDeniedException");
  });
});

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html, "Errors" */
describe("what makes no sense is refused", () => {
  it("a stream, or a shard, that is not there", async () => {
    const [shard] = await shardsOf();
    const StreamArn = (await streamArn()).replace(/stream\/.*$/, "stream/2020-01-01T00:00:00.000");
    expect(await refusal(cloud().reader("DescribeStream", { StreamArn }))).toBe("ResourceNotFoundException");
    const ShardId = "shardId-00000000000000000000-00000000";
    const nowhere = { ...shard, ShardId, ShardIteratorType: "LATEST" };
    expect(await refusal(cloud().reader("GetShardIterator", nowhere))).toBe("ResourceNotFoundException");
  });

  it("a kind of iterator that is none, one without its number, and a made-up iterator", async () => {
    const [shard] = await shardsOf();
    for (const ShardIteratorType of ["SOMEWHERE", "AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"])
      expect(await refusal(cloud().reader("GetShardIterator", { ...shard, ShardIteratorType }))).toBe(
        "ValidationException",
      );
    expect(await refusal(cloud().reader("GetRecords", { ShardIterator: "made-up" }))).toBe(
      "ValidationException",
    );
  });

  it("more records than a thousand at once", async () => {
    const [place] = await iterators("TRIM_HORIZON");
    const input = { ShardIterator: place?.iterator, Limit: 1001 };
    expect(await refusal(cloud().reader("GetRecords", input))).toBe("ValidationException");
  });
});
