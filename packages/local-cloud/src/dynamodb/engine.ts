import batchGetItem from "dynalite/actions/batchGetItem.js";
import batchWriteItem from "dynalite/actions/batchWriteItem.js";
import createTable from "dynalite/actions/createTable.js";
import deleteItem from "dynalite/actions/deleteItem.js";
import describeTable from "dynalite/actions/describeTable.js";
import getItem from "dynalite/actions/getItem.js";
import putItem from "dynalite/actions/putItem.js";
import query from "dynalite/actions/query.js";
import scan from "dynalite/actions/scan.js";
import updateItem from "dynalite/actions/updateItem.js";
import db from "dynalite/db/index.js";
import type { Item, Store, Table } from "dynalite/db/index.js";
import batchGetItemRules from "dynalite/validations/batchGetItem.js";
import batchWriteItemRules from "dynalite/validations/batchWriteItem.js";
import createTableRules from "dynalite/validations/createTable.js";
import deleteItemRules from "dynalite/validations/deleteItem.js";
import describeTableRules from "dynalite/validations/describeTable.js";
import getItemRules from "dynalite/validations/getItem.js";
import validations from "dynalite/validations/index.js";
import putItemRules from "dynalite/validations/putItem.js";
import queryRules from "dynalite/validations/query.js";
import scanRules from "dynalite/validations/scan.js";
import updateItemRules from "dynalite/validations/updateItem.js";
import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../aws/error.ts";
import type { Place } from "../options.ts";
import type { Clock } from "../aws/principal.ts";
import { invalid } from "./failure.ts";
import { requireSameTable } from "./kept-table.ts";
import { requireRequestLimits, requireTableLimits } from "./limits.ts";
import { openStream } from "./stream.ts";
import type { Stream } from "./stream.ts";

const operations = {
  BatchGetItem: { act: batchGetItem, rules: batchGetItemRules },
  BatchWriteItem: { act: batchWriteItem, rules: batchWriteItemRules },
  CreateTable: { act: createTable, rules: createTableRules },
  DeleteItem: { act: deleteItem, rules: deleteItemRules },
  DescribeTable: { act: describeTable, rules: describeTableRules },
  GetItem: { act: getItem, rules: getItemRules },
  PutItem: { act: putItem, rules: putItemRules },
  Query: { act: query, rules: queryRules },
  Scan: { act: scan, rules: scanRules },
  UpdateItem: { act: updateItem, rules: updateItemRules },
};

/** The operations that the engine itself knows; transactions are built on them. */
export type EngineOperation = keyof typeof operations;

/** A request that the engine has checked and parsed (expressions are held in its own members). */
export type Parsed = Readonly<Record<string, unknown>>;

