import { expect, test } from "vitest";
import { contest, CONTESTANTS, GOALS, ratioOf } from "./contest.ts";
import type { Crew } from "./crew.ts";

const outcome = (name: string, medianMs: number, bestMs: number) => ({ name, runsMs: [], medianMs, bestMs });

test("a ratio is of speeds: who needs half the time is twice as fast", () => {
  const outcomes = [outcome("a", 10, 8), outcome("b", 20, 12)];
  expect(ratioOf(outcomes, "a", "b")).toEqual({ median: 2, best: 1.5 });
  expect(ratioOf(outcomes, "a", "missing")).toBeUndefined();
});

test("all that is wanted is measured", () => {
  const names = Object.keys(CONTESTANTS);
  expect(GOALS.flatMap(({ of, against }) => [of, against]).filter((name) => !names.includes(name))).toEqual(
    [],
  );
});

test("who fails once is told of and not measured, and is not asked again", async () => {
  const asked: string[] = [];
  const crew: Pick<Crew, "run"> = {
    run: (work, workers) => {
      asked.push(`${work} ${workers}`);
      return work === "awsDefault" ? Promise.reject(new Error("too large")) : Promise.resolve(workers);
    },
  };
  const { outcomes, failed } = await contest(crew, 2);
  expect(failed).toEqual({ "AWS's client, frames of 4 KiB (its default)": "Error: too large" });
  expect(outcomes).toHaveLength(Object.keys(CONTESTANTS).length - 1);
  expect(asked.filter((each) => each === "awsDefault 1")).toHaveLength(1);
});
