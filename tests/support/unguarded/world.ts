import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import { functionBuild, functionFiles, ROOT } from "../../../scripts/bundle.ts";
import type { DemoCloudOptions } from "../../../scripts/demo-cloud.ts";
import { startWorld, type World } from "../world.ts";

/** What is taken out of the functions, and what stands in its place. */
const STAND_INS: Readonly<Record<string, string>> = {
  "packages/functions/src/http/acting-clinic.ts": "tests/support/unguarded/acting-clinic.ts",
  "packages/core/src/kernel/cursor.ts": "tests/support/unguarded/cursor.ts",
};

const unguarded: Plugin = {
  name: "unguarded",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/](acting-clinic|cursor)\.ts$/ }, async ({ path }) => {
      const standIn = Object.entries(STAND_INS).find(([guard]) => path === join(ROOT, guard))?.[1];
      return standIn === undefined
        ? undefined
        : { contents: await readFile(join(ROOT, standIn)), loader: "ts" };
    });
  },
};

/** A world whose functions have lost the checks by which our own code keeps clinics apart; all else is as deployed. */
export interface UnguardedWorld extends World {
  /** Where the bundles lie. */
  readonly files: ReturnType<typeof functionFiles>;
  /** What the functions have printed so far, line by line. */
  readonly lines: readonly string[];
}

/** Bundles the functions without their checks into a directory that goes with the world, and starts one with them. */
export async function startUnguardedWorld(
  options: Pick<DemoCloudOptions, "withRoles"> = {},
): Promise<UnguardedWorld> {
  const directory = await mkdtemp(join(tmpdir(), "postern-unguarded-"));
  const remove = () => rm(directory, { recursive: true, force: true });
  try {
    await build({ ...functionBuild(directory), sourcemap: false, plugins: [unguarded] });
    const files = functionFiles(directory);
    const lines: string[] = [];
    const world = await startWorld({ ...options, files, logs: (_name, line) => lines.push(line) });
    const close = async () => {
      await world.close();
      await remove();
    };
    return { ...world, files, lines, close };
  } catch (error) {
    await remove();
    throw error;
  }
}
