import { writeFile } from "node:fs/promises";
import { format } from "prettier";
import { expect, it } from "vitest";
import { machine, stamp } from "../../scripts/bench/conditions.ts";
import { crewOf } from "../faults/job.ts";
import { killEverywhere, type KillRun } from "../faults/kills.ts";
import { TOGETHER } from "../faults/rates.ts";
import { runSeed, type SeedRun } from "../faults/seeds.ts";
import { startWorld } from "../support/world.ts";

const EVIDENCE = new URL("../../docs/evidence/faults.json", import.meta.url);
const FOLDERS = [
  "packages/local-cloud",
  "packages/core",
  "packages/functions",
  "packages/client",
  "tests/faults",
];
const SEEDS = Array.from({ length: 20 }, (_, index) => 101 + index);

async function killsOf(): Promise<KillRun> {
  const world = await startWorld();
  try {
    return await killEverywhere(await crewOf(world));
  } finally {
    await world.close();
  }
}

it(`${SEEDS.length} seeds of every fault at once and a kill at every point lose nothing, tear nothing and do nothing twice`, async () => {
  // First, for it fails where the folders are not committed.
  const stamped = await stamp(FOLDERS);
  const runs: SeedRun[] = [];
  for (const seed of SEEDS) runs.push(await runSeed(seed));
  const kills = await killsOf();
  const wrongs = [...runs.flatMap((run) => run.wrongs), ...kills.wrongs];
  const count = (word: string) => wrongs.filter((wrong) => wrong.startsWith(word)).length;
  const evidence = {
    ...stamped,
    conditions: machine(),
    notProven: ["AWS itself: the faults are those of the embedded cloud"],
    rates: TOGETHER,
    lost: count("lost"),
    torn: count("torn"),
    duplicates: count("twice"),
    runs,
    killedAt: kills.points,
  };
  await writeFile(EVIDENCE, await format(JSON.stringify(evidence), { parser: "json", printWidth: 110 }));
  expect(wrongs).toEqual([]);
}, 1_800_000);
