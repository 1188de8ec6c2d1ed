import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { GetItemCommand, TransactWriteItemsCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { until } from "../support/until.ts";

/** Rows that are counted up one by one, each step under a client token of its own. */
export interface Counters {
  /** How far each has come, as the cloud acknowledged it. */
  readonly counts: Map<string, number>;
  /** The step of which nobody knows, by counter. */
  readonly underWay: Map<string, number>;
}

/** What a function that is fed by the stream has been told, over all lives of the cloud. */
export interface StreamCount {
  /** One for each change that the rows show. */
  readonly expected: number;
  readonly seen: number;
  /** Records that came more than once, as they may. */
  readonly repeated: number;
}

export const COUNTERS = ["counter 0", "counter 1", "counter 2"] as const;

export function newCounters(): Counters {
  return { counts: new Map(), underWay: new Map() };
}

const Image = z.object({ pk: z.object({ S: z.string() }), n: z.object({ N: z.string() }).optional() });
const Told = z.object({
  number: z.string(),
  name: z.enum(["INSERT", "MODIFY", "REMOVE"]),
  keys: z.object({ pk: z.object({ S: z.string() }) }),
  before: Image.optional(),
  after: Image.optional(),
});
type Told = z.infer<typeof Told>;

/** Counts one further. */
export async function countUp(dynamo: DynamoDBClient, counters: Counters, name: string): Promise<void> {
  const next = (counters.counts.get(name) ?? 0) + 1;
  counters.underWay.set(name, next);
  await step(dynamo, name, next);
  counters.underWay.delete(name);
  counters.counts.set(name, next);
}

/**
 * Does the steps of which nobody knows, and the last that was acknowledged, once more under their tokens: afterwards each
 * has counted once. @returns sentences, when one has not
 */
export async function settle(dynamo: DynamoDBClient, counters: Counters): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const name of COUNTERS) {
    const known = counters.counts.get(name) ?? 0;
    const wanted = counters.underWay.get(name) ?? known;
    for (const number of new Set([known, wanted])) if (number > 0) await step(dynamo, name, number);
    counters.underWay.delete(name);
    counters.counts.set(name, wanted);
    const Key = { pk: { S: name } };
    const { Item } = await dynamo.send(new GetItemCommand({ TableName: "rows", Key, ConsistentRead: true }));
    const found = Number(Item?.["n"]?.N ?? 0);
    if (found < wanted) faults.push(`lost: a step of ${name}, which is at ${found} and not at ${wanted}`);
    if (found > wanted) faults.push(`torn: ${name} is at ${found}, and its token counted twice`);
  }
  return faults;
}

function step(dynamo: DynamoDBClient, name: string, number: number) {
  const Update = {
    TableName: "rows",
    Key: { pk: { S: name } },
    UpdateExpression: "ADD n :one",
    ExpressionAttributeValues: { ":one": { N: "1" } },
  };
  const ClientRequestToken = `${name} ${number}`;
  return dynamo.send(new TransactWriteItemsCommand({ ClientRequestToken, TransactItems: [{ Update }] }));
}

/**
 * Waits until the function has been told of everything that stands, and judges all that it was told.
 *
 * @param pairs whose two rows are there
 */
export async function streamFaultsOf(
  directory: string,
  { counts }: Counters,
  pairs: ReadonlySet<string>,
  patienceSeconds = 30,
): Promise<StreamCount & { readonly faults: readonly string[] }> {
  const expected = [...counts.values()].reduce((sum, count) => sum + count, 2 * pairs.size);
  const distinct = (told: readonly Told[]) => new Set(told.map(({ number }) => number)).size;
  const look = async () => {
    const records = await readTold(directory);
    return distinct(records) >= expected && records;
  };
  const told = await until("The stream's last record", look, patienceSeconds).catch(() =>
    readTold(directory),
  );
  const seen = distinct(told);
  const faults = COUNTERS.flatMap((name) => orderFaultsOf(name, counts.get(name) ?? 0, told));
  const rows = new Set(told.filter(({ name }) => name === "INSERT").map(({ keys }) => keys.pk.S));
  for (const pair of pairs)
    for (const which of ["one", "two"])
      if (!rows.has(`${pair} ${which}`)) faults.push(`lost: the stream record of ${pair} ${which}`);
  if (seen > expected) faults.push(`torn: ${seen} stream records of ${expected} changes`);
  return { expected, seen, repeated: told.length - seen, faults };
}

/** Steps may be told again, from any on, but never is one left out, and each shows the row before and after it. */
function orderFaultsOf(name: string, count: number, told: readonly Told[]): string[] {
  const faults: string[] = [];
  let last = 0;
  let most = 0;
  for (const { keys, before, after } of told) {
    if (keys.pk.S !== name) continue;
    const number = Number(after?.n?.N);
    if (number > last + 1) faults.push(`lost: ${name} was told of ${number} after ${last}`);
    if (Number(before?.n?.N ?? 0) !== number - 1 || after?.pk.S !== name)
      faults.push(`torn: a record of ${name}, ${JSON.stringify({ before, after })}`);
    last = number;
    most = Math.max(most, number);
  }
  if (most < count) faults.push(`lost: the stream records of ${name} behind ${most}, of ${count}`);
  return faults;
}

/** A line that was broken off when the process was killed counts for nothing: its record comes again. */
async function readTold(directory: string): Promise<readonly Told[]> {
  const text = await readFile(join(directory, TOLD_FILE), "utf8").catch(() => "");
  return text.split("\n").flatMap((line) => {
    try {
      return [Told.parse(JSON.parse(line))];
    } catch {
      return [];
    }
  });
}

export const TOLD_FILE = "told.jsonl";

/**
 * The function: it writes what it is told where no kill can take it back, and then answers. It takes its time, so that
 * kills fall into its work.
 */
export const LISTENER = `
import { appendFileSync } from "node:fs";
export async function handler({ Records }) {
  await new Promise((resolve) => setTimeout(resolve, 100));
  for (const { eventName, dynamodb } of Records) {
    const { Keys, OldImage, NewImage, SequenceNumber } = dynamodb;
    const line = { number: SequenceNumber, name: eventName, keys: Keys, before: OldImage, after: NewImage };
    appendFileSync(process.env.TOLD, "\\n" + JSON.stringify(line));
  }
  return { batchItemFailures: [] };
}`;
