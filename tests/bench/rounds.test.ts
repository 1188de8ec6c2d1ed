import { expect, test } from "vitest";
import { compete, medianOf } from "./rounds.ts";

test("each runs once a round, the order is drawn anew, and the first round does not count", async () => {
  const order: string[] = [];
  const contestant = (name: string, times: readonly number[]) => {
    const left = times.values();
    return {
      name,
      run: () => {
        order.push(name);
        return Promise.resolve(left.next().value ?? NaN);
      },
    };
  };
  const places = [0.1, 0.2, 0.2, 0.1, 0.1, 0.2, 0.1, 0.2].values();
  const outcomes = await compete(
    [contestant("a", [100, 3, 1, 2]), contestant("b", [100, 5, 5, 8])],
    3,
    () => places.next().value ?? 0,
  );
  expect(order.join("")).toBe("abbaabab");
  expect(outcomes).toEqual([
    { name: "a", runsMs: [3, 1, 2], medianMs: 2, bestMs: 1 },
    { name: "b", runsMs: [5, 5, 8], medianMs: 5, bestMs: 5 },
  ]);
});

test("the median of an even number lies between the middle two, and of nothing there is none", () => {
  expect(medianOf([4, 1, 2, 3])).toBe(2.5);
  expect(() => medianOf([])).toThrow(RangeError);
});
