import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, copyFile, mkdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "./bundle.ts";

/** Where SST's components and their types are installed for checks; a deployment has its own `.sst`. */
export const PLATFORM_HOME = join(ROOT, ".cache/infra");

/** The version that this SST asks for; it would download any other. */
const PULUMI = "v3.215.0";
const STAMP = "installed";
const MINUTES_MS = 60_000;

/** Answers the one question that `sst install` asks of Pulumi's engine, and can do nothing else. */
const PULUMI_STUB = `#!/bin/sh
[ "$1" = version ] && { echo ${PULUMI}; exit 0; }
echo "no engine here: pulumi $*" >&2
exit 1
`;

/** npm's and bun's words for a registry that cannot be reached. */
const UNREACHABLE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ConnectionRefused/;

const run = promisify(execFile);

/**
 * Installs SST and what its components are made of into `PLATFORM_HOME`, once for each state of `infra/package.json`,
 * its lockfile and `sst.config.ts`. Needs no account, no engine and, once it has run, no network.
 * @returns why it cannot be had here, or undefined when it is there
 */
export async function installPlatform(): Promise<string | undefined> {
  if (process.platform !== "linux" || process.arch !== "x64") return "SST is pinned for linux-x64 only";
  const wanted = await digestOf(["infra/package.json", "infra/package-lock.json", "sst.config.ts"]);
  if ((await installedDigest()) === wanted) return undefined;
  const draft = `${PLATFORM_HOME}.${process.pid}`;
  try {
    await installInto(draft);
    await writeFile(join(draft, STAMP), wanted);
    await rm(PLATFORM_HOME, { recursive: true, force: true });
    await rename(draft, PLATFORM_HOME);
  } catch (error) {
    if ((await installedDigest()) === wanted) return undefined;
    if (UNREACHABLE.test(String(error))) return "the package registry cannot be reached";
    return `SST cannot be installed: ${String(error).slice(0, 300)}`;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return undefined;
}

async function installInto(directory: string): Promise<void> {
  const engines = join(directory, "sst/bin");
  await mkdir(engines, { recursive: true });
  await writeFile(join(engines, "pulumi"), PULUMI_STUB);
  await chmod(join(engines, "pulumi"), 0o755);
  for (const name of ["package.json", "package-lock.json"]) {
    await copyFile(join(ROOT, "infra", name), join(directory, name));
  }
  await copyFile(join(ROOT, "sst.config.ts"), join(directory, "sst.config.ts"));
  // SST follows the imports of its settings file, though it runs none of them here.
  await symlink(join(ROOT, "infra"), join(directory, "infra"));
  // Whoever is offline should hear so soon.
  const patience = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000"];
  await run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", ...patience], {
    cwd: directory,
    timeout: 3 * MINUTES_MS,
  });
  const registry = (await run("npm", ["config", "get", "registry"], { cwd: directory })).stdout.trim();
  await run(join(directory, "node_modules/.bin/sst"), ["install", "--stage", "dev"], {
    cwd: directory,
    timeout: 3 * MINUTES_MS,
    env: {
      ...process.env,
      HOME: directory,
      XDG_CONFIG_HOME: directory,
      NPM_CONFIG_REGISTRY: registry,
      SST_BUN_PATH: join(directory, "node_modules/@oven/bun-linux-x64-baseline/bin/bun"),
      SST_TELEMETRY_DISABLED: "1",
      AWS_EC2_METADATA_DISABLED: "true",
    },
  });
}

async function installedDigest(): Promise<string | undefined> {
  const stamp = join(PLATFORM_HOME, STAMP);
  return existsSync(stamp) ? await readFile(stamp, "utf8") : undefined;
}

async function digestOf(paths: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const path of paths) hash.update(await readFile(join(ROOT, path))).update("\n");
  return hash.digest("hex");
}
