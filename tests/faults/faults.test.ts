import { FAULT_NAMES, type FaultName } from "@postern/local-cloud";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startWorld } from "../support/world.ts";
import { wrongsOf } from "./invariants.ts";
import { crewOf, doMainJob, type Crew } from "./job.ts";
import { ALONE, TOGETHER } from "./rates.ts";

let crew: Crew;

beforeAll(async () => {
  crew = await crewOf(await startWorld());
});
afterAll(() => crew.world.close());

/** @returns what is wrong afterwards, and what was struck */
async function jobUnder(seed: number, rates: Partial<Record<FaultName, number>>) {
  const { cloud } = crew.world;
  const job = await doMainJob(crew, cloud.injectFaults({ seed, rates }));
  return { wrongs: await wrongsOf(crew.world, job), struck: cloud.struck().map(({ fault }) => fault) };
}

describe("the main job comes to its end once, with every byte", () => {
  it.each(FAULT_NAMES)(
    "under %s",
    async (fault) => {
      const { wrongs, struck } = await jobUnder(7, { [fault]: ALONE[fault] });
      expect(wrongs).toEqual([]);
      expect(struck).toContain(fault);
    },
    120_000,
  );

  it.each([1, 2, 3])(
    "under everything at once, seed %i",
    async (seed) => {
      const { wrongs, struck } = await jobUnder(seed, TOGETHER);
      expect(wrongs).toEqual([]);
      expect(new Set(struck).size).toBeGreaterThan(5);
    },
    120_000,
  );
});