/** dynalite, driven in this process: its validations, its actions and its store, without its HTTP server. */
export interface Engine {
  readonly store: Store;
  /** @throws an engine failure (`ValidationException`, `SerializationException`). The input is not changed. */
  parse(operation: EngineOperation, input: unknown): Parsed;
  /** Runs one operation; `store` is a staging store for writes. @throws an engine failure */
  run(operation: EngineOperation, request: Parsed, store?: Store): Promise<Record<string, unknown>>;
  find(tableName: string): Table | undefined;
  /** @throws AwsError `ResourceNotFoundException` */
  table(tableName: string): Table;
  /** The changes of the tables that were made with a stream, by table name. */
  readonly streams: ReadonlyMap<string, Stream>;
  read(tableName: string, storedKey: string): Promise<Item | undefined>;
  /** Creates a table and waits until it is `ACTIVE`. */
  create(input: unknown): Promise<Record<string, unknown>>;
  /** Takes up a table that was kept, as `create` would make it; false when there is none of this name. */
  resume(input: CreateTableCommandInput): Promise<boolean>;
  /** One at a time, in the order of the calls. */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * Starts an engine with what is kept in `directory`, or an empty one in memory.
 *
 * @throws Error when another process uses the directory
 */
export async function createEngine(
  { region, account, clock }: { readonly region: string; readonly account: string; readonly clock: Clock },
  directory?: Place,
): Promise<Engine> {
  const path = directory === undefined ? {} : { path: directory.path };
  const store = db.create({ ...path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  await open(store, directory);
  store.tableDb.awsRegion = region;
  store.tableDb.awsAccountId = account;
  const tables = new Map<string, Table>();
  const streams = new Map<string, Stream>();
  const take = async (table: Table, input: unknown) => {
    if (hasStream(input)) streams.set(table.TableName, await openStream(store, table, { region, clock }));
    tables.set(table.TableName, table);
  };
  let tail: Promise<unknown> = Promise.resolve();

  const engine: Engine = {
    store,
    parse: (operation, input) => parse(store, operation, input),
    run: (operation, request, on = store) => run(operation, request, on),
    find: (tableName) => tables.get(tableName),
    table: (tableName) => tables.get(tableName) ?? missing(tableName),
    streams,
    read: (tableName, storedKey) => read(store, tableName, storedKey),
    async create(input) {
      const request = parse(store, "CreateTable", input);
      requireTableLimits(request);
      const answer = await run("CreateTable", request, store);
      const table = await untilActive(store, tableNameOf(input));
      await take(table, input);
      return { ...answer, TableDescription: table };
    },
    async resume(input) {
      const table = await found(store, tableNameOf(input));
      if (table === undefined) return false;
      requireSameTable(table, input);
      await take(table, input);
      return true;
    },
    exclusive(work) {
      const result = tail.then(work, work);
      // The queue goes on after a refused write, and closing must not report it again.
      tail = result.catch(() => undefined);
      return result;
    },
    async close() {
      await tail;
      await store.db.close();
    },
  };
  return engine;
}

function parse(store: Store, operation: EngineOperation, input: unknown): Parsed {
  const { rules } = operations[operation];
  const source = typeof input === "object" && input !== null ? structuredClone(input) : {};
  requireRequestLimits(operation, source as Parsed);
  const request = validations.checkTypes(source, rules.types);
  validations.checkValidations(request, rules.types, rules.custom, store);
  return request;
}

function run(operation: EngineOperation, request: Parsed, store: Store): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    operations[operation].act(store, request, (error, answer) =>
      error ? reject(error) : resolve(answer ?? {}),
    );
  });
}

function read(store: Store, tableName: string, storedKey: string): Promise<Item | undefined> {
  return new Promise((resolve, reject) => {
    store.getItemDb(tableName).get(storedKey, (error, item) => {
      if (error && error.name !== "NotFoundError") reject(error);
      else resolve(item);
    });
  });
}

async function open(store: Store, directory: Place | undefined): Promise<void> {
  try {
    await store.db.open();
    if (directory?.isFresh === true) await store.db.clear();
  } catch (error) {
    const { cause } = error as { cause?: { code?: string } };
    if (cause?.code !== "LEVEL_LOCKED") throw error;
    throw new Error(
      `Another process uses ${directory?.path}. Stop it first, or give this one another directory.`,
      { cause: error },
    );
  }
}

async function untilActive(store: Store, tableName: string): Promise<Table> {
  for (;;) {
    const table = await found(store, tableName);
    if (table?.TableStatus === "ACTIVE") return table;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function found(store: Store, tableName: string): Promise<Table | undefined> {
  return new Promise((resolve, reject) => {
    store.getTable(tableName, false, (error, table) => {
      if (error && error.name !== "NotFoundError") reject(error);
      else resolve(table);
    });
  });
}

/** @throws AwsError when its stream is to hold less than both images, which is not built */
function hasStream(input: unknown): boolean {
  const { StreamSpecification: wanted } = input as Pick<CreateTableCommandInput, "StreamSpecification">;
  if (wanted?.StreamEnabled !== true) return false;
  if (wanted.StreamViewType === "NEW_AND_OLD_IMAGES") return true;
  throw invalid(`A stream of ${wanted.StreamViewType} is not built: it is NEW_AND_OLD_IMAGES or none.`);
}

function tableNameOf(input: unknown): string {
  const name = typeof input === "object" && input !== null && "TableName" in input ? input.TableName : "";
  return String(name);
}

function missing(tableName: string): never {
  throw new AwsError(
    "ResourceNotFoundException",
    `Requested resource not found: Table: ${tableName} not found`,
  );
}
