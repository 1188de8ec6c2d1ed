import { TABLE_NAMES } from "../../infra/policy/index.ts";
import { sum } from "./calls.ts";
import { ASSUMED, countCalls, httpCalls, invocations, type Load } from "./load.ts";

/** Something that AWS gives only so much of, and how much of it the busiest second needs. */
export interface Demand {
  readonly of: string;
  readonly needed: number;
  readonly limit: number;
  /** `quota`: AWS raises it when asked. `fixed`: nobody can. */
  readonly kind: "quota" | "fixed";
}

const DAY_SECONDS = 86_400;
/** What one environment of a function keeps, and for how long: `packages/core/src/aws/tenancy.ts`. */
const CACHED = { clinics: 200, seconds: 45 * 60 };

export const clinicsAt = (perDay: number) => Math.max(1, Math.ceil(perDay / ASSUMED.submissionsPerClinic));
export const peakPerSecond = (perDay: number) => (perDay / DAY_SECONDS) * ASSUMED.peakFactor;

/** Default quotas of an account in us-east-1; the page that shows them names their sources. */
export function demandsAt(load: Load, perDay: number): readonly Demand[] {
  const peak = peakPerSecond(perDay);
  const count = (action: RegExp) => peak * countCalls(load, (call) => action.test(call.action));
  const units = (table: string, kind: "readUnits" | "writeUnits") =>
    peak *
    sum(
      load.partitions.filter(({ of }) => of === table),
      (partition) => partition[kind],
    );
  const concurrency = peak * invocations(load).seconds;
  const ingest = countCalls(load, (call) => call.action === "lambda:InvokeFunction" && call.by === "ingest");
  return [
    { ...quota("STS: AssumeRole, a second", assumesAt(load, perDay), 600), kind: "fixed" },
    quota("Lambda: environments at a time", concurrency, 1000),
    quota("Lambda: batches of one queue at a time", peak * ingest * ASSUMED.ingestSeconds, 1250),
    quota("Cognito: sign-ins begun, a second", count(/:AdminInitiateAuth$/), 120),
    quota("API Gateway: calls, a second", peak * httpCalls(load), 10_000),
    quota("KMS: symmetric requests, a second", count(/^kms:/), 100_000),
    quota("DynamoDB: read units of `record`, a second", units("record", "readUnits"), 40_000),
    ...TABLE_NAMES.map((table) =>
      quota(`DynamoDB: write units of \`${table}\`, a second`, units(table, "writeUnits"), 40_000),
    ).filter(({ needed }) => needed > 0),
    ...hotKeys(load, perDay),
  ];
}

/** Above this nobody asks. */
const MOST_PER_DAY = 1e9;
const HALVINGS = 60;

/** Submissions a day at which each demand reaches its limit, by `of`; left out where it never does. */
export function fullAt(load: Load): ReadonlyMap<string, number> {
  const usedAt = (index: number, perDay: number) => {
    const demand = demandsAt(load, perDay)[index];
    return demand === undefined ? 0 : demand.needed / demand.limit;
  };
  const found = demandsAt(load, MOST_PER_DAY).flatMap(({ of, needed, limit }, index) => {
    if (needed < limit) return [];
    let [low, high] = [0, MOST_PER_DAY];
    for (let step = 0; step < HALVINGS; step += 1) {
      const middle = (low + high) / 2;
      if (usedAt(index, middle) < 1) low = middle;
      else high = middle;
    }
    return [[of, high] as const];
  });
  return new Map(found);
}

const quota = (of: string, needed: number, limit: number): Demand => ({ of, needed, limit, kind: "quota" });

/** Write units of one partition a second; where the sort key only grows, DynamoDB cannot split it. */
const PARTITION_WRITES = 1000;

/** The partitions that many submissions share: all of them the platform's, a clinic's largest share the others. */
function hotKeys(load: Load, perDay: number): readonly Demand[] {
  const ofLargest = Math.min(perDay, ASSUMED.submissionsOfLargest);
  return sharedPartitions(load).map(({ of, key, writeUnits }) => ({
    of: `DynamoDB: write units of \`${of}\` in \`${key}\`, a second`,
    needed: writeUnits * peakPerSecond(key.startsWith("{platform}") ? perDay : ofLargest),
    limit: PARTITION_WRITES,
    kind: "fixed",
  }));
}

/** One of a submission's own partitions, a task's, a session's or a person's takes no part of another's load. */
const OWN = /\{(sub|tsk|pat|per|id)\}/;

/** The partitions that grow hot with a clinic or with the platform, the hottest first; units of one submission. */
export function sharedPartitions({ partitions }: Load) {
  const shared = new Map<
    string,
    { readonly of: string; readonly key: string; readonly writeUnits: number }
  >();
  for (const { of, key, writeUnits } of partitions) {
    if (writeUnits === 0 || OWN.test(key)) continue;
    const known = shared.get(`${of} ${key}`)?.writeUnits ?? 0;
    shared.set(`${of} ${key}`, { of, key, writeUnits: known + writeUnits });
  }
  return [...shared.values()].sort((one, other) => other.writeUnits - one.writeUnits);
}

/**
 * Calls of AssumeRole in the busiest second. An environment keeps the credentials of so many clinics; a call for any
 * other clinic asks STS first, and what is kept is renewed in time. Environments take calls of all clinics alike.
 */
function assumesAt(load: Load, perDay: number): number {
  const clinics = clinicsAt(perDay);
  const { calls, seconds } = invocations(load);
  const peak = peakPerSecond(perDay);
  const missed = peak * calls * Math.max(0, 1 - CACHED.clinics / clinics);
  const renewed = (Math.ceil(peak * seconds) * Math.min(clinics, CACHED.clinics)) / CACHED.seconds;
  return missed + renewed;
}
