import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../bundle.ts";

/** Where what the benchmark compares with is installed. */
const HOME = join(ROOT, ".cache/bench");
const SOURCE = join(ROOT, "tests/bench");
const FILES = ["package.json", "package-lock.json"];
const STAMP = "installed";
const PATIENCE_MS = 3 * 60_000;

/**
 * Installs them, once for each state of their lockfile; afterwards no network is needed.
 *
 * @returns the directory of their packages
 * @throws Error when they cannot be had
 */
export async function installPeers(): Promise<string> {
  const hash = createHash("sha256");
  for (const name of FILES) hash.update(await readFile(join(SOURCE, name))).update("\n");
  const wanted = hash.digest("hex");
  if ((await installed()) !== wanted) await install(wanted);
  return join(HOME, "node_modules");
}

async function install(wanted: string): Promise<void> {
  const draft = `${HOME}.${process.pid}`;
  try {
    await mkdir(draft, { recursive: true });
    for (const name of FILES) await copyFile(join(SOURCE, name), join(draft, name));
    await promisify(execFile)("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
      cwd: draft,
      timeout: PATIENCE_MS,
    });
    await writeFile(join(draft, STAMP), wanted);
    await rm(HOME, { recursive: true, force: true });
    await rename(draft, HOME);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function installed(): Promise<string | undefined> {
  const stamp = join(HOME, STAMP);
  return existsSync(stamp) ? await readFile(stamp, "utf8") : undefined;
}
