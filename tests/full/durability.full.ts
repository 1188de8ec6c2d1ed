import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { format } from "prettier";
import { afterAll, beforeAll, expect, it } from "vitest";
import { machine, stamp } from "../../scripts/bench/conditions.ts";
import { killAgainAndAgain } from "../durability/kill-run.ts";

const EVIDENCE = new URL("../../docs/evidence/durability.json", import.meta.url);
const KILLS = 60;
const SEED = 4_350;

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "postern-durability-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

it(`${KILLS} kills under load lose nothing and tear nothing`, async () => {
  const run = await killAgainAndAgain(directory, KILLS, SEED);
  const { faults, ...counts } = run;
  const evidence = {
    ...(await stamp(["packages/local-cloud", "tests/durability"])),
    conditions: { ...machine(), signal: "SIGKILL" },
    notProven: ["a failure of power: the last changes may then be lost"],
    seed: SEED,
    ...counts,
    lost: faults.filter((fault) => fault.startsWith("lost")).length,
    torn: faults.filter((fault) => fault.startsWith("torn")).length,
  };
  await writeFile(EVIDENCE, await format(JSON.stringify(evidence), { parser: "json", printWidth: 110 }));
  expect(faults).toEqual([]);
}, 900_000);
