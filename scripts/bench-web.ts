import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { chromium, type BrowserContext } from "playwright-core";
import { format } from "prettier";
import { signIn } from "../tests/e2e/portal.ts";
import { findBrowser } from "../tests/support/browser.ts";
import { startWorld } from "../tests/support/world.ts";
import { ROOT } from "./bundle.ts";
import { freePort } from "./port.ts";

const LIGHTHOUSE = "12.8.2";
const RUNS = 5;
const EVIDENCE = "docs/evidence/web.json";
const PAGE = "docs/benchmarks.md";

const run = promisify(execFile);

/** What is kept of one run of Lighthouse. */
interface Measured {
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
  /** Everything that came over the wire; the embedded cloud compresses nothing. */
  readonly transferredBytes: number;
}

/** The parts of a Lighthouse report that are read here. */
interface Report {
  /** Where the browser was at the end. */
  readonly finalDisplayedUrl: string;
  readonly categories: Readonly<Record<string, { readonly score: number | null }>>;
  readonly audits: Readonly<Record<string, { readonly numericValue?: number }>>;
}

interface Evidence {
  readonly commit: string;
  /** Whether files of the commit were changed, or new, when it was measured. */
  readonly isChanged: boolean;
  readonly date: string;
  readonly conditions: Readonly<Record<string, string | number>>;
  readonly pages: Readonly<Record<string, { readonly median: Measured; readonly runs: readonly Measured[] }>>;
}

/** @throws Error when Lighthouse gives no figure */
function read({ categories, audits }: Report): Measured {
  const score = (name: string) => Math.round(known(categories[name]?.score, name) * 100);
  const figure = (name: string) => Math.round(known(audits[name]?.numericValue, name) * 1000) / 1000;
  return {
    performanceScore: score("performance"),
    accessibilityScore: score("accessibility"),
    bestPracticesScore: score("best-practices"),
    firstContentfulPaintMs: Math.round(figure("first-contentful-paint")),
    largestContentfulPaintMs: Math.round(figure("largest-contentful-paint")),
    totalBlockingTimeMs: Math.round(figure("total-blocking-time")),
    layoutShift: figure("cumulative-layout-shift"),
    transferredBytes: figure("total-byte-weight"),
  };
}

function known(value: number | null | undefined, name: string): number {
  if (typeof value !== "number") throw new Error(`Lighthouse gave no figure for ${name}.`);
  return value;
}

/** The middle of each figure by itself. */
function medianOf(runs: readonly Measured[]): Measured {
  const [first] = runs;
  if (first === undefined) throw new Error("Nothing was measured.");
  const names = Object.keys(first) as (keyof Measured)[];
  const middles = names.map((name) => {
    const sorted = runs.map((each) => each[name]).sort((a, b) => a - b);
    return [name, sorted[Math.floor(sorted.length / 2)]];
  });
  return Object.fromEntries(middles) as Measured;
}

/** Measures one address several times in a browser that already runs, with Lighthouse's own settings for a phone. */
async function measure(
  url: string,
  debuggingPort: number,
  directory: string,
  more: readonly string[],
): Promise<readonly Measured[]> {
  const file = join(directory, "report.json");
  const args = ["exec", "--yes", `lighthouse@${LIGHTHOUSE}`, "--", url, `--port=${debuggingPort}`, "--quiet"];
  const categories = "--only-categories=performance,accessibility,best-practices";
  const runs: Measured[] = [];
  for (let count = 0; count < RUNS; count += 1) {
    await run("npm", [...args, categories, "--output=json", `--output-path=${file}`, ...more]);
    const report = JSON.parse(await readFile(file, "utf8")) as Report;
    if (report.finalDisplayedUrl !== url) throw new Error(`${url} led to ${report.finalDisplayedUrl}.`);
    runs.push(read(report));
  }
  return runs;
}

