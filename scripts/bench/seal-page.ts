import { GOALS, ratioOf } from "../../tests/bench/contest.ts";
import type { Outcome } from "../../tests/bench/rounds.ts";
import { UPLOADS } from "../../tests/bench/upload-names.ts";
import type { Conditions, Stamp } from "./conditions.ts";
import { profilePart, type OwnerFigures, type ProfileFigures } from "./seal-profile.ts";
import { listed, measuredAt, table } from "./table.ts";

/** How fast each was, in one browser or in Node. */
export interface SpeedFigures {
  readonly runtime: string;
  readonly sizeMiB: number;
  readonly outcomes: readonly Outcome[];
  /** What could not do it at all, and why. */
  readonly failed: Readonly<Record<string, string>>;
}

/** What sealing and hashing one file took above what was held before. */
export interface MemoryFigure {
  readonly runtime: string;
  readonly sizeMiB: number;
  readonly workers: number;
  readonly baselineBytes: number;
  readonly peakBytes: number;
}

/** The same file sent in different ways over one line. */
export interface UploadFigures {
  readonly sizeMiB: number;
  /** Of the line to the bucket; when left out it is as fast as this machine. */
  readonly megabitsPerSecond?: number;
  readonly outcomes: readonly Outcome[];
}

export interface SealEvidence extends Stamp {
  readonly conditions: Conditions;
  readonly speed: readonly SpeedFigures[];
  readonly memory: readonly MemoryFigure[];
  readonly uploads: readonly UploadFigures[];
  readonly profiles?: readonly ProfileFigures[];
  readonly owners?: readonly OwnerFigures[];
}

const MIB = 1024 ** 2;
/** Wanted of every size and number of workers. */
const MEMORY_GOAL_MIB = 64;
const UPLOAD_GOAL = 0.9;
/** What one part goes through, one after the other. */
const STEPS = ["raw: read 8 MiB", "raw: encrypt 256 KiB", "raw: hash 8 MiB"] as const;

export function sealSection(evidence: SealEvidence): string {
  return [
    "## Sealing",
    "",
    "`npm run bench:seal`; the single runs are in [the evidence](evidence/seal.json).",
    measuredAt(evidence),
    "",
    "All compete on one file in one run: once in each round, in an order drawn anew; the first round is dropped.",
    "Medians, and the best in brackets; MB/s are of plaintext. No figure here is asserted by a test.",
    "",
    ...evidence.speed.flatMap(speedPart),
    ...memoryPart(evidence.memory),
    ...profilePart(evidence.profiles ?? [], evidence.owners ?? []),
    ...uploadPart(evidence.uploads),
    ...listed(evidence.conditions),
    "",
    "What others run on this machine falls on all alike: ratios carry over, megabytes per second do not. The browser is driven",
    "without its network inspector, which copies every request's body. Firefox, Safari and phones were not measured.",
    "",
  ].join("\n");
}

function speedPart({ runtime, sizeMiB, outcomes, failed }: SpeedFigures): readonly string[] {
  const speed = (ms: number) => Math.round((sizeMiB * MIB) / 1000 / ms);
  const rows = outcomes.map(({ name, medianMs, bestMs, runsMs }) => [
    name,
    `${speed(medianMs)} (${speed(bestMs)})`,
    nanoseconds(medianMs, sizeMiB),
    runsMs.length,
  ]);
  const goals = GOALS.flatMap(({ of, against, atLeast }) => {
    const ratio = ratioOf(outcomes, of, against);
    if (ratio === undefined) return [];
    return [[of, against, ratioText(ratio), atLeast, ratio.median >= atLeast ? "yes" : "no"]];
  });
  return [
    `### ${runtime}, a file of ${sizeMiB} MiB`,
    "",
    table(["", "MB/s", "ns a byte", "runs"], rows),
    "",
    ...Object.entries(failed).flatMap(([name, why]) => [`${name} failed: ${why}.`, ""]),
    table(["", "against", "ratio", "wanted", "reached"], goals),
    "",
    ...profile(outcomes, sizeMiB),
  ];
}

/** Of what the time is made, so that a ratio that was missed says why. */
function profile(outcomes: readonly Outcome[], sizeMiB: number): readonly string[] {
  const costs = STEPS.map((step) => {
    const outcome = outcomes.find(({ name }) => name === step);
    return outcome === undefined ? NaN : Number(nanoseconds(outcome.medianMs, sizeMiB));
  });
  const [read = NaN, encrypt = NaN, hash = NaN] = costs;
  return [
    `A byte costs ${read} ns to read, ${encrypt} to encrypt and ${hash} to hash: of one worker that does nothing else, ${(read + encrypt + hash).toFixed(2)}.`,
    "The raw loops read nothing.",
    "",
  ];
}

function memoryPart(figures: readonly MemoryFigure[]): readonly string[] {
  const mebibytes = (bytes: number) => Math.round(bytes / MIB);
  const rows = figures.map(({ runtime, sizeMiB, workers, baselineBytes, peakBytes }) => [
    runtime,
    sizeMiB,
    workers,
    mebibytes(baselineBytes),
    mebibytes(peakBytes),
    peakBytes <= MEMORY_GOAL_MIB * MIB ? "yes" : "no",
  ]);
  const titles = ["", "file, MiB", "workers", "before, MiB", "above it, MiB", `${MEMORY_GOAL_MIB} or less`];
  return [
    "### Memory",
    "",
    "The most that the page's process, or Node's, rose above what it held before, while it read, sealed and hashed",
    "(PSS without the program's own files, whose share depends on which other browsers run).",
    "",
    table(titles, rows),
    "",
  ];
}

function uploadPart(figures: readonly UploadFigures[]): readonly string[] {
  const rows = figures.flatMap(({ sizeMiB, megabitsPerSecond, outcomes }) =>
    outcomes.map(({ name, medianMs, bestMs, runsMs }) => {
      const ratio = ratioOf(outcomes, name, UPLOADS.plain);
      const line = megabitsPerSecond === undefined ? "this machine alone" : `${megabitsPerSecond} Mbit/s`;
      const times = [Math.round(medianMs), Math.round(bestMs), runsMs.length];
      return [line, sizeMiB, name, ...times, ratio ? ratioText(ratio) : ""];
    }),
  );
  if (rows.length === 0) return [];
  const titles = [
    "line",
    "file, MiB",
    "",
    "ms",
    "best, ms",
    "runs",
    `speed; plain is 1, ${UPLOAD_GOAL} is wanted`,
  ];
  return [
    "### From choosing a file to its being handed in",
    "",
    "One file from one page to the embedded cloud on the same machine: sealed by our client with everything that belongs",
    "to a submission, and plain by presigned addresses into the same bucket, unhashed.",
    "",
    table(titles, rows),
    "",
  ];
}

const nanoseconds = (ms: number, sizeMiB: number) => ((ms * 1e6) / (sizeMiB * MIB)).toFixed(2);

const ratioText = ({ median, best }: { readonly median: number; readonly best: number }) =>
  `${median.toFixed(2)} (${best.toFixed(2)})`;
