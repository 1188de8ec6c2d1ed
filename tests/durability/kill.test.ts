import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { killAgainAndAgain } from "./kill-run.ts";
import { startVictim } from "./victim.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "postern-durability-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const SEED = 20_261_122;

it("a cloud that is killed has lost nothing that it had acknowledged, and nothing is there by half", async () => {
  const { faults, acknowledged } = await killAgainAndAgain(directory, 4, SEED);
  expect(faults).toEqual([]);
  expect(acknowledged).toBeGreaterThan(4 * 5);
}, 120_000);

it("a second process on the same directory is refused with a sentence, and the first goes on", async () => {
  const first = await startVictim(directory);
  try {
    await expect(startVictim(directory)).rejects.toThrow(/Another process uses .*dynamodb\. Stop it first/);
    const { endpoints } = first.serving;
    expect((await fetch(endpoints.aws)).status).toBeGreaterThanOrEqual(400);
  } finally {
    await first.kill();
  }
}, 60_000);
