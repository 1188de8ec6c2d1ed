import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type BuildOptions } from "esbuild";
import {
  DEPLOYED_FUNCTIONS,
  functionDefinition,
  record,
  type DeployedFunction,
} from "../infra/policy/index.ts";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** The files in which the `handler` of each function stands, by function. */
export const FUNCTION_ENTRIES = record(DEPLOYED_FUNCTIONS, (name) => functionDefinition(name).entry);

const aws = (file: string) => join(ROOT, "packages/core/src/aws", file);

/** Parts of libraries that a function has no use for, and what stands in their place; each file says why. */
const STAND_INS = {
  "@aws-sdk/credential-provider-node": aws("lambda-credentials.ts"),
};

/** Where each function's bundle is, as an absolute path. */
export type FunctionFiles = Readonly<Record<DeployedFunction, string>>;

/** Some dependencies are CommonJS and ask for Node's own modules by `require`, which an ES module does not have. */
const REQUIRE_BANNER = `import{createRequire as createRequireOfBundle}from"node:module";const require=createRequireOfBundle(import.meta.url);`;

/**
 * Bundles every function, with the AWS SDK in it, into `directory/<name>.mjs` (default `dist/functions`), with source
 * maps beside them.
 * @throws BuildFailure when an entry or one of its imports cannot be built
 */
export async function bundleFunctions(
  directory: string = join(ROOT, "dist/functions"),
): Promise<FunctionFiles> {
  await build(functionBuild(directory));
  return functionFiles(directory);
}

/** How the functions are bundled into `directory`, for whoever builds them again and again. */
export function functionBuild(directory: string): BuildOptions {
  return {
    absWorkingDir: ROOT,
    entryPoints: { ...FUNCTION_ENTRIES },
    outdir: directory,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "node20",
    mainFields: ["module", "main"],
    conditions: ["module", "import"],
    sourcemap: "external",
    alias: STAND_INS,
    banner: { js: REQUIRE_BANNER },
    logLevel: "silent",
  };
}

/** Where the bundles are that `bundleFunctions` writes into `directory`. */
export function functionFiles(directory: string): FunctionFiles {
  return record(DEPLOYED_FUNCTIONS, (name) => resolve(directory, `${name}.mjs`));
}

/** Sizes of the bundles in bytes, in the order of `FUNCTION_ENTRIES`. */
export async function bundleSizes(
  files: FunctionFiles,
): Promise<readonly { readonly name: string; readonly sizeBytes: number }[]> {
  return Promise.all(
    Object.entries(files).map(async ([name, file]) => ({ name, sizeBytes: (await stat(file)).size })),
  );
}
