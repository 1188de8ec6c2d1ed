import { AwsError } from "../aws/error.ts";
import type { Principal } from "../aws/principal.ts";
import type { JsonService, ServiceContext } from "../aws/service.ts";
import type { Engine } from "./engine.ts";
import { invalid } from "./failure.ts";
import { findPlace, iteratorOf, placeOf, trimmed } from "./shard-iterator.ts";
import { firstNumber, type Stream, type StreamRecord } from "./stream.ts";

type Input = Readonly<Record<string, unknown>>;

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB_Streams.html
const mostListed = 100;
const mostRecords = 1000;
const mostRecordBytes = 1024 * 1024;

/** An operation: what it takes, by which ARN it is judged, and what it does then. */
interface StreamsOperation {
  readonly members: readonly string[];
  readonly resource: (input: Input) => string;
  readonly run: (input: Input) => unknown;
}

/** The streams of an engine's tables for clients of the SDK, each judged by the stream's own ARN. */
export function createStreamsService(cloud: ServiceContext, engine: Engine): JsonService {
  const operations = Object.entries(operationsOf(cloud, engine)).map(([name, { members, resource, run }]) => {
    const operation = async (input: Input, caller: Principal | undefined) => {
      if (!caller) throw new AwsError("MissingAuthenticationTokenException", "Request is not signed", 403);
      const unknown = Object.keys(input).find((member) => !members.includes(member));
      if (unknown !== undefined) throw invalid(`${unknown} is not implemented here.`);
      cloud.iam.authorize(caller, {
        action: `dynamodb:${name}`,
        resource: resource(input),
        context: {},
      });
      const answer = await run(input);
      cloud.seams.reached(caller, `dynamodb:${name}`);
      return answer;
    };
    return [name, operation];
  });
  return {
    service: "dynamodb",
    target: "DynamoDBStreams_20120810",
    version: "1.0",
    operations: Object.fromEntries(operations) as JsonService["operations"],
  };
}

function operationsOf(cloud: ServiceContext, engine: Engine): Readonly<Record<string, StreamsOperation>> {
  const { clock, region, account, seams } = cloud;
  const streams = () => [...engine.streams.values()];
  const find = (arn: string) => {
    const stream = streams().find((each) => each.arn === arn);
    if (stream === undefined) throw notFound(`Stream: ${arn}`);
    if (!seams.isTableFailing(stream.table.TableName)) return stream;
    throw new AwsError("InternalServerError", "The table is failing, as a test asked.", 500);
  };
  const arnOf = (input: Input) => requiredText(input, "StreamArn");
  return {
    ListStreams: {
      members: ["TableName", "Limit", "ExclusiveStartStreamArn"],
      resource: (input) =>
        `arn:aws:dynamodb:${region}:${account}:table/${textOf(input, "TableName") ?? "*"}/stream/*`,
      run: (input) => listStreams(streams(), input),
    },
    DescribeStream: {
      members: ["StreamArn", "Limit", "ExclusiveStartShardId"],
      resource: arnOf,
      run: (input) => ({ StreamDescription: describe(find(arnOf(input)), input) }),
    },
    GetShardIterator: {
      members: ["StreamArn", "ShardId", "ShardIteratorType", "SequenceNumber"],
      resource: arnOf,
      async run(input) {
        const stream = find(arnOf(input));
        const shardID = shardOf(stream, requiredText(input, "ShardId"));
        const type = requiredText(input, "ShardIteratorType");
        const place = await findPlace(stream, shardID, type, textOf(input, "SequenceNumber"));
        return { ShardIterator: iteratorOf(place, clock) };
      },
    },
    GetRecords: {
      members: ["ShardIterator", "Limit"],
      resource: (input) => placeOf(requiredText(input, "ShardIterator"), clock).streamArn,
      async run(input) {
        const place = placeOf(requiredText(input, "ShardIterator"), clock);
        const stream = find(place.streamArn);
        if (place.after < (await stream.horizon(shardOf(stream, place.shardID)))) throw trimmed();
        const page = withinBytes(await stream.read(place.shardID, place.after, limitOf(input, mostRecords)));
        const after = page.at(-1)?.dynamodb.SequenceNumber ?? place.after;
        return { Records: page.map(shownOf), NextShardIterator: iteratorOf({ ...place, after }, clock) };
      },
    },
  };
}

