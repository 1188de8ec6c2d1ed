import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { cachedFunctions } from "../../scripts/build-cache.ts";
import { FUNCTION_ENTRIES, ROOT, functionBuild, type FunctionFiles } from "../../scripts/bundle.ts";

/** A bug: in one file, one piece of text that stands there once, and what stands there instead. */
export interface Planted {
  /** From the repository's root. */
  readonly file: string;
  readonly text: string;
  readonly instead: string;
}

/** Verifies whatever arrives, also what was verified before: the check that makes a repeated event harmless is gone. */
export const VERIFIED_AGAIN: Planted = {
  file: "packages/core/src/document/document.ts",
  text: 'document.attemptID === attemptID && nextDocumentState(document.state, "verify") !== null;',
  instead: "document.attemptID === attemptID;",
};

/** Bundles `ingest` with a bug into a directory; the other functions are as they are. @throws Error when it fits nowhere */
export async function plantedFunctions(directory: string, planted: Planted): Promise<FunctionFiles> {
  const source = await readFile(join(ROOT, planted.file), "utf8");
  if (source.split(planted.text).length !== 2) throw new Error("The bug fits nowhere, or in several places.");
  const path = join(ROOT, planted.file);
  await build({
    ...functionBuild(directory),
    entryPoints: { ingest: FUNCTION_ENTRIES.ingest },
    plugins: [
      {
        name: "planted",
        setup: ({ onLoad }) =>
          onLoad({ filter: /\.ts$/ }, (loaded) =>
            loaded.path === path
              ? { contents: source.replace(planted.text, () => planted.instead), loader: "ts" }
              : undefined,
          ),
      },
    ],
  });
  return { ...(await cachedFunctions()), ingest: join(directory, "ingest.mjs") };
}
