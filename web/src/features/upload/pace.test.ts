import { describe, expect, it } from "vitest";
import { NO_PACE, markPace, secondsLeft, speedOf, type Pace } from "./pace.ts";

const at = (...marks: readonly (readonly [seconds: number, sentBytes: number])[]): Pace =>
  marks.reduce((pace, [seconds, sentBytes]) => markPace(pace, { atMs: seconds * 1000, sentBytes }), NO_PACE);

describe("how fast it goes", () => {
  it("is not said before enough was acknowledged, over long enough", () => {
    expect(speedOf(NO_PACE, 0)).toBeUndefined();
    expect(speedOf(at([0, 0], [1, 100], [2, 200], [3, 300]), 3000)).toBeUndefined();
    expect(speedOf(at([0, 0], [6, 600]), 6000)).toBeUndefined();
  });

  it("is what the last while has brought, and the time left follows", () => {
    const pace = at([0, 0], [2, 200], [4, 400], [6, 600]);
    expect(speedOf(pace, 6000)).toBe(100);
    expect(secondsLeft(pace, { bytes: 450, nowMs: 6000 })).toBe(5);
  });

  it("falls while nothing comes, and is not said any more after a while", () => {
    const pace = at([0, 0], [2, 200], [4, 400], [6, 600]);
    expect(speedOf(pace, 12_000)).toBe(50);
    expect(speedOf(pace, 40_000)).toBeUndefined();
  });

  it("forgets the network of before, and begins anew when a count fell", () => {
    const slow = at([0, 0], [10, 10], [40, 20], [42, 2020], [44, 4020], [46, 6020]);
    expect(speedOf(slow, 46_000)).toBe(1000);
    expect(speedOf(at([0, 0], [2, 200], [4, 400], [6, 600], [7, 0]), 7000)).toBeUndefined();
  });

  it("counts an acknowledgement once", () => {
    expect(at([0, 0], [1, 0], [2, 0]).marks).toHaveLength(1);
  });
});
