import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { pathToFileURL } from "node:url";
import { ROOT } from "./bundle.ts";
import { installPlatform } from "./infra-install.ts";

/**
 * Checks the types of `sst.config.ts` and `infra/` against those of SST and AWS's resources.
 * @param project path of the TypeScript settings, from the repository's root
 * @returns the compiler's complaints, a line for each; empty when there are none
 */
export async function checkInfraTypes(project = "infra/tsconfig.json"): Promise<readonly string[]> {
  const compiler = join(ROOT, "node_modules/.bin/tsc");
  try {
    await promisify(execFile)(compiler, ["--noEmit", "--pretty", "false", "--project", project], {
      cwd: ROOT,
    });
    return [];
  } catch (error) {
    const { stdout } = error as { readonly stdout?: string };
    if (!stdout) throw error;
    return stdout.split("\n").filter((line) => line.includes("error TS"));
  }
}

async function main(): Promise<void> {
  const hindrance = await installPlatform();
  if (hindrance !== undefined) {
    console.warn(`skipped: the types of the infrastructure, because ${hindrance}`);
    return;
  }
  const complaints = await checkInfraTypes();
  for (const complaint of complaints) console.error(complaint);
  process.exitCode = complaints.length === 0 ? 0 : 1;
}

const isStarted = import.meta.url === pathToFileURL(process.argv[1] ?? "").href;
if (isStarted) await main();
