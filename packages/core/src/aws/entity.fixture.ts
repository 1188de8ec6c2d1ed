import { startTables } from "../../../local-cloud/src/dynamodb/table.fixture.ts";
import type { Write } from "../kernel/index.ts";
import { COUNT, FIXED, FLAG, INDEX_KEY, KEY, TEXT, TEXTS } from "./attribute.ts";
import { createDatabase } from "./database.ts";
import { Entity } from "./entity.ts";
import { PRIMARY } from "./query.ts";

/** A kind of row with one attribute of each description; some bear words that DynamoDB's expressions reserve. */
export const Parcel = new Entity(
  {
    model: { entity: "parcel", version: "1" },
    attributes: {
      ...KEY,
      number: FIXED,
      state: { type: ["open", "sent", "lost"], required: true },
      name: TEXT,
      size: COUNT,
      weight: COUNT,
      isFragile: FLAG,
      labels: { ...TEXTS, readOnly: true },
      content: { type: "any" },
      gsi1pk: INDEX_KEY,
      gsi1sk: INDEX_KEY,
    },
    indexes: { primary: PRIMARY, byDay: { index: "gsi1", pk: "gsi1pk", sk: "gsi1sk" } },
  },
  { table: "record" },
);

/** A row with nothing but what it must have. */
export const parcel = { number: "7", state: "open", labels: ["glass"] } as const;

/** A database of the embedded cloud that holds parcels, and whether it takes a write. */
export async function startParcels() {
  const cloud = await startTables();
  const table = "record";
  const names = { record: table, audit: table, log: table, session: table, directory: table, limit: table };
  const database = createDatabase(cloud.owner, names);
  return {
    database,
    takes: async (write: Write) => (await database.commit([write])).outcome === "done",
    close: () => cloud.close(),
  };
}
