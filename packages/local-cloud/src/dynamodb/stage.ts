import type { BatchOperation, Item, Store, SubStore, Table } from "dynalite/db/index.js";
import type { Engine } from "./engine.ts";
import { rowFailure } from "./limits.ts";
import type { UserIdentity } from "./stream.ts";
import type { Change } from "./units.ts";

/** Writes that have been decided but are not visible yet. */
export interface Stage {
  /** A store for the engine's actions: reads fall through to what is committed, writes stay here. */
  readonly store: Store;
  /**
   * Makes all of it visible in one atomic batch: rows, index rows and what the streams tell of them. Returns what it did to
   * each row.
   */
  commit(circumstances?: Circumstances): Promise<readonly Change[]>;
}

interface Circumstances {
  /** AWS itself, where nobody asked for it. */
  readonly by?: UserIdentity;
  /** What else is to be kept in the same batch. */
  readonly beside?: readonly BatchOperation[];
}

/** Begins a staged write. To give it up, forget it. */
export function createStage(engine: Engine): Stage {
  const staged = new Map<string, Item | undefined>();
  /** Where in `staged` the rows of tables are, beside those of indexes. */
  const rows = new Map<string, { readonly table: Table; readonly storedKey: string }>();
  const committed = engine.store;
  const changeOf = async ([place, { table, storedKey }]: Row): Promise<readonly Change[]> => {
    const before = await engine.read(table.TableName, storedKey);
    // The engine's own objects have no prototype, those that are read have.
    const after = structuredClone(staged.get(place));
    const row = after ?? before;
    return row === undefined ? [] : [{ table, row, before, after }];
  };
  return {
    store: {
      ...committed,
      getItemDb: (name) => {
        const table = engine.table(name);
        const prefix = `item-${name}~`;
        return stagedStore(staged, prefix, committed.getItemDb(name), {
          touched: (storedKey) => rows.set(prefix + storedKey, { table, storedKey }),
          refuse: (item) => rowFailure(table, item),
        });
      },
      getIndexDb: (kind, name, index) =>
        stagedStore(
          staged,
          `index-${kind.toLowerCase()}~${name}~${index}~`,
          committed.getIndexDb(kind, name, index),
        ),
    },
    async commit({ by, beside = [] } = {}) {
      const changes = (await Promise.all([...rows].map(changeOf))).flat();
      const operations = [...staged].map(([key, value]): BatchOperation =>
        value === undefined ? { type: "del", key } : { type: "put", key, value },
      );
      operations.push(...beside);
      const streams = new Map(changes.map(({ table }) => [table, engine.streams.get(table.TableName)]));
      for (const [table, stream] of streams)
        operations.push(
          ...(stream?.operationsOf(
            changes.filter((each) => each.table === table),
            by,
          ) ?? []),
        );
      if (operations.length > 0) await committed.db.batch(operations);
      for (const stream of streams.values()) stream?.committed();
      return changes;
    },
  };
}

type Row = readonly [place: string, row: { readonly table: Table; readonly storedKey: string }];

/** What is to be known of the rows of a table, and not of those of an index. */
interface Watch {
  readonly touched: (storedKey: string) => void;
  readonly refuse: (item: Item) => Error | undefined;
}

/** The prefix must be the one that the engine itself gives to the keys of this part of its store. */
function stagedStore(
  staged: Map<string, Item | undefined>,
  prefix: string,
  committed: SubStore,
  watch?: Watch,
): SubStore {
  return {
    // Whole calls are exclusive already.
    lock: (_key, run) => run((done) => done),
    get(key, done) {
      if (!staged.has(prefix + key)) committed.get(key, done);
      else setImmediate(done, null, structuredClone(staged.get(prefix + key)));
    },
    put(key, value, done) {
      const refusal = watch?.refuse(value);
      if (!refusal) staged.set(prefix + key, value);
      watch?.touched(key);
      setImmediate(done, refusal);
    },
    del(key, done) {
      watch?.touched(key);
      staged.set(prefix + key, undefined);
      setImmediate(done, null);
    },
    createValueStream: (options) => committed.createValueStream(options),
  };
}
