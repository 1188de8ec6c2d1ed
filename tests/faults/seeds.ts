import type { FaultName } from "@postern/local-cloud";
import { startWorld } from "../support/world.ts";
import { wrongsOf } from "./invariants.ts";
import { crewOf, doMainJob } from "./job.ts";
import { TOGETHER } from "./rates.ts";

/** What came of one job under every fault at once. */
export interface SeedRun {
  readonly seed: number;
  readonly struck: Readonly<Partial<Record<FaultName, number>>>;
  /** How many messages were given up on, and put back as on an alarm. */
  readonly putBack: number;
  readonly wrongs: readonly string[];
}

/** Does the job in a cloud of its own for each seed, so that every run can be had again by itself. */
export async function runSeed(seed: number): Promise<SeedRun> {
  const world = await startWorld();
  try {
    const crew = await crewOf(world);
    const job = doMainJob(crew, world.cloud.injectFaults({ seed, rates: TOGETHER }));
    const done = await job.catch((error: unknown) => String(error));
    const struck: Partial<Record<FaultName, number>> = {};
    for (const { fault } of world.cloud.struck()) struck[fault] = (struck[fault] ?? 0) + 1;
    if (typeof done !== "string")
      return { seed, struck, putBack: done.dead, wrongs: await wrongsOf(world, done) };
    const word = done.includes("came back") ? "torn" : "lost";
    return { seed, struck, putBack: 0, wrongs: [`${word}: ${done}`] };
  } finally {
    await world.close();
  }
}
