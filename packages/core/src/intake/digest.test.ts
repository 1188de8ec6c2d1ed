import { describe, expect, it } from "vitest";
import { BLOCK_PARTS, blockOf, digestList, emptyBlock, recordDigests } from "./digest.ts";

const digest = (byte: number) => new Uint8Array(32).fill(byte);
const part = (partNumber: number, byte = partNumber) => ({ partNumber, sha256: digest(byte) });

describe("digests of parts", () => {
  it("are written once: the same again is a repeat, another is refused", () => {
    const block = recordDigests(emptyBlock(), [part(1), part(3)]);
    expect(block).not.toBeNull();
    if (block === null) return;
    expect(recordDigests(block, [part(3)])).toBeNull();
    expect(() => recordDigests(block, [part(2), part(3, 9)])).toThrow(
      expect.objectContaining({ kind: "conflict", code: "changed-file" }),
    );
  });

  it("do not change the block that they are recorded over", () => {
    const before = emptyBlock();
    recordDigests(before, [part(1)]);
    expect(before).toEqual(emptyBlock());
  });

  it("come back in the order of the parts, over blocks", () => {
    const numbers = Array.from({ length: BLOCK_PARTS + 1 }, (_, index) => index + 1);
    const first = recordDigests(
      emptyBlock(),
      numbers.slice(0, BLOCK_PARTS).map((number) => part(number, number % 251)),
    );
    const second = recordDigests(emptyBlock(), [part(BLOCK_PARTS + 1, 7)]);
    if (first === null || second === null) throw new Error("nothing was recorded");
    expect(blockOf(BLOCK_PARTS)).toBe(0);
    expect(blockOf(BLOCK_PARTS + 1)).toBe(1);
    const list = digestList([first, second]);
    expect(list).toHaveLength(BLOCK_PARTS + 1);
    expect(list?.at(-1)).toEqual(digest(7));
  });

  it("are no list while one is missing", () => {
    expect(digestList([])).toBeNull();
    const gap = recordDigests(emptyBlock(), [part(1), part(3)]);
    expect(gap && digestList([gap])).toBeNull();
  });
});
