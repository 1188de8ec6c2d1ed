import { execFile } from "node:child_process";
import { mkdtemp, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { cachedFunctions } from "../../scripts/build-cache.ts";
import { ROOT } from "../../scripts/bundle.ts";
import type { Graph } from "./graph.ts";

const SYNTHESISE = fileURLToPath(new URL("./synthesise.ts", import.meta.url));
const TIMEOUT_MS = 120_000;

/** What a deployer would have set; the domain is one that nobody can own. */
const ENVIRONMENTS: Readonly<Record<Stage, Readonly<Record<string, string>>>> = {
  dev: { POSTERN_PROVISIONER_ARN: "arn:aws:iam::123456789012:role/postern-dev-provisioner" },
  production: {
    POSTERN_DOMAIN: "portal.example.org",
    POSTERN_HOSTED_ZONE_ID: "Z0123456789",
    POSTERN_ALARM_EMAIL: "alarms@example.org",
    POSTERN_BACKUP_REGION: "us-west-2",
    POSTERN_PROVISIONER_ARN: "arn:aws:iam::123456789012:role/postern-production-provisioner",
  },
};

export const STAGES = ["dev", "production"] as const;
export type Stage = (typeof STAGES)[number];

/**
 * The graph of a stage, as `npm run build` and a deployment would make it.
 * @param withBundles false leaves out the functions' bundles, which must not go unnoticed
 * @throws Error with what the program said when it fails
 */
export async function synthesise(
  stage: Stage,
  { environment = ENVIRONMENTS[stage], withBundles = true } = {},
): Promise<Graph> {
  const scratch = await mkdtemp(join(tmpdir(), "postern-infra-"));
  try {
    await buildInto(scratch, withBundles);
    const graphFile = join(scratch, "graph.json");
    await promisify(execFile)(process.execPath, ["--import", "tsx", SYNTHESISE, stage, scratch, graphFile], {
      cwd: ROOT,
      timeout: TIMEOUT_MS,
      env: { PATH: process.env["PATH"], HOME: scratch, ...environment },
    });
    return JSON.parse(await readFile(graphFile, "utf8")) as Graph;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The real functions, and a portal of four files: what is in them changes nothing in the graph. */
async function buildInto(directory: string, withBundles: boolean): Promise<void> {
  await mkdir(join(directory, "dist"));
  if (withBundles) {
    const { auth } = await cachedFunctions();
    await symlink(dirname(auth), join(directory, "dist/functions"));
  }
  const assets = join(directory, "web/dist/assets");
  await mkdir(assets, { recursive: true });
  await writeFile(join(assets, "../index.html"), "<!doctype html>");
  await writeFile(join(assets, "index-a1b2c3d4.js"), "");
  await writeFile(join(assets, "viewer-worker-a1b2c3d4.js"), "");
  await writeFile(join(assets, "preparing-worker-a1b2c3d4.js"), "");
}
