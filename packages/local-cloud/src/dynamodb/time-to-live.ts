import type { Item, Table } from "dynalite/db/index.js";
import type { Clock } from "../aws/principal.ts";
import type { ClientTokens } from "./client-tokens.ts";
import type { Engine } from "./engine.ts";
import { createStage } from "./stage.ts";
import type { UserIdentity } from "./stream.ts";

/** What is longer past is taken for a mistake, and the row stays. */
const oldestSeconds = 5 * 365 * 24 * 60 * 60;

/** By this a stream's reader tells an expiry from a deletion. */
const DYNAMODB: UserIdentity = { type: "Service", principalId: "dynamodb.amazonaws.com" };

/**
 * Deletes the rows whose attribute, epoch seconds as a number, is past; `attributes` tells it by table name. Until then
 * they are read, as in AWS, which deletes within days.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-before-you-start.html
 *
 * @returns how many
 */
async function expireRows(
  engine: Engine,
  clock: Clock,
  attributes: Readonly<Record<string, string>>,
): Promise<number> {
  let count = 0;
  for (const [tableName, attribute] of Object.entries(attributes)) {
    const table = engine.table(tableName);
    const isPast = (row: Item | undefined) => isExpired(row?.[attribute]?.["N"], clock.now() / 1000);
    const prefix = `item-${tableName}~`;
    for await (const [key, row] of engine.store.db.iterator({ gt: prefix, lt: `${prefix}~` }))
      if (isPast(row as Item) && (await remove(engine, table, key.slice(prefix.length), isPast))) count += 1;
  }
  return count;
}

/** Expires rows and client tokens, and removes what the streams hold for longer than a day. @returns how many rows */
export async function expireAll(
  engine: Engine,
  tokens: ClientTokens,
  clock: Clock,
  attributes: Readonly<Record<string, string>>,
): Promise<number> {
  const count = await expireRows(engine, clock, attributes);
  await tokens.trim();
  for (const stream of engine.streams.values()) await stream.trim();
  return count;
}

function isExpired(value: unknown, nowSeconds: number): boolean {
  if (typeof value !== "string") return false;
  const seconds = Number(value);
  return seconds <= nowSeconds && seconds > nowSeconds - oldestSeconds;
}

/** Looks at the row once more where nobody can write it meanwhile. */
function remove(
  engine: Engine,
  table: Table,
  storedKey: string,
  isPast: (row: Item | undefined) => boolean,
): Promise<boolean> {
  return engine.exclusive(async () => {
    const row = await engine.read(table.TableName, storedKey);
    if (row === undefined || !isPast(row)) return false;
    const stage = createStage(engine);
    const Key = Object.fromEntries(table.KeySchema.map(({ AttributeName: name }) => [name, row[name]]));
    const request = engine.parse("DeleteItem", { TableName: table.TableName, Key });
    await engine.run("DeleteItem", request, stage.store);
    await stage.commit({ by: DYNAMODB });
    return true;
  });
}
