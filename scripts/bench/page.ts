import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { format } from "prettier";
import { ROOT } from "../bundle.ts";
import { cloudSection, type CloudEvidence } from "./cloud-page.ts";
import type { Conditions, Stamp } from "./conditions.ts";
import { sealSection, type SealEvidence } from "./seal-page.ts";
import { listed, measuredAt, table } from "./table.ts";

const EVIDENCE = join(ROOT, "docs/evidence");
const PAGE = join(ROOT, "docs/benchmarks.md");

/** What is kept of one run of Lighthouse. */
export interface Measured {
  /** Of 100. */
  readonly performanceScore: number;
  /** Of 100. */
  readonly accessibilityScore: number;
  /** Of 100. */
  readonly bestPracticesScore: number;
  readonly firstContentfulPaintMs: number;
  readonly largestContentfulPaintMs: number;
  readonly totalBlockingTimeMs: number;
  /** Without unit. */
  readonly layoutShift: number;
  /** Everything that came over the wire. */
  readonly transferredBytes: number;
}

export interface WebEvidence extends Stamp {
  readonly conditions: Conditions;
  readonly pages: Readonly<Record<string, { readonly median: Measured; readonly runs: readonly Measured[] }>>;
}

/** One function, as it is deployed. */
export interface FunctionFigures {
  readonly name: string;
  readonly sizeBytes: number;
  readonly compressedBytes: number;
  readonly budgetBytes: number;
  /** Of a new process that loads the bundle, in the middle of the runs. */
  readonly importMs: number;
}

export interface FunctionEvidence extends Stamp {
  readonly conditions: Conditions;
  readonly functions: readonly FunctionFigures[];
}

interface AllEvidence {
  readonly web: WebEvidence;
  readonly functions: FunctionEvidence;
  readonly seal: SealEvidence;
  readonly cloud: CloudEvidence;
}

const SECTIONS: { readonly [Name in keyof AllEvidence]: (evidence: AllEvidence[Name]) => string } = {
  web: webSection,
  functions: functionSection,
  seal: sealSection,
  cloud: cloudSection,
};

/** Keeps what was measured, and writes the page that people read anew, from all evidence and nothing else. */
export async function keepEvidence<Name extends keyof AllEvidence>(
  name: Name,
  evidence: AllEvidence[Name],
): Promise<void> {
  await mkdir(EVIDENCE, { recursive: true });
  await writeFile(
    join(EVIDENCE, `${name}.json`),
    await format(JSON.stringify(evidence), { parser: "json", printWidth: 110 }),
  );
  const sections = [
    await sectionOf("web"),
    await sectionOf("functions"),
    await sectionOf("seal"),
    await sectionOf("cloud"),
  ].filter(Boolean);
  const page = ["# Measured", "", "Written by the benchmarks and by nothing else.", "", ...sections].join(
    "\n",
  );
  await writeFile(PAGE, await format(page, { parser: "markdown", printWidth: 110 }));
}

async function sectionOf<Name extends keyof AllEvidence>(name: Name): Promise<string> {
  const file = join(EVIDENCE, `${name}.json`);
  if (!existsSync(file)) return "";
  return SECTIONS[name](JSON.parse(await readFile(file, "utf8")) as AllEvidence[Name]);
}

export function webSection(evidence: WebEvidence): string {
  const figures = Object.entries(evidence.pages).map(([name, { median }]) => [
    name,
    ...(Object.values(median) as number[]),
  ]);
  const titles = [
    "page",
    "performance",
    "accessibility",
    "best practices",
    "first paint, ms",
    "largest paint, ms",
    "blocked, ms",
    "layout shift",
    "transferred, bytes",
  ];
  return [
    "## The portal, by Lighthouse",
    "",
    "`npm run bench:web`; the single runs are in [the evidence](evidence/web.json). Medians.",
    measuredAt(evidence),
    "",
    table(titles, figures),
    "",
    "The scores are of 100. A score for accessibility counts what Lighthouse can see and proves no more than that.",
    "",
    ...listed(evidence.conditions),
    "",
    "What a machine under load measures is slower than what a visitor sees, and a network that is simulated is not one.",
    "Firefox, Safari and real phones were not measured.",
    "",
  ].join("\n");
}

export function functionSection(evidence: FunctionEvidence): string {
  const kilobytes = (bytes: number) => Math.ceil(bytes / 1024);
  const rows = evidence.functions.map(({ name, sizeBytes, compressedBytes, budgetBytes, importMs }) => [
    name,
    kilobytes(sizeBytes),
    kilobytes(budgetBytes),
    kilobytes(compressedBytes),
    importMs,
  ]);
  return [
    "## The functions",
    "",
    "`npm run bench:functions`; [the evidence](evidence/functions.json). The budget is held by a test.",
    measuredAt(evidence),
    "",
    table(["function", "bundle, KiB", "budget, KiB", "compressed, KiB", "loaded in a new process, ms"], rows),
    "",
    ...listed(evidence.conditions),
    "",
    "This is Node on this machine, not Lambda: only what the functions cost beside each other carries over.",
    "",
  ].join("\n");
}
