import { isDeepStrictEqual } from "node:util";
import type { Index, Item, Table } from "dynalite/db/index.js";
import type { PartitionUse } from "../aws/use.ts";
import { itemBytes } from "./size.ts";

const READ_UNIT_BYTES = 4096;
const WRITE_UNIT_BYTES = 1024;
/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
const OVERHEAD_BYTES = 100;
/** A transaction prepares and commits each of its items. */
const TRANSACTION_FACTOR = 2;

/** A row before and after a write. */
export interface Change {
  readonly table: Table;
  /** The row's key, or the whole row. */
  readonly row: Item;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

/**
 * What AWS bills for one row of a write: the larger of the row before and after, per started KB, at least one unit,
 * twice in a transaction. A condition check of a transaction is billed as a write of the row as it is. Each index whose
 * entry changes is billed beside it: one write for an entry that is made, changed or removed, two when the entry's own
 * key changes. Of entries that a transaction changes AWS does not say that they count twice; here they count once.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-capacity-handling
 */
export function writeUse(change: Change, isTransaction: boolean): readonly PartitionUse[] {
  const { table, row, before, after } = change;
  const factor = isTransaction ? TRANSACTION_FACTOR : 1;
  const own: PartitionUse = {
    ...partitionOf(table, table, row),
    readUnits: 0,
    writeUnits: factor * Math.max(writeUnits(before), writeUnits(after), 1),
    storedBytes: storedBytes(after) - storedBytes(before),
  };
  const indexes = [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])];
  return [own, ...indexes.flatMap((index) => indexUse(table, index, change))];
}

/**
 * What AWS bills for one row that a transaction reads, be it that one that comes again with its token is not written anew.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export function transactionReadUse({ table, row, before }: Omit<Change, "after">): PartitionUse {
  const units = Math.max(Math.ceil(sizeBytes(before) / READ_UNIT_BYTES), 1);
  const readUnits = TRANSACTION_FACTOR * units;
  return { ...partitionOf(table, table, row), readUnits, writeUnits: 0, storedBytes: 0 };
}

function indexUse(table: Table, index: Index, { before, after }: Change): readonly PartitionUse[] {
  const [old, made] = [entryOf(table, index, before), entryOf(table, index, after)];
  const use = (entry: Item, writes: number, grown: number): PartitionUse => ({
    ...partitionOf(table, index, entry),
    indexName: index.IndexName,
    readUnits: 0,
    writeUnits: writes,
    storedBytes: grown,
  });
  const remove = (entry: Item) => use(entry, writeUnits(entry), -storedBytes(entry));
  const make = (entry: Item) => use(entry, writeUnits(entry), storedBytes(entry));
  if (old === undefined || made === undefined)
    return [...(old === undefined ? [] : [remove(old)]), ...(made === undefined ? [] : [make(made)])];
  if (!isDeepStrictEqual(keyOf(index, old), keyOf(index, made))) return [remove(old), make(made)];
  if (isDeepStrictEqual(old, made)) return [];
  return [use(made, Math.max(writeUnits(old), writeUnits(made)), storedBytes(made) - storedBytes(old))];
}

/** The row as the index holds it; undefined when the row has not all of the index's keys. */
function entryOf(table: Table, index: Index, row: Item | undefined): Item | undefined {
  if (row === undefined || keyOf(index, row).includes(undefined)) return undefined;
  const { ProjectionType: type, NonKeyAttributes: others = [] } = index.Projection;
  if (type === "ALL") return row;
  const names = new Set([...[table, index].flatMap(keyNames), ...others]);
  return Object.fromEntries(Object.entries(row).filter(([name]) => names.has(name)));
}

type Keyed = Pick<Table, "KeySchema">;

function keyNames({ KeySchema }: Keyed): readonly string[] {
  return KeySchema.map(({ AttributeName }) => AttributeName);
}

function keyOf(target: Keyed, row: Item) {
  return keyNames(target).map((name) => row[name]);
}

function partitionOf(table: Table, target: Keyed, row: Item) {
  const name = target.KeySchema.find(({ KeyType }) => KeyType === "HASH")?.AttributeName ?? "";
  return { tableName: table.TableName, partitionKey: String(Object.values(row[name] ?? {})[0]) };
}

function sizeBytes(item: Item | undefined): number {
  return item === undefined ? 0 : itemBytes(item);
}

function storedBytes(item: Item | undefined): number {
  return item === undefined ? 0 : sizeBytes(item) + OVERHEAD_BYTES;
}

function writeUnits(item: Item | undefined): number {
  return Math.ceil(sizeBytes(item) / WRITE_UNIT_BYTES);
}
