import { expect, it } from "vitest";
import { compare } from "../../scripts/bench/welch.ts";

it("tells how many standard errors lie between two means that vary differently", () => {
  expect(compare([5, 4, 3, 2, 1], [2, 4, 6, 8, 10])).toEqual({
    // The means are 3 apart; the standard error is the root of 2.5 / 5 + 10 / 5.
    t: -1.897,
    meanForeignMs: 3,
    meanMissingMs: 6,
    medianForeignMs: 3,
    medianMissingMs: 6,
  });
});
