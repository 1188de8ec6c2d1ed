import { describe, expect, it } from "vitest";
import { clampScale, fitScale, turnedSize } from "./view.ts";

describe("how a page lies on the stage", () => {
  const page = { width: 2000, height: 1000 };

  it("fits by whichever side is the longer one for the stage, and by the other after a quarter turn", () => {
    expect(fitScale(page, 0, { width: 500, height: 500 })).toBe(0.25);
    expect(fitScale(page, 1, { width: 500, height: 200 })).toBe(0.1);
  });

  it("is enlarged to the stage where it is small, as far as one can zoom", () => {
    expect(fitScale({ width: 128, height: 128 }, 0, { width: 500, height: 512 })).toBe(500 / 128);
    expect(fitScale({ width: 10, height: 10 }, 0, { width: 500, height: 500 })).toBe(8);
  });

  it("swaps the sides with each quarter turn", () => {
    expect([0, 1, 2, 3].map((turns) => turnedSize(page, turns).width)).toEqual([2000, 1000, 2000, 1000]);
  });

  it("stays within its bounds, also while the stage has no size yet", () => {
    expect([clampScale(0), clampScale(100), fitScale(page, 0, { width: 0, height: 0 })]).toEqual([
      0.05, 8, 1,
    ]);
  });
});
