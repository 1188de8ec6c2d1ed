import type { BatchOperation, KeyRange, Store } from "dynalite/db/index.js";
import type { StreamRecord } from "./stream.ts";

/** What of a stream's shards is over. */
export interface Horizons {
  /** Number of the last record of a shard that nobody reads any more, removed or not; empty when there is none. */
  readonly of: (shardID: string) => Promise<string>;
  /** Removes what nobody reads any more, and keeps how far. */
  readonly trim: () => Promise<void>;
}

interface Shards {
  readonly tableName: string;
  readonly shardIDs: readonly string[];
  readonly range: (shardID: string) => KeyRange;
  readonly isTrimmed: (record: StreamRecord) => boolean;
}

/** Opens what is kept of how far the shards were trimmed. */
export async function openHorizons(store: Store, shards: Shards): Promise<Horizons> {
  const { tableName, shardIDs, range, isTrimmed } = shards;
  const keyOf = (shardID: string) => `stream-trimmed~${tableName}~${shardID}`;
  const removed = new Map<string, string>();
  for (const shardID of shardIDs) {
    const kept = (await store.db.get(keyOf(shardID))) as { readonly to: string } | undefined;
    removed.set(shardID, kept?.to ?? "");
  }
  /** Records that are over and not removed yet. */
  async function* stale(shardID: string): AsyncGenerator<readonly [key: string, number: string]> {
    for await (const [key, value] of store.db.iterator(range(shardID))) {
      const record = value as StreamRecord;
      if (!isTrimmed(record)) return;
      yield [key, record.dynamodb.SequenceNumber];
    }
  }
  return {
    async of(shardID) {
      let to = removed.get(shardID) ?? "";
      for await (const [, number] of stale(shardID)) to = number;
      return to;
    },
    async trim() {
      for (const shardID of shardIDs) {
        const gone: BatchOperation[] = [];
        let to = "";
        for await (const [key, number] of stale(shardID)) {
          gone.push({ type: "del", key });
          to = number;
        }
        if (gone.length === 0) continue;
        await store.db.batch([...gone, { type: "put", key: keyOf(shardID), value: { to } }]);
        removed.set(shardID, to);
      }
    },
  };
}
