import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { ROOT } from "./bundle.ts";

/**
 * Bundles the command `postern` into one file that Node runs by itself.
 *
 * @param file default `dist/postern.mjs`
 * @returns its path
 * @throws BuildFailure when it cannot be built
 */
export async function buildCommand(file: string = join(ROOT, "dist/postern.mjs")): Promise<string> {
  await build({
    absWorkingDir: ROOT,
    entryPoints: ["packages/cli/src/bin.ts"],
    outfile: file,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "node20",
    legalComments: "inline",
    logLevel: "silent",
  });
  await chmod(file, 0o755);
  return file;
}
