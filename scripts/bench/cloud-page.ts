import type { Speeds } from "./cloud/race.ts";
import type { StartFigure } from "./cloud/start.ts";
import type { UploadFigure } from "./cloud/upload.ts";
import type { Conditions, Stamp } from "./conditions.ts";
import { listed, measuredAt, table } from "./table.ts";

export interface CloudEvidence extends Stamp {
  readonly conditions: Conditions;
  readonly speeds: readonly Speeds[];
  readonly uploads: readonly UploadFigure[];
  readonly start: StartFigure;
}

/** Wanted of a start with as many documents. */
const START_GOAL = { documents: 10_000, ms: 5000 } as const;
const MIB = 1024 ** 2;

export function cloudSection(evidence: CloudEvidence): string {
  return [
    "## The embedded cloud",
    "",
    "`npm run bench:cloud`; [the evidence](evidence/cloud.json). No figure here is asserted by a test.",
    measuredAt(evidence),
    "",
    ...speedPart(evidence.speeds),
    ...uploadPart(evidence.uploads),
    ...startPart(evidence.start),
    ...listed(evidence.conditions),
    "",
    "This is what a laptop and the tests wait for, and says nothing of AWS.",
    "",
  ].join("\n");
}

function speedPart(speeds: readonly Speeds[]): readonly string[] {
  const rows = speeds.map(({ operation, memory, directory, raw, call }) => [
    operation,
    memory,
    directory,
    raw,
    call,
    ratio(memory, raw),
    ratio(directory, raw),
    ratio(memory, call),
    ratio(directory, call),
  ]);
  const titles = [
    "operations a second",
    "in memory",
    "on a directory",
    "raw",
    "empty call",
    "memory / raw",
    "directory / raw",
    "memory / empty call",
    "directory / empty call",
  ];
  return [
    "Medians, in one run with what the cloud stands on: LevelDB for rows, files for objects, lines of one file for messages,",
    "AES-256-GCM and scrypt; the raw engine speaks no HTTP and asks nobody. An empty call is one of the AWS SDK that a server",
    "answers at once with nothing: as fast as any cloud of this kind can be.",
    "",
    table(titles, rows),
    "",
  ];
}

function uploadPart(uploads: readonly UploadFigure[]): readonly string[] {
  const rows = uploads.map(({ on, fileBytes, runs, medianMs, bestMs }) => [
    on === "memory" ? "in memory" : "on a directory",
    Math.round(fileBytes / 1024),
    runs,
    medianMs,
    bestMs,
  ]);
  return [
    "### From upload to routed",
    "",
    "One photo, by our client: sealed, sent, verified by the worker, routed.",
    "",
    table(["cloud", "file, KiB", "runs", "ms", "best, ms"], rows),
    "",
  ];
}

function startPart(start: StartFigure): readonly string[] {
  const { documents, rows, directoryBytes, runs, medianMs, medianProcessMs, slowestProcessMs } = start;
  const isFull = documents >= START_GOAL.documents;
  const titles = [
    "documents",
    "rows",
    "directory, MiB",
    "starts",
    "ms until it serves",
    "ms from the process's start",
    "slowest, ms",
    `${START_GOAL.documents} in less than ${START_GOAL.ms} ms`,
  ];
  const reached = isFull ? (slowestProcessMs < START_GOAL.ms ? "yes" : "no") : "not measured";
  const figures = [
    documents,
    rows,
    Math.round(directoryBytes / MIB),
    runs,
    medianMs,
    medianProcessMs,
    slowestProcessMs,
    reached,
  ];
  return ["### Starting on what is kept", "", table(titles, [figures]), ""];
}

const ratio = (speed: number, of: number) => (speed / of).toPrecision(2);
