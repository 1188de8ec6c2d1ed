import { expect, it } from "vitest";
import { tryMutations } from "../../packages/envelope/src/mutation.fixture.ts";

it("none of 100,000 mutations of sealed messages is accepted", async () => {
  const { tried, accepted } = await tryMutations(7, { most: 100_000, forMs: Infinity });
  expect(accepted).toEqual([]);
  expect(tried).toBeGreaterThanOrEqual(100_000);
}, 900_000);
