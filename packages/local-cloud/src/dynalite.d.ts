// What this package uses of dynalite 4.0.0, which ships no types. Values are as on the wire: `{ S: "…" }`, `{ N: "1" }`.
declare module "dynalite/db/index.js" {
  export type AttributeValue = Readonly<Record<string, unknown>>;
  export type Item = Readonly<Record<string, AttributeValue>>;
  export type Done<T> = (error: Error | null | undefined, value?: T) => void;
  export interface KeySchemaElement {
    readonly AttributeName: string;
    readonly KeyType: "HASH" | "RANGE";
  }
  export interface Index {
    readonly IndexName: string;
    readonly KeySchema: readonly KeySchemaElement[];
    readonly Projection: {
      readonly ProjectionType: "ALL" | "KEYS_ONLY" | "INCLUDE";
      readonly NonKeyAttributes?: readonly string[];
    };
  }
  export interface Table {
    readonly TableName: string;
    readonly TableArn: string;
    /** Seconds since the epoch. */
    readonly CreationDateTime: number;
    readonly TableStatus: string;
    readonly KeySchema: readonly KeySchemaElement[];
    readonly GlobalSecondaryIndexes?: readonly Index[];
    readonly LocalSecondaryIndexes?: readonly Index[];
    readonly AttributeDefinitions: readonly {
      readonly AttributeName: string;
      readonly AttributeType: string;
    }[];
  }
  export interface SubStore {
    lock(key: string, run: (release: <T>(done: Done<T>) => Done<T>) => void): void;
    get(key: string, done: Done<Item>): void;
    put(key: string, value: Item, done: Done<void>): void;
    del(key: string, done: Done<void>): void;
    createValueStream(options: unknown): unknown;
  }
  export type BatchOperation =
    | { readonly type: "put"; readonly key: string; readonly value: object }
    | { readonly type: "del"; readonly key: string };
  export interface KeyRange {
    readonly gt: string;
    readonly lt: string;
    readonly limit?: number;
  }
  export interface Store {
    readonly options: { readonly maxItemSize: number };
    readonly db: {
      open(): Promise<void>;
      clear(): Promise<void>;
      get(key: string): Promise<object | undefined>;
      batch(operations: readonly BatchOperation[]): Promise<void>;
      values(range: KeyRange): { all(): Promise<readonly object[]> };
      iterator(range: KeyRange): AsyncIterable<readonly [key: string, value: object]>;
      close(): Promise<void>;
    };
    readonly tableDb: { awsAccountId: string; awsRegion: string };
    getTable(name: string, checkStatus: boolean, done: Done<Table>): void;
    getItemDb(table: string): SubStore;
    getIndexDb(kind: string, table: string, index: string): SubStore;
  }
  const db: {
    create(options: {
      /** Where LevelDB keeps its files; in memory when left out. */
      readonly path?: string;
      readonly createTableMs: number;
      readonly deleteTableMs: number;
      readonly updateTableMs: number;
    }): Store;
    createKey(item: Item, table: Table): string;
    readonly validateKey: (key: Item, table: Table) => Error | null | undefined;
    readonly validateItem: (item: Item, table: Table) => Error | null | undefined;
    /** Bytes as DynamoDB counts them: names and values, without what it adds to store them. */
    itemSize(item: Item): number;
    checkConditional(request: object, existing: Item | undefined): Error | null | undefined;
    validationError(message: string): Error;
  };
  export default db;
}

declare module "dynalite/actions/*" {
  import type { Done, Store } from "dynalite/db/index.js";
  const action: (store: Store, request: object, done: Done<Record<string, unknown>>) => void;
  export default action;
}

declare module "dynalite/validations/index.js" {
  import type { Store } from "dynalite/db/index.js";
  const validations: {
    checkTypes(request: object, types: object): Record<string, unknown>;
    checkValidations(request: object, types: object, custom: unknown, store: Store): void;
  };
  export default validations;
}

declare module "dynalite/validations/*" {
  const validation: { readonly types: object; readonly custom?: unknown };
  export default validation;
}
