import { dirname } from "node:path/posix";
import * as z from "zod";
import { checkCode, checkFiles } from "./conventions.ts";
import { checkImports, type Sources, type Violation } from "./imports.ts";
import type { PackageFile } from "./rooms.ts";
import { readSource } from "./source.ts";

/** The files that the rules read: code, styles, and the package files of the workspace. */
export const houseFiles = /(\.(ts|tsx|css|mjs)$|^(packages\/[^/]+|web)\/package\.json$)/;

const packageFile = z.object({
  name: z.string(),
  exports: z.record(z.string(), z.string()).default({}),
  dependencies: z.record(z.string(), z.string()).default({}),
});

/** Parses what `houseFiles` selects. @throws Error when a file cannot be parsed. */
export function readHouse(texts: ReadonlyMap<string, string>): Sources {
  const packages = new Map<string, PackageFile>();
  const files: [string, ReturnType<typeof readSource>][] = [];
  for (const [path, text] of texts) {
    if (path.endsWith("package.json")) {
      const { name, exports, dependencies } = packageFile.parse(JSON.parse(text));
      packages.set(dirname(path), { name, exports, dependencies: Object.keys(dependencies) });
    } else if (!path.endsWith(".css")) {
      files.push([path, readSource(path, text)]);
    }
  }
  return { files: new Map(files), packages };
}

/** All violations of all rules in a house that is given as texts by path, so that a test can plant some. */
export function checkHouse(texts: ReadonlyMap<string, string>): Violation[] {
  const sources = readHouse(texts);
  const code = new Map([...texts].filter(([path]) => !path.endsWith(".json")));
  return [...checkImports(sources), ...checkCode(sources), ...checkFiles(code)];
}