function listStreams(streams: readonly Stream[], input: Input): object {
  const name = textOf(input, "TableName");
  const start = textOf(input, "ExclusiveStartStreamArn");
  const ordered = streams
    .filter(({ table }) => name === undefined || table.TableName === name)
    .toSorted((one, other) => (one.arn < other.arn ? -1 : 1));
  const { page, last } = pageOf(ordered, (stream) => stream.arn, start, limitOf(input, mostListed));
  const Streams = page.map(({ arn, label, table }) => ({
    StreamArn: arn,
    StreamLabel: label,
    TableName: table.TableName,
  }));
  return { Streams, ...(last !== undefined && { LastEvaluatedStreamArn: last }) };
}

function describe({ arn, label, table, shardIDs }: Stream, input: Input): object {
  const start = textOf(input, "ExclusiveStartShardId");
  const { page, last } = pageOf(shardIDs, (shardID) => shardID, start, limitOf(input, mostListed));
  return {
    StreamArn: arn,
    StreamLabel: label,
    StreamStatus: "ENABLED",
    StreamViewType: "NEW_AND_OLD_IMAGES",
    CreationRequestDateTime: table.CreationDateTime,
    TableName: table.TableName,
    KeySchema: table.KeySchema,
    Shards: page.map((ShardId) => ({
      ShardId,
      SequenceNumberRange: { StartingSequenceNumber: String(firstNumber) },
    })),
    ...(last !== undefined && { LastEvaluatedShardId: last }),
  };
}

/** What comes after `start`, at most `limit`; `last` where there is more. */
function pageOf<Entry>(
  entries: readonly Entry[],
  idOf: (entry: Entry) => string,
  start: string | undefined,
  limit: number,
): { readonly page: readonly Entry[]; readonly last: string | undefined } {
  const rest = start === undefined ? entries : entries.filter((entry) => idOf(entry) > start);
  const page = rest.slice(0, limit);
  const end = page.at(-1);
  return { page, last: rest.length > page.length && end !== undefined ? idOf(end) : undefined };
}

function limitOf(input: Input, most: number): number {
  const limit = input["Limit"];
  if (limit === undefined) return most;
  if (typeof limit === "number" && Number.isInteger(limit) && limit >= 1 && limit <= most) return limit;
  throw invalid(
    `1 validation error detected: Value at 'limit' failed to satisfy constraint: it is not from 1 to ${most}`,
  );
}

function shardOf(stream: Stream, shardID: string): string {
  if (!stream.shardIDs.includes(shardID)) throw notFound(`Shard: ${shardID}`);
  return shardID;
}

function textOf(input: Input, name: string): string | undefined {
  const value = input[name];
  if (value === undefined || typeof value === "string") return value;
  throw invalid(`${name} must be a string.`);
}

function requiredText(input: Input, name: string): string {
  const value = textOf(input, name);
  if (value !== undefined) return value;
  throw invalid(`1 validation error detected: Value at '${name}' failed to satisfy constraint: it is needed`);
}

/** Cuts what is longer than an answer may be, behind the first. */
function withinBytes(records: readonly StreamRecord[]): readonly StreamRecord[] {
  let bytes = 0;
  return records.filter((record, index) => {
    bytes += Buffer.byteLength(JSON.stringify(record));
    return index === 0 || bytes <= mostRecordBytes;
  });
}

/** A record as the API shows it: Lambda adds the stream's ARN and writes the identity small. */
function shownOf(record: StreamRecord): object {
  const { userIdentity: by, ...shown } = record;
  const members = Object.entries(shown).filter(([name]) => name !== "eventSourceARN");
  const userIdentity = by && { Type: by.type, PrincipalId: by.principalId };
  return { ...Object.fromEntries(members), ...(userIdentity && { userIdentity }) };
}

function notFound(what: string): AwsError {
  return new AwsError("ResourceNotFoundException", `Requested resource not found: ${what} not found`);
}
