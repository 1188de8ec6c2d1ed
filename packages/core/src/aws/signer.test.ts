import { generateKeyPairSync, sign, verify } from "node:crypto";
import { describe, expect, it } from "vitest";
import { joined } from "./signer.ts";

const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const message = Buffer.from("a statement");
const der = () => Uint8Array.from(sign("sha256", message, privateKey));

describe("a signature as KMS gives it", () => {
  it("is joined to the 64 bytes that say the same, whatever the length of its numbers", () => {
    const lengths = new Set<number>();
    for (let count = 0; count < 600; count++) {
      const signature = der();
      lengths.add(signature.length);
      const both = joined(signature);
      expect(both).toHaveLength(64);
      expect(verify("sha256", message, { key: publicKey, dsaEncoding: "ieee-p1363" }, both)).toBe(true);
    }
    expect(lengths.size).toBeGreaterThan(2);
  });

  it.each([
    ["nothing", () => new Uint8Array()],
    ["one that is cut", () => der().subarray(0, -1)],
    ["one with more behind it", () => Uint8Array.from([...der(), 0])],
    ["another structure", () => Uint8Array.from([0x31, ...der().subarray(1)])],
    [
      "a number that is too long",
      () => Uint8Array.from([0x30, 38, 2, 34, ...Array<number>(34).fill(1), 2, 0]),
    ],
    ["no numbers", () => Uint8Array.from([0x30, 4, 2, 0, 2, 0])],
  ])("is refused when it is %s", (_, bytes) => {
    expect(() => joined(bytes())).toThrow(RangeError);
  });
});
