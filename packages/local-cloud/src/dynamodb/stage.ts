import type { BatchOperation, Item, Store, SubStore, Table } from "dynalite/db/index.js";
import db from "dynalite/db/index.js";
import type { Engine } from "./engine.ts";

/** Writes that have been decided but are not visible yet. */
export interface Stage {
  /** A store for the engine's actions: reads fall through to what is committed, writes stay here. */
  readonly store: Store;
  /** Makes all of it visible in one atomic batch: rows and index rows together. */
  commit(): Promise<void>;
}

/** Begins a staged write. To give it up, forget it. */
export function createStage(engine: Engine): Stage {
  const staged = new Map<string, Item | undefined>();
  const committed = engine.store;
  return {
    store: {
      ...committed,
      getItemDb: (name) => {
        const table = engine.table(name);
        return stagedStore(staged, `item-${name}~`, committed.getItemDb(name), (item) =>
          emptyIndexKey(table, item),
        );
      },
      getIndexDb: (kind, name, index) =>
        stagedStore(
          staged,
          `index-${kind.toLowerCase()}~${name}~${index}~`,
          committed.getIndexDb(kind, name, index),
        ),
    },
    async commit() {
      const operations = [...staged].map(([key, value]): BatchOperation =>
        value === undefined ? { type: "del", key } : { type: "put", key, value },
      );
      if (operations.length > 0) await committed.db.batch(operations);
    },
  };
}

/** The prefix must be the one that the engine itself gives to the keys of this part of its store. */
function stagedStore(
  staged: Map<string, Item | undefined>,
  prefix: string,
  committed: SubStore,
  refuse: (item: Item) => Error | undefined = () => undefined,
): SubStore {
  return {
    // Whole calls are exclusive already.
    lock: (_key, run) => run((done) => done),
    get(key, done) {
      if (!staged.has(prefix + key)) committed.get(key, done);
      else setImmediate(done, null, structuredClone(staged.get(prefix + key)));
    },
    put(key, value, done) {
      const refusal = refuse(value);
      if (!refusal) staged.set(prefix + key, value);
      setImmediate(done, refusal);
    },
    del(key, done) {
      staged.set(prefix + key, undefined);
      setImmediate(done, null);
    },
    createValueStream: (options) => committed.createValueStream(options),
  };
}

/** DynamoDB refuses an empty value in the key of an index; the engine would take it. */
function emptyIndexKey(table: Table, item: Item): Error | undefined {
  const indexes = [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])];
  for (const index of indexes)
    for (const { AttributeName } of index.KeySchema) {
      const value = item[AttributeName];
      if (value && (value["S"] === "" || value["B"] === ""))
        return db.validationError(
          "One or more parameter values are not valid. A value specified for a secondary index key is not supported. " +
            `The AttributeValue for a key attribute cannot contain an empty string value. IndexName: ${index.IndexName}, IndexKey: ${AttributeName}`,
        );
    }
  return undefined;
}
