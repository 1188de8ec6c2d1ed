import { functionDefinition, type DeployedFunction } from "../../infra/policy/index.ts";
import { sum, type CallCount, type PartitionCount, type SceneCount } from "./calls.ts";
import type { Scene } from "./scenes.ts";

export type Scenes = Readonly<Record<Scene, SceneCount>>;

/** How often each scene is played for one submission: staff sign in once for twenty of them. */
export const MIX = { signIn: 1.05, submission: 1, open: 1, others: 1, accept: 1 } as const satisfies Partial<
  Record<Scene, number>
>;

/** What cannot be counted here, and is taken to be so. */
export const ASSUMED = {
  /** Of an HTTP call: some ten calls of DynamoDB, one behind the other. */
  httpSeconds: 0.12,
  /** Of an event of `ingest`, which reads a whole document again. */
  ingestSeconds: 1,
  /** What a call leaves in the logs of function and API. */
  logBytes: 1200,
  /** The portal's files, for someone whose browser has none of them. */
  portalBytes: 150_000,
  /** Patients' submissions in a month, each. */
  sendsPerPerson: 2,
  /** Busiest second against the average one. */
  peakFactor: 5,
  /** Of an average clinic, in a day. */
  submissionsPerClinic: 200,
  /** Of the largest clinic, in a day. */
  submissionsOfLargest: 2000,
} as const;

/** One submission and all that follows from it. */
export interface Load {
  readonly calls: readonly CallCount[];
  readonly partitions: readonly PartitionCount[];
}

/** Adds the scenes up as they are mixed. */
export function loadOf(scenes: Scenes): Load {
  const parts = Object.entries(MIX).map(([scene, times]) => ({
    times,
    ...scenes[scene as keyof typeof MIX],
  }));
  return {
    calls: parts.flatMap(({ times, calls }) =>
      calls.map((call) => ({
        ...call,
        calls: call.calls * times,
        readUnits: call.readUnits * times,
        writeUnits: call.writeUnits * times,
        receivedBytes: call.receivedBytes * times,
        sentBytes: call.sentBytes * times,
      })),
    ),
    partitions: parts.flatMap(({ times, partitions }) =>
      partitions.map((partition) => ({
        ...partition,
        readUnits: partition.readUnits * times,
        writeUnits: partition.writeUnits * times,
        storedBytes: partition.storedBytes * times,
      })),
    ),
  };
}

/** How many calls there are of those that `which` picks. */
export function countCalls({ calls }: Load, which: (call: CallCount) => boolean): number {
  return sum(calls.filter(which), (call) => call.calls);
}

const isInvocation = ({ action }: CallCount) => action === "lambda:InvokeFunction";

/** Calls of people, which pass CloudFront, WAF and API Gateway. */
export function httpCalls(load: Load): number {
  return countCalls(load, (call) => isInvocation(call) && call.by !== "ingest");
}

/** Invocations of all functions, and for how many seconds they run. */
export function invocations(load: Load) {
  const runs = load.calls.filter(isInvocation).map(({ by, calls }) => {
    const seconds = calls * (by === "ingest" ? ASSUMED.ingestSeconds : ASSUMED.httpSeconds);
    const gigabytes = functionDefinition(by as DeployedFunction).memoryMegabytes / 1024;
    return { calls, seconds, gigabyteSeconds: seconds * gigabytes };
  });
  return {
    calls: sum(runs, (run) => run.calls),
    seconds: sum(runs, (run) => run.seconds),
    gigabyteSeconds: sum(runs, (run) => run.gigabyteSeconds),
  };
}

/** Calls that the trail writes down: all of S3, and of DynamoDB all but those on the counters of calls. */
export function dataEvents(load: Load): number {
  return tableEvents(load) + countCalls(load, ({ action }) => action.startsWith("s3:"));
}

/** Those of them that are calls of DynamoDB. */
export function tableEvents(load: Load): number {
  return countCalls(load, ({ action, tables }) => action.startsWith("dynamodb:") && tables !== "limit");
}

/** Bytes of rows that stay: counters and sessions end by themselves. */
export function keptBytes({ partitions }: Load, where: "tables" | "indexes"): number {
  const kept = partitions.filter(({ of }) => /^(record|audit)(\.|$)/.test(of));
  return sum(
    kept.filter(({ of }) => of.includes(".") === (where === "indexes")),
    (partition) => partition.storedBytes,
  );
}
