import type { ObservedCall, PartitionUse } from "@postern/local-cloud";
import { DEPLOYED_FUNCTIONS, TABLE_NAMES, type Names } from "../../infra/policy/index.ts";

/** Calls of one kind, added up. Units are DynamoDB's request units. */
export interface CallCount {
  /** The function that calls; `browser` for the holder of a presigned URL, or the AWS service that acts for itself. */
  readonly by: string;
  /** For instance `dynamodb:Query`. */
  readonly action: string;
  /** The tables, by their short names, of a call to DynamoDB. */
  readonly tables?: string;
  readonly calls: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly receivedBytes: number;
  readonly sentBytes: number;
}

/** What the partitions whose keys are made alike took together, by one table or index. */
export interface PartitionCount {
  /** For instance `record.gsi1`. */
  readonly of: string;
  /** The key with its ids replaced by their kinds: `{cli}#que#dermatology#open#00`. */
  readonly key: string;
  readonly readUnits: number;
  readonly writeUnits: number;
  /** Bytes by which they grew. */
  readonly storedBytes: number;
}

/** Everything that was called in a scene. */
export interface SceneCount {
  readonly calls: readonly CallCount[];
  readonly partitions: readonly PartitionCount[];
}

/** Adds up what it hears. */
export interface Counter {
  readonly hear: (call: ObservedCall) => void;
  count(): SceneCount;
}

/** Makes a counter that knows roles and tables by their short names. */
export function createCounter(names: Names): Counter {
  const calls = new Map<string, CallCount>();
  const partitions = new Map<string, PartitionCount>();
  const callers = new Map(
    DEPLOYED_FUNCTIONS.flatMap((name) => [
      [names.baseRoles[name].name, name],
      [names.tenantRoles[name].name, name],
    ]),
  );
  const tableOf = ({ tableName }: PartitionUse) =>
    TABLE_NAMES.find((table) => names.tables[table].name === tableName) ?? tableName;

  const hearPartition = (use: PartitionUse) => {
    const of = [tableOf(use), ...(use.indexName === undefined ? [] : [use.indexName])].join(".");
    const key = shapeOf(use.partitionKey);
    const known = partitions.get(`${of} ${key}`) ?? { of, key, readUnits: 0, writeUnits: 0, storedBytes: 0 };
    partitions.set(`${of} ${key}`, {
      ...known,
      readUnits: known.readUnits + use.readUnits,
      writeUnits: known.writeUnits + use.writeUnits,
      storedBytes: known.storedBytes + use.storedBytes,
    });
  };

  return {
    hear(call) {
      const { action, partitions: uses = [] } = call;
      const by = call.isPresigned === true ? "browser" : (callers.get(call.caller) ?? call.caller);
      const tables = [...new Set(uses.map(tableOf))].sort().join(" ");
      const key = [by, action, tables].join(" ");
      const known = calls.get(key);
      calls.set(key, {
        by,
        action,
        ...(tables === "" ? {} : { tables }),
        calls: (known?.calls ?? 0) + 1,
        readUnits: (known?.readUnits ?? 0) + sum(uses, (use) => use.readUnits),
        writeUnits: (known?.writeUnits ?? 0) + sum(uses, (use) => use.writeUnits),
        receivedBytes: (known?.receivedBytes ?? 0) + (call.receivedBytes ?? 0),
        sentBytes: (known?.sentBytes ?? 0) + (call.sentBytes ?? 0),
      });
      for (const use of uses) hearPartition(use);
    },
    count: () => ({ calls: sorted(calls), partitions: sorted(partitions) }),
  };
}

/** @returns the sum of what `of` says of each */
export function sum<Part>(parts: readonly Part[], of: (part: Part) => number): number {
  return parts.reduce((total, part) => total + of(part), 0);
}

function sorted<Value>(counts: ReadonlyMap<string, Value>): readonly Value[] {
  return [...counts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, value]) => value);
}

/** A partition key without its ids: what is left tells which rows share a partition. */
function shapeOf(partitionKey: string): string {
  return partitionKey
    .split("#")
    .map((part) => {
      if (/^cli_0+$/.test(part)) return "{platform}";
      const id = /^([a-z]{3})_[0-9a-z]{20,}$/.exec(part);
      if (id) return `{${id[1]}}`;
      if (/^[\w-]{20,}$|^\d{8,}$|^[0-9A-Z]{4}-[0-9A-Z]{4}$/.test(part)) return "{id}";
      return part.replace(/\d{4}-\d{2}$/, "{month}");
    })
    .join("#");
}
