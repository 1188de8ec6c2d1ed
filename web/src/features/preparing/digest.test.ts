import { describe, expect, it } from "vitest";
import { digestOf } from "./digest.ts";

describe("noticing that a file was chosen twice", () => {
  it("is by SHA-256 of what is in it, not by its name", async () => {
    const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    expect(await digestOf(new File(["abc"], "one.txt"))).toBe(abc);
    expect(await digestOf(new File(["abc"], "two.txt"))).toBe(abc);
  });

  it("is by size and both ends of a large file", async () => {
    const middle = new Uint8Array(65 * 1024 ** 2);
    const large = (begin: string, end: string, more = 0) =>
      digestOf(new Blob([begin, middle, new Uint8Array(more), end]));
    const digest = await large("a", "z");
    expect(await large("a", "z")).toBe(digest);
    for (const other of [large("b", "z"), large("a", "y"), large("a", "z", 1)]) {
      expect(await other).not.toBe(digest);
    }
  });
});
