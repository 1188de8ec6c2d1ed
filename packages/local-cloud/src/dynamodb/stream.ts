import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { BatchOperation, Item, Store, Table } from "dynalite/db/index.js";
import type { Clock } from "../aws/principal.ts";
import { itemBytes } from "./size.ts";
import { openHorizons } from "./stream-horizon.ts";
import type { Change } from "./units.ts";

/** Records are kept for a day, read or not: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html */
const lifeMs = 24 * 60 * 60 * 1000;
/** More than one, for AWS keeps the order of one partition's changes only. */
const shardIDs = ["shardId-00000000000000000001-00000001", "shardId-00000000000000000002-00000002"];
/** Sequence numbers have at least 21 digits, and are in order as texts, too. */
export const firstNumber = 10n ** 20n;

/** Who made a change, when it was AWS itself. */
export interface UserIdentity {
  readonly type: "Service";
  readonly principalId: string;
}

/** A change as the stream tells it: what a function finds in `Records`. */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: "INSERT" | "MODIFY" | "REMOVE";
  readonly eventVersion: "1.1";
  readonly eventSource: "aws:dynamodb";
  readonly awsRegion: string;
  readonly eventSourceARN: string;
  readonly userIdentity?: UserIdentity;
  readonly dynamodb: {
    /** Seconds since the epoch. */
    readonly ApproximateCreationDateTime: number;
    readonly Keys: Item;
    readonly NewImage?: Item;
    readonly OldImage?: Item;
    readonly SequenceNumber: string;
    readonly SizeBytes: number;
    readonly StreamViewType: "NEW_AND_OLD_IMAGES";
  };
}

/** The changes of one table in the order in which they were committed, as far as they are of one partition key. */
export interface Stream {
  readonly arn: string;
  /** Since when there is one: the end of its ARN. */
  readonly label: string;
  readonly table: Table;
  readonly shardIDs: readonly string[];
  /** What to keep in the batch that makes these changes; a write that changes nothing is not told of. */
  operationsOf(changes: readonly Change[], by?: UserIdentity): readonly BatchOperation[];
  /** Tells who listens that a batch was committed. */
  committed(): void;
  /** Records after a sequence number, or from the oldest that there is, at most `limit`. */
  read(shardID: string, after: string | undefined, limit: number): Promise<readonly StreamRecord[]>;
  /** Number of the last record that was committed, whichever shard it is in. */
  lastNumber(): string;
  /** Number of the last record of a shard that is older than a day; what is before it is gone. Empty when none is. */
  horizon(shardID: string): Promise<string>;
  /** True once a record is older than a day: nobody reads it any more. */
  isTrimmed(record: StreamRecord): boolean;
  /** Removes what is older than a day. */
  trim(): Promise<void>;
  /** Calls `hear` after every commit until the returned function is called. */
  listen(hear: () => void): () => void;
}

/** Opens the stream of a table with what is kept of it. */
export async function openStream(
  store: Store,
  table: Table,
  { region, clock }: { readonly region: string; readonly clock: Clock },
): Promise<Stream> {
  const prefix = `stream-${table.TableName}~`;
  const headKey = `stream-head~${table.TableName}`;
  const head = (await store.db.get(headKey)) as { readonly last: string } | undefined;
  const label = new Date(Math.round(table.CreationDateTime * 1000)).toISOString().replace("Z", "");
  const arn = `${table.TableArn}/stream/${label}`;
  const listeners = new Set<() => void>();
  let last = BigInt(head?.last ?? firstNumber);
  let committed = last;
  const isTrimmed = ({ dynamodb }: StreamRecord) =>
    dynamodb.ApproximateCreationDateTime * 1000 < clock.now() - lifeMs;
  const range = (shardID: string, after = "") => ({
    gt: `${prefix}${shardID}~${after}`,
    lt: `${prefix}${shardID}~:`,
  });
  const read: Stream["read"] = async (shardID, after, limit) => {
    const found = (await store.db.values({ ...range(shardID, after), limit }).all()) as StreamRecord[];
    const records = found.filter((each) => !isTrimmed(each));
    const end = found.at(-1)?.dynamodb.SequenceNumber;
    // All that was found may be too old, and what follows may not be.
    return records.length === 0 && end !== undefined ? read(shardID, end, limit) : records;
  };

  const horizons = await openHorizons(store, { tableName: table.TableName, shardIDs, range, isTrimmed });

  return {
    arn,
    label,
    table,
    shardIDs,
    read,
    lastNumber: () => String(committed),
    horizon: horizons.of,
    trim: horizons.trim,
    operationsOf(changes, by) {
      const records = changes.filter(hasEffect).map((change): BatchOperation => {
        last += 1n;
        const value = recordOf(change, { arn, region, nowMs: clock.now(), number: String(last), by });
        const key = `${prefix}${shardOf(change)}~${value.dynamodb.SequenceNumber}`;
        return { type: "put", key, value };
      });
      return records.length === 0
        ? []
        : [...records, { type: "put", key: headKey, value: { last: String(last) } }];
    },
    committed() {
      committed = last;
      for (const hear of listeners) hear();
    },
    isTrimmed,
    listen(hear) {
      listeners.add(hear);
      return () => void listeners.delete(hear);
    },
  };
}

interface Circumstances {
  readonly arn: string;
  readonly region: string;
  readonly nowMs: number;
  readonly number: string;
  readonly by: UserIdentity | undefined;
}

function recordOf(change: Change, { arn, region, nowMs, number, by }: Circumstances): StreamRecord {
  return {
    eventID: createHash("md5").update(`${arn} ${number}`).digest("hex"),
    eventName: nameOf(change),
    eventVersion: "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: region,
    eventSourceARN: arn,
    ...(by !== undefined && { userIdentity: by }),
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(nowMs / 1000),
      ...imagesOf(change),
      SequenceNumber: number,
      StreamViewType: "NEW_AND_OLD_IMAGES",
    },
  };
}

/** A put or an update that leaves the row as it was writes no record, nor does a delete of what is not there. */
function hasEffect({ before, after }: Change): boolean {
  return !isDeepStrictEqual(before, after);
}

function nameOf({ before, after }: Change): StreamRecord["eventName"] {
  if (before === undefined) return "INSERT";
  return after === undefined ? "REMOVE" : "MODIFY";
}

function imagesOf({ table, row, before, after }: Change) {
  const names = new Set(table.KeySchema.map(({ AttributeName }) => AttributeName));
  const Keys = Object.fromEntries(Object.entries(row).filter(([name]) => names.has(name)));
  const images = [Keys, ...(after ? [after] : []), ...(before ? [before] : [])];
  return {
    Keys,
    ...(after !== undefined && { NewImage: after }),
    ...(before !== undefined && { OldImage: before }),
    SizeBytes: images.reduce((total, image) => total + itemBytes(image), 0),
  };
}

function shardOf({ table, row }: Change): string {
  const name = table.KeySchema.find(({ KeyType }) => KeyType === "HASH")?.AttributeName ?? "";
  const digest = createHash("sha256")
    .update(JSON.stringify(row[name] ?? {}))
    .digest();
  return shardIDs[digest.readUInt32BE() % shardIDs.length] ?? "";
}
