import type { Owners } from "../../tests/bench/owners.ts";
import type { TimeProfile } from "../../tests/bench/profile.ts";
import { table } from "./table.ts";

/** Why a figure is what it is. */
export interface ProfileFigures {
  readonly runtime: string;
  /** MiB of the file that was worked through. */
  readonly sizeMiB: number;
  readonly processors: number;
  readonly times: readonly TimeProfile[];
}

/** Whose the memory was that one run took. */
export interface OwnerFigures {
  readonly runtime: string;
  readonly sizeMiB: number;
  readonly workers: number;
  readonly owners: Owners;
}

const MIB = 1024 ** 2;
/** Threads below this share of all are shown together. */
const LEAST_SHARE = 0.02;

export function profilePart(
  profiles: readonly ProfileFigures[],
  owned: readonly OwnerFigures[],
): readonly string[] {
  return [...profiles.flatMap(timesPart), ...ownersPart(owned)];
}

function timesPart({ runtime, sizeMiB, processors, times }: ProfileFigures): readonly string[] {
  const together = times.map(({ threads }) => sum(Object.values(threads)));
  const all = [...new Set(times.flatMap(({ threads }) => Object.keys(threads)))];
  const large = all.filter((thread) =>
    times.some(({ threads }, index) => (threads[thread] ?? 0) >= LEAST_SHARE * (together[index] ?? 0)),
  );
  const spent = (of: readonly string[]) =>
    times.map(({ threads }) => Math.round(sum(of.map((thread) => threads[thread] ?? 0))));
  const rows = [
    ...large.map((thread) => [thread, ...spent([thread])]),
    ["all others", ...spent(all.filter((thread) => !large.includes(thread)))],
    ["**together**", ...together.map(Math.round)],
    [`together, on ${processors} processors`, ...together.map((ms) => Math.round(ms / processors))],
    ["it took", ...times.map(({ wallMs }) => Math.round(wallMs))],
  ];
  return [
    `### Where the time goes: ${runtime}, a file of ${sizeMiB} MiB`,
    "",
    "Milliseconds of the processor, by kind of process and thread; of one run, each running alone. No work can be done",
    "sooner than its time together, divided among the processors: the raw loops leave out what reading costs.",
    "",
    table(["", ...times.map(({ name }) => name)], rows),
    "",
  ];
}

function ownersPart(owned: readonly OwnerFigures[]): readonly string[] {
  if (owned.length === 0) return [];
  const names = [...new Set(owned.flatMap(({ owners }) => Object.keys(owners)))];
  const mebibytes = (bytes: number) => (bytes / MIB).toFixed(1);
  const rows = owned.map(({ runtime, sizeMiB, workers, owners }) => [
    runtime,
    sizeMiB,
    workers,
    ...names.map((name) => mebibytes(owners[name] ?? 0)),
  ]);
  return [
    "### Whose the memory is",
    "",
    "MiB above what was held before, by the browser's own account, when the process was largest. What is missing are the",
    "pipes of 2 MiB through which the browser gives it the file. Addresses are counted here, not pages: the 72 MiB with",
    "which the collector is woken show up where they stand, although nothing is ever written to them.",
    "",
    table(["", "file, MiB", "workers", ...names], rows),
    "",
  ];
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
