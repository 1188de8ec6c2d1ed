import { describe, expect, it } from "vitest";
import { keyAct, rowAfter } from "./keys.ts";

const press = (key: string, more = {}) =>
  keyAct({ key, isModified: false, isTaken: false, isOnRow: false, ...more });

describe("keys", () => {
  it("move with j and k, and claim with c", () => {
    expect(["j", "k", "c", "x", "Enter"].map((key) => press(key))).toEqual([
      "next",
      "previous",
      "claim",
      null,
      null,
    ]);
  });

  it("leave arrows to scrolling, except on a row", () => {
    expect([press("ArrowDown"), press("ArrowUp")]).toEqual([null, null]);
    const isOnRow = true;
    expect([press("ArrowDown", { isOnRow }), press("ArrowUp", { isOnRow })]).toEqual(["next", "previous"]);
  });

  it("mean nothing while somebody types, or with a modifier", () => {
    expect([press("c", { isTaken: true }), press("j", { isModified: true })]).toEqual([null, null]);
  });
});

describe("the next row", () => {
  it("begins at an end and stops at the other", () => {
    expect([rowAfter("next", -1, 3), rowAfter("previous", -1, 3)]).toEqual([0, 2]);
    expect([rowAfter("next", 2, 3), rowAfter("previous", 0, 3)]).toEqual([2, 0]);
    expect(rowAfter("next", 0, 3)).toBe(1);
    expect(rowAfter("next", -1, 0)).toBe(-1);
  });
});
