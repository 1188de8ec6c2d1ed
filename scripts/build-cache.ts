import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { bundleFunctions, functionFiles, ROOT, type FunctionFiles } from "./bundle.ts";
import { buildGallery, buildPortal } from "./portal-build.ts";

const CACHE = join(ROOT, ".cache");
const KEPT_MS = 24 * 3_600_000;

/** The functions' bundles, made anew only when something that goes into them has changed. */
export async function cachedFunctions(): Promise<FunctionFiles> {
  const sources = ["contract", "envelope", "core", "functions"].map((name) => `packages/${name}`);
  const made = await buildOnce(
    "functions",
    ["scripts/bundle.ts", "infra/policy/functions.ts", ...sources],
    bundleFunctions,
  );
  return functionFiles(made);
}

const portalSources = ["contract", "envelope", "transparency", "client"].map((name) => `packages/${name}`);

/** Directory of the built portal, made anew only when something that goes into it has changed. */
export function cachedPortal(): Promise<string> {
  return buildOnce("portal", ["scripts/portal-build.ts", "web", ...portalSources], buildPortal);
}

/** Directory of the built gallery, likewise. */
export function cachedGallery(): Promise<string> {
  return buildOnce("gallery", ["scripts/portal-build.ts", "web", ...portalSources], buildGallery);
}

/**
 * Builds into a directory named after the content of its sources. Several processes may ask at once: each builds
 * beside it, the first to be done gives its directory the name, and nobody ever sees half a build.
 */
async function buildOnce(
  what: string,
  sources: readonly string[],
  build: (directory: string) => Promise<unknown>,
): Promise<string> {
  const directory = join(CACHE, what, await digestOf([...sources, "package-lock.json"]));
  if (existsSync(directory)) return directory;
  await mkdir(join(CACHE, what), { recursive: true });
  await removeOld(join(CACHE, what));
  const draft = `${directory}.${process.pid}`;
  try {
    await build(draft);
    await rename(draft, directory);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(directory)) throw error;
  }
  return directory;
}

async function removeOld(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    const path = join(directory, name);
    const made = await stat(path).catch(() => undefined);
    const isOld = made !== undefined && Date.now() - made.mtimeMs > KEPT_MS;
    if (isOld) await rm(path, { recursive: true, force: true });
  }
}

/** SHA-256 over the names and contents of all files, in order; 32 hex digits of it. */
async function digestOf(sources: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const source of sources) {
    for (const path of await filesOf(source)) {
      const content = await readFile(join(ROOT, path));
      hash.update(`${path}\n${content.length}\n`).update(content);
    }
  }
  return hash.digest("hex").slice(0, 32);
}

async function filesOf(path: string): Promise<readonly string[]> {
  if (!existsSync(join(ROOT, path))) return [];
  if ((await stat(join(ROOT, path))).isFile()) return [path];
  const entries = await readdir(join(ROOT, path), { withFileTypes: true });
  const kept = entries.filter(({ name }) => !["node_modules", "dist"].includes(name) && !isTest(name));
  const below = await Promise.all(kept.map(({ name }) => filesOf(`${path}/${name}`)));
  return below.flat().sort();
}

const isTest = (name: string) => /\.(test|fixture)\.tsx?$/.test(name);
