import { Readable } from "node:stream";
import type { BatchOperation, Store, SubStore } from "dynalite/db/index.js";
import type { Clock } from "../aws/principal.ts";
import type { Engine } from "../dynamodb/engine.ts";
import type { Faults } from "./faults.ts";

/** A change that reads of an index do not see yet. */
interface Unseen {
  /** What they see instead: the row before, or none. */
  readonly before: object | undefined;
  readonly lateness: Lateness;
}

/** Of all that one write changed in one index. */
interface Lateness {
  readsLeft: number;
  readonly untilMs: number;
}

/** Seen after so many reads of the index, or after this time, whichever is first. */
const mostReads = 4;
const longestMs = 2000;

const globalIndex = /^index-global~([^~]+)~([^~]+)~/;

/**
 * An engine whose global indexes lag behind the tables where a write was struck: they are eventually consistent.
 * What is kept is right at once, only reads look back, so a kill leaves no index behind.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.Writes
 */
export function withLateIndexes(
  engine: Engine,
  { faults, clock }: { readonly faults?: Faults | undefined; readonly clock: Clock },
): Engine {
  if (faults === undefined) return engine;
  const unseen = new Map<string, Unseen>();
  const store = writing(engine.store, async (operations) => {
    const latenesses = new Map<string, Lateness | undefined>();
    for (const { key } of operations) {
      const [prefix, table, index] = globalIndex.exec(key) ?? [];
      if (prefix === undefined) continue;
      if (!latenesses.has(prefix)) latenesses.set(prefix, latenessOf(faults, clock, `${table}/${index}`));
      const lateness = latenesses.get(prefix);
      if (lateness === undefined || unseen.has(key)) continue;
      unseen.set(key, { before: await engine.store.db.get(key), lateness });
    }
  });
  const late = reading(engine.store, (prefix) => {
    const inIndex = [...unseen].filter(([key]) => key.startsWith(prefix));
    for (const lateness of new Set(inIndex.map(([, each]) => each.lateness))) lateness.readsLeft -= 1;
    const isOver = ({ readsLeft, untilMs }: Lateness) => readsLeft < 0 || untilMs <= clock.now();
    for (const [key, { lateness }] of inIndex) if (isOver(lateness)) unseen.delete(key);
    return inIndex.filter(([key]) => unseen.has(key));
  });
  return { ...engine, store, run: (operation, request, on = late) => engine.run(operation, request, on) };
}

function latenessOf(faults: Faults, clock: Clock, index: string): Lateness | undefined {
  const strike = faults.strike("staleIndex", index);
  if (strike === undefined) return undefined;
  return { readsLeft: 1 + Math.floor(strike.size * mostReads), untilMs: clock.now() + longestMs };
}

/** The same store, with `look` called before each batch is written. */
function writing(store: Store, look: (operations: readonly BatchOperation[]) => Promise<void>): Store {
  const { db } = store;
  return {
    ...store,
    db: {
      open: () => db.open(),
      clear: () => db.clear(),
      get: (key) => db.get(key),
      values: (range) => db.values(range),
      iterator: (range) => db.iterator(range),
      close: () => db.close(),
      async batch(operations) {
        await look(operations);
        await db.batch(operations);
      },
    },
  };
}

/** The same store, whose global indexes are read as they were. `late` gives what is not seen, by key. */
function reading(store: Store, late: (prefix: string) => readonly (readonly [string, Unseen])[]): Store {
  return {
    ...store,
    getIndexDb(kind, table, index) {
      const committed: SubStore = store.getIndexDb(kind, table, index);
      const prefix = `index-${kind}~${table}~${index}~`;
      return {
        ...committed,
        createValueStream(options) {
          const changes = kind === "global" ? late(prefix) : [];
          if (changes.length === 0) return committed.createValueStream(options);
          return Readable.from(valuesOf(store, prefix, changes, options as ReadOptions));
        },
      };
    },
  };
}

/** What the engine asks of a range; its keys are without the index's prefix. */
interface ReadOptions {
  readonly gt?: string;
  readonly gte?: string;
  readonly lt?: string;
  readonly lte?: string;
  readonly reverse?: boolean;
  /** Below 0: all. */
  readonly limit?: number;
}

async function* valuesOf(
  { db }: Store,
  prefix: string,
  changes: readonly (readonly [string, Unseen])[],
  options: ReadOptions,
): AsyncGenerator<object> {
  const rows = new Map<string, object>();
  // The character after the one that ends the prefix.
  const range = { gt: prefix, lt: `${prefix.slice(0, -1)}\u007f` };
  for await (const [key, row] of db.iterator(range)) rows.set(key, row);
  for (const [key, { before }] of changes) {
    if (before === undefined) rows.delete(key);
    else rows.set(key, before);
  }
  const keys = [...rows.keys()]
    .filter((key) => isWithin(key.slice(prefix.length), options))
    .toSorted(ascending);
  if (options.reverse === true) keys.reverse();
  const { limit = -1 } = options;
  for (const key of limit < 0 ? keys : keys.slice(0, limit)) {
    const row = rows.get(key);
    if (row !== undefined) yield row;
  }
}

function isWithin(key: string, { gt, gte, lt, lte }: ReadOptions): boolean {
  return (
    (gt === undefined || key > gt) &&
    (gte === undefined || key >= gte) &&
    (lt === undefined || key < lt) &&
    (lte === undefined || key <= lte)
  );
}

/** The engine's keys are ASCII, so the order of code units is that of bytes. */
function ascending(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
