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
import { AwsError } from "../aws/error.ts";

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
  read(tableName: string, storedKey: string): Promise<Item | undefined>;
  /** Creates a table and waits until it is `ACTIVE`. */
  create(input: unknown): Promise<Record<string, unknown>>;
  /** One at a time, in the order of the calls. */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Starts an empty engine in memory. */
export function createEngine(region: string, account: string): Engine {
  const store = db.create({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  store.tableDb.awsRegion = region;
  store.tableDb.awsAccountId = account;
  const tables = new Map<string, Table>();
  let tail: Promise<unknown> = Promise.resolve();

  const engine: Engine = {
    store,
    parse: (operation, input) => parse(store, operation, input),
    run: (operation, request, on = store) => run(operation, request, on),
    find: (tableName) => tables.get(tableName),
    table: (tableName) => tables.get(tableName) ?? missing(tableName),
    read: (tableName, storedKey) => read(store, tableName, storedKey),
    async create(input) {
      const answer = await run("CreateTable", parse(store, "CreateTable", input), store);
      const table = await untilActive(store, tableNameOf(input));
      tables.set(table.TableName, table);
      return { ...answer, TableDescription: table };
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

async function untilActive(store: Store, tableName: string): Promise<Table> {
  for (;;) {
    const table = await new Promise<Table | undefined>((resolve, reject) => {
      store.getTable(tableName, false, (error, found) => (error ? reject(error) : resolve(found)));
    });
    if (table?.TableStatus === "ACTIVE") return table;
    await new Promise((resolve) => setImmediate(resolve));
  }
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
