import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Browser } from "playwright-core";

/** A browser's program file, the environment it needs, and whose it is. */
export interface BrowserProgram {
  readonly origin: "system" | "bundled";
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The bundled Chromium is a program for this kind of machine only. */
export const bundledRuns = process.platform === "linux" && process.arch === "x64";

const systemPaths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

const cache = fileURLToPath(new URL("../../.cache/chromium", import.meta.url));

let unpacking: Promise<void> | undefined;

// Nothing here may reach out: no updates, no sync, no field trials. QUIC would get round the proxy of a test.
const args = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Where a browser of the system may lie: `CHROMIUM_PATH` first, when it is set, then the usual places. */
export function systemCandidates(): string[] {
  const named = process.env["CHROMIUM_PATH"];
  return named === undefined || named === "" ? systemPaths : [named, ...systemPaths];
}

/**
 * Finds a Chromium: the first of `candidates` that exists, else the one of the optional dependency
 * `@sparticuz/chromium` (linux on x64), which is unpacked once into `.cache/chromium` (200 MB).
 *
 * @throws Error when there is neither; it says what to install.
 */
export async function findBrowser(
  candidates: readonly string[] = systemCandidates(),
  mayUnpack = bundledRuns,
): Promise<BrowserProgram> {
  const path = candidates.find((candidate) => existsSync(candidate));
  if (path !== undefined) return { origin: "system", path, env: {} };
  if (!mayUnpack) {
    throw new Error("No Chromium found. Install one and set CHROMIUM_PATH to its program file.");
  }
  if (!existsSync(join(cache, "chromium"))) await (unpacking ??= unpack());
  const libraries = [join(cache, "al2023", "lib"), process.env["LD_LIBRARY_PATH"] ?? ""];
  return {
    origin: "bundled",
    path: join(cache, "chromium"),
    env: {
      LD_LIBRARY_PATH: libraries.filter((directory) => directory !== "").join(delimiter),
      FONTCONFIG_PATH: join(cache, "fonts"),
    },
  };
}

/**
 * Starts a headless Chromium, says on standard error which one, and returns it; the caller closes it.
 *
 * @param more arguments of its command line
 */
export async function launchBrowser(
  candidates?: readonly string[],
  more: readonly string[] = [],
): Promise<Browser> {
  const program = await findBrowser(candidates);
  const browser = await chromium.launch({
    executablePath: program.path,
    args: [...args, ...more],
    env: { ...inherited(), ...program.env },
  });
  process.stderr.write(`browser: ${program.origin} Chromium ${browser.version()}, ${program.path}\n`);
  return browser;
}

/**
 * Several test processes may come here at once, and a half-written program must never be run: each unpacks
 * into a directory of its own, and the first to rename it wins.
 */
async function unpack(): Promise<void> {
  await mkdir(join(cache, ".."), { recursive: true });
  const own = await mkdtemp(`${cache}-`);
  try {
    await withEnvironment({ TMPDIR: own, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x" }, async () => {
      const { default: bundled } = await import("@sparticuz/chromium");
      await bundled.executablePath();
    });
    await writeFile(join(own, "fonts", "fonts.conf"), fontConfiguration());
    await rename(own, cache);
  } catch (error) {
    await rm(own, { recursive: true, force: true });
    if (!existsSync(join(cache, "chromium"))) {
      throw new Error("No Chromium found, and the bundled one cannot be unpacked. Set CHROMIUM_PATH.", {
        cause: error,
      });
    }
  }
}

/** The package's own configuration names directories of Lambda; ours names where the fonts really lie. */
function fontConfiguration(): string {
  const directories = [join(cache, "fonts"), "/usr/share/fonts", "/usr/local/share/fonts"];
  return [
    `<?xml version="1.0"?>`,
    `<!DOCTYPE fontconfig SYSTEM "fonts.dtd">`,
    `<fontconfig>`,
    ...directories.map((directory) => `  <dir>${directory}</dir>`),
    `  <cachedir>${join(cache, "fonts-cache")}</cachedir>`,
    `</fontconfig>`,
    ``,
  ].join("\n");
}

/**
 * The package reads the environment when it is imported and when it unpacks: outside of what looks like
 * Lambda it leaves out the libraries that a bare system lacks (NSS), and it changes LD_LIBRARY_PATH, HOME and
 * FONTCONFIG_PATH of the whole process. All is put back afterwards.
 */
async function withEnvironment(
  values: Readonly<Record<string, string>>,
  run: () => Promise<void>,
): Promise<void> {
  const before = { ...process.env };
  Object.assign(process.env, values);
  try {
    await run();
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  }
}

function inherited(): Record<string, string> {
  const pairs = Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return Object.fromEntries(pairs);
}
