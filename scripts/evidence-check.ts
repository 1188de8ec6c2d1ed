import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import * as z from "zod";
import { treesOf } from "./bench/conditions.ts";
import { ROOT } from "./bundle.ts";

const DIRECTORY = join(ROOT, "docs/evidence");
const Evidence = z.object({
  isChanged: z.boolean(),
  covers: z.record(z.string(), z.string()),
});

/** Why a file's figures do not speak of the present commit; empty when they do. */
async function staleness(file: string): Promise<readonly string[]> {
  const { success, data } = Evidence.safeParse(JSON.parse(await readFile(join(DIRECTORY, file), "utf8")));
  if (!success) return ["does not say what it covers"];
  const trees = await treesOf(Object.keys(data.covers));
  const changed = Object.keys(data.covers).filter((folder) => trees[folder] !== data.covers[folder]);
  return [
    ...changed.map((folder) => `${folder} has changed since`),
    ...(data.isChanged ? ["was measured with changes that no commit holds"] : []),
  ];
}

/** Lists the figures in docs/evidence that are older than what they speak of; with `--release` it is a failure. */
const { values } = parseArgs({ options: { release: { type: "boolean" } } });
const files = (await readdir(DIRECTORY)).filter((file) => file.endsWith(".json")).toSorted();
let stale = 0;
for (const file of files) {
  const reasons = await staleness(file);
  if (reasons.length > 0) stale += 1;
  console.log(
    `${reasons.length === 0 ? "fresh" : "stale"}  ${file}${reasons.map((reason) => `\n       ${reason}`).join("")}`,
  );
}
console.log(`${stale} of ${files.length} are stale`);
if (values.release === true && stale > 0) process.exitCode = 1;
