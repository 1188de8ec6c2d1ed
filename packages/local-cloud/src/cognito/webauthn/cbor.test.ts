import { describe, expect, it } from "vitest";
import { decodeCbor } from "./cbor.ts";

const decode = (hex: string) => decodeCbor(Buffer.from(hex, "hex"));

describe("CBOR", () => {
  // RFC 8949, appendix A.
  it.each([
    ["00", 0],
    ["17", 23],
    ["1818", 24],
    ["1903e8", 1000],
    ["1a000f4240", 1_000_000],
    ["20", -1],
    ["3903e7", -1000],
    ["f4", false],
    ["f5", true],
    ["f6", null],
    ["60", ""],
    ["62c3bc", "ü"],
    ["4401020304", Buffer.of(1, 2, 3, 4)],
    ["8301820203820405", [1, [2, 3], [4, 5]]],
    [
      "a26161016162820203",
      new Map<string, unknown>([
        ["a", 1],
        ["b", [2, 3]],
      ]),
    ],
  ])("%s is read as the standard has it", (hex, value) => {
    expect(decode(hex)).toEqual({ value, rest: Buffer.alloc(0) });
  });

  it("leaves what comes behind", () => {
    expect(decode("0102")).toEqual({ value: 1, rest: Buffer.of(2) });
  });

  it.each([
    ["that is cut off", "4401"],
    ["that is empty", ""],
    ["with a cut-off length", "19"],
    ["with more items than bytes", "9affffffff"],
    ["of indefinite length", "9f01ff"],
    ["with a length of 64 bits", "5b0000000000000001"],
    ["with a tag", "c000"],
    ["with a floating-point number", "f93c00"],
    ["with undefined", "f7"],
    ["with a key twice", "a201010102"],
    ["with a key of bytes", "a1410100"],
    ["nested too deep", "818181818100"],
  ])("%s is refused", (_what, hex) => {
    expect(() => decode(hex)).toThrow(RangeError);
  });

  it("with text that is not UTF-8 is refused", () => {
    expect(() => decode("61ff")).toThrow(TypeError);
  });
});
