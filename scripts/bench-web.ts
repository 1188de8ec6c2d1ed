import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { chromium, type BrowserContext } from "playwright-core";
import { signIn } from "../tests/e2e/portal.ts";
import { findBrowser } from "../tests/support/browser.ts";
import { startWorld } from "../tests/support/world.ts";
import { machine, stamp } from "./bench/conditions.ts";
import { keepEvidence, webSection, type Measured, type WebEvidence } from "./bench/page.ts";
import { freePort } from "./port.ts";

const LIGHTHOUSE = "12.8.2";
const RUNS = 5;

const run = promisify(execFile);

/** The parts of a Lighthouse report that are read here. */
interface Report {
  /** Where the browser was at the end. */
  readonly finalDisplayedUrl: string;
  readonly categories: Readonly<Record<string, { readonly score: number | null }>>;
  readonly audits: Readonly<Record<string, { readonly numericValue?: number }>>;
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

async function measureAll(directory: string): Promise<WebEvidence> {
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
      ...(await stamp(["web", "packages"])),
      conditions: {
        ...machine(),
        lighthouse: LIGHTHOUSE,
        settings: "mobile, simulated throttling: 4 times slower processor, 1.6 Mbit/s, 150 ms",
        runs: RUNS,
        browser: browserVersion,
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

const directory = await mkdtemp(join(tmpdir(), "postern-bench-"));
try {
  const evidence = await measureAll(directory);
  await keepEvidence("web", evidence);
  console.log(webSection(evidence));
} finally {
  await rm(directory, { recursive: true, force: true });
}