/** A browser whose one profile Lighthouse shares, so that it can be signed in. */
async function openBrowser(directory: string, debuggingPort: number): Promise<BrowserContext> {
  const program = await findBrowser();
  return chromium.launchPersistentContext(join(directory, "profile"), {
    executablePath: program.path,
    args: ["--headless", "--no-sandbox", "--disable-gpu", `--remote-debugging-port=${debuggingPort}`],
    env: { ...(process.env as Record<string, string>), ...program.env },
    viewport: null,
  });
}

async function measureAll(directory: string): Promise<Evidence> {
  const debuggingPort = await freePort();
  const world = await startWorld({ portal: true });
  try {
    const context = await openBrowser(directory, debuggingPort);
    const gate = await measure(`${world.origin}/sign-in`, debuggingPort, directory, []);
    const page = await context.newPage();
    await page.goto(world.origin);
    await signIn({ page, context, complaints: [] }, world.people.patient);
    const home = await measure(`${world.origin}/`, debuggingPort, directory, ["--disable-storage-reset"]);
    const browserVersion = context.browser()?.version() ?? (await page.evaluate(() => navigator.userAgent));
    await context.close();
    return {
      ...(await commit()),
      date: new Date().toISOString(),
      conditions: {
        lighthouse: LIGHTHOUSE,
        settings: "mobile, simulated throttling: 4 times slower processor, 1.6 Mbit/s, 150 ms",
        runs: RUNS,
        browser: browserVersion,
        node: process.version,
        processors: cpus().length,
        processor: cpus()[0]?.model ?? "unknown",
        loadAverage: Math.round((loadavg()[0] ?? 0) * 10) / 10,
        server: "the embedded cloud on the same machine, compressed by gzip",
      },
      pages: {
        "sign-in": { median: medianOf(gate), runs: gate },
        "a patient's first page, its code kept from sign-in": { median: medianOf(home), runs: home },
      },
    };
  } finally {
    await world.close();
  }
}

async function commit(): Promise<Pick<Evidence, "commit" | "isChanged">> {
  const git = async (...args: string[]) => (await run("git", args, { cwd: ROOT })).stdout.trim();
  return {
    commit: await git("rev-parse", "HEAD"),
    isChanged: (await git("status", "--porcelain", "--", "web", "packages")) !== "",
  };
}

/** The page that people read, from the evidence and nothing else. */
function describe({ commit: at, isChanged, date, conditions, pages }: Evidence): string {
  const row = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
  const figures = Object.entries(pages).map(([name, { median }]) => row([name, ...Object.values(median)]));
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
    "# Measured",
    "",
    `Written by \`npm run bench:web\` and by nothing else; the single runs are in [the evidence](evidence/web.json).`,
    `Medians of ${RUNS} runs at commit \`${at.slice(0, 12)}\`${isChanged ? ", with changes on top of it" : ""}, on ${date.slice(0, 10)}.`,
    "",
    row(titles),
    row(titles.map(() => "---")),
    ...figures,
    "",
    "The scores are of 100. A score for accessibility counts what Lighthouse can see and proves no more than that.",
    "",
    "## Conditions",
    "",
    ...Object.entries(conditions).map(([name, value]) => `- ${name}: ${value}`),
    "",
    "What a machine under load measures is slower than what a visitor sees, and a network that is simulated is not one.",
    "Firefox, Safari and real phones were not measured.",
    "",
  ].join("\n");
}

const directory = await mkdtemp(join(tmpdir(), "postern-bench-"));
try {
  const evidence = await measureAll(directory);
  await mkdir(join(ROOT, "docs/evidence"), { recursive: true });
  await writeFile(join(ROOT, EVIDENCE), await format(JSON.stringify(evidence), { parser: "json" }));
  await writeFile(join(ROOT, PAGE), await format(describe(evidence), { parser: "markdown" }));
  console.log(describe(evidence));
} finally {
  await rm(directory, { recursive: true, force: true });
}
