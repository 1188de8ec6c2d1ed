import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { streamFaultsOf, TOLD_FILE } from "./counters.ts";
import { killAgainAndAgain } from "./kill-run.ts";
import { startVictim } from "./victim.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "postern-durability-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const SEED = 20_261_122;

it("a cloud that is killed has lost nothing that it had acknowledged, and nothing is there by half", async () => {
  const { faults, acknowledged, streamRecords } = await killAgainAndAgain(directory, 4, SEED);
  expect(faults).toEqual([]);
  expect(acknowledged).toBeGreaterThan(4 * 5);
  expect(streamRecords.seen).toBe(streamRecords.expected);
  expect(streamRecords.expected).toBeGreaterThan(4);
}, 120_000);

describe("what the function was told by the stream", () => {
  const row = (n: number) => ({ pk: { S: "counter 0" }, n: { N: String(n) } });
  const told = (n: number, number = n) => ({
    number: String(number),
    name: n === 1 ? "INSERT" : "MODIFY",
    keys: { pk: { S: "counter 0" } },
    ...(n > 1 && { before: row(n - 1) }),
    after: row(n),
  });
  const judge = async (...lines: readonly object[]) => {
    const text = lines.map((line) => `\n${JSON.stringify(line)}`).join("");
    await writeFile(join(directory, TOLD_FILE), `${text}\n{"number":"torn`);
    const counters = { counts: new Map([["counter 0", 3]]), underWay: new Map<string, number>() };
    return streamFaultsOf(directory, counters, new Set(), 0.1);
  };

  it("may come again from any record on, in order", async () => {
    const { faults, ...count } = await judge(told(1), told(2), told(1), told(2), told(3));
    expect(faults).toEqual([]);
    expect(count).toEqual({ expected: 3, seen: 3, repeated: 2 });
  });

  it.each([
    ["left out", [told(1), told(3)], /^lost: .* of 3 after 1$/],
    ["left out at the end", [told(1), told(2)], /^lost: .* behind 2, of 3$/],
    ["out of order", [told(1), told(3), told(2)], /^lost: .* of 3 after 1$/],
    [
      "of another row",
      [told(1), { ...told(2), after: { ...row(2), pk: { S: "x" } } }, told(3)],
      /^torn: a record/,
    ],
    ["without the row before it", [told(1), { ...told(2), before: undefined }, told(3)], /^torn: a record/],
    [
      "of a change that was not made",
      [told(1), told(2), told(3), told(3, 4)],
      /^torn: 4 stream records of 3/,
    ],
  ])("is at fault when one is %s", async (_, lines, sentence) => {
    expect((await judge(...lines)).faults.join("\n")).toMatch(new RegExp(sentence.source, "m"));
  });
});

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
