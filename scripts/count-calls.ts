import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { sizeText, table } from "@postern/cli/table";
import { format } from "prettier";
import { machine, stamp } from "./bench/conditions.ts";
import { fillScalePage, SCALE_PAGE, type CallEvidence } from "./bench/scale-page.ts";
import { playScenes, SIZES } from "./bench/scenes.ts";
import { ROOT } from "./bundle.ts";
import { startDemoCloud } from "./demo-cloud.ts";

const EVIDENCE = join(ROOT, "docs/evidence/calls.json");

/** Counts what one submission, and everything that follows from it, calls and costs; see `docs/scale.md`. */
async function countCalls(): Promise<CallEvidence> {
  const world = await startDemoCloud();
  try {
    const documents = Object.values(SIZES).map(sizeText).join(", ");
    const { node } = machine();
    const conditions = { node: node ?? "", cloud: "the embedded one", documents, functions: "warm" };
    return { ...(await stamp(["packages", "infra/policy"])), conditions, scenes: await playScenes(world) };
  } finally {
    await world.close();
  }
}

const { values } = parseArgs({ options: { "page-only": { type: "boolean" } } });
if (values["page-only"] !== true) {
  const evidence = await countCalls();
  await writeFile(EVIDENCE, await format(JSON.stringify(evidence), { parser: "json", printWidth: 110 }));
}
const evidence = JSON.parse(await readFile(EVIDENCE, "utf8")) as CallEvidence;
await writeFile(SCALE_PAGE, await fillScalePage(await readFile(SCALE_PAGE, "utf8"), evidence));
for (const [scene, { calls }] of Object.entries(evidence.scenes)) {
  const rows = calls.map((call) => [
    call.by,
    call.tables === undefined ? call.action : `${call.action} (${call.tables})`,
    call.calls,
    call.readUnits,
    call.writeUnits,
    call.receivedBytes,
    call.sentBytes,
  ]);
  console.log(`\n${scene}\n`);
  console.log(table(["who", "call", "calls", "read units", "write units", "bytes in", "bytes out"], rows));
}
