import { AwsError } from "../aws/error.ts";
import type { Clock } from "../aws/principal.ts";
import { invalid } from "./failure.ts";
import { firstNumber, type Stream } from "./stream.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html */
const iteratorLifeMs = 15 * 60 * 1000;

/** A place in a shard: behind a sequence number, or, where that is empty, before the first. */
export interface ShardPlace {
  readonly streamArn: string;
  readonly shardID: string;
  readonly after: string;
}

interface Iterator extends ShardPlace {
  readonly endsAtMs: number;
}

/** What a client holds of a place; it is good for fifteen minutes. */
export function iteratorOf(place: ShardPlace, clock: Clock): string {
  const iterator: Iterator = { ...place, endsAtMs: clock.now() + iteratorLifeMs };
  return Buffer.from(JSON.stringify(iterator)).toString("base64url");
}

/** @throws AwsError `ValidationException`, `ExpiredIteratorException` (400) */
export function placeOf(iterator: string, clock: Clock): ShardPlace {
  const { streamArn, shardID, after, endsAtMs } = parse(iterator);
  if (endsAtMs > clock.now()) return { streamArn, shardID, after };
  throw new AwsError("ExpiredIteratorException", "The shard iterator has expired.");
}

function parse(iterator: string): Iterator {
  try {
    const value: unknown = JSON.parse(Buffer.from(iterator, "base64url").toString());
    if (isIterator(value)) return value;
  } catch {
    // Told below.
  }
  throw invalid("Invalid ShardIterator");
}

function isIterator(value: unknown): value is Iterator {
  const { streamArn, shardID, after, endsAtMs } = (value ?? {}) as Partial<Record<keyof Iterator, unknown>>;
  const isText = [streamArn, shardID, after].every((each) => typeof each === "string");
  return isText && typeof endsAtMs === "number";
}

/**
 * Finds the place that a type of iterator, and for two of them a sequence number, means.
 * @throws AwsError `ValidationException`, `TrimmedDataAccessException` (400)
 */
export async function findPlace(
  stream: Stream,
  shardID: string,
  type: string,
  number: string | undefined,
): Promise<ShardPlace> {
  const place = (after: string): ShardPlace => ({ streamArn: stream.arn, shardID, after });
  if (type === "TRIM_HORIZON" || type === "LATEST") {
    if (number !== undefined) throw invalid(`A SequenceNumber is not allowed with ${type}.`);
    return place(type === "LATEST" ? stream.lastNumber() : await stream.horizon(shardID));
  }
  if (type !== "AT_SEQUENCE_NUMBER" && type !== "AFTER_SEQUENCE_NUMBER")
    throw invalid("1 validation error detected: Value at 'shardIteratorType' failed to satisfy constraint");
  if (number === undefined) throw invalid(`A SequenceNumber is needed with ${type}.`);
  const before = await numberBefore(stream, shardID, number);
  return place(type === "AT_SEQUENCE_NUMBER" ? before : number);
}

/** The number behind which a record is found. */
async function numberBefore(stream: Stream, shardID: string, number: string): Promise<string> {
  if (!/^\d{21,40}$/.test(number) || BigInt(number) <= firstNumber)
    throw invalid("The SequenceNumber is none of a record.");
  if (number <= (await stream.horizon(shardID))) throw trimmed();
  const before = String(BigInt(number) - 1n);
  const [record] = await stream.read(shardID, before, 1);
  if (record?.dynamodb.SequenceNumber !== number) throw invalid("The SequenceNumber is not of this shard.");
  return before;
}

/** @returns the refusal of a place whose next record is gone */
export function trimmed(): AwsError {
  return new AwsError(
    "TrimmedDataAccessException",
    "The operation attempted to read past the oldest stream record in a shard.",
  );
}
