import { generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Cbor } from "./cbor.ts";
import { isSignedBy, readCoseKey } from "./cose-key.ts";

type Members = [number, Cbor][];
const data = Buffer.from("what was signed");

function elliptic() {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const [x1, y1] = [Buffer.from(x, "base64url"), Buffer.from(y, "base64url")];
  const members: Members = [
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, x1],
    [-3, y1],
  ];
  return { privateKey, members };
}

function rsa(modulusLength: number) {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength });
  const { n = "", e = "" } = publicKey.export({ format: "jwk" });
  const members: Members = [
    [1, 3],
    [3, -257],
    [-1, Buffer.from(n, "base64url")],
    [-2, Buffer.from(e, "base64url")],
  ];
  return { privateKey, members };
}

const read = (members: Members, ...instead: Members) => readCoseKey(new Map([...members, ...instead]));

describe("a passkey's key", () => {
  it.each([
    ["ES256", elliptic()],
    ["RS256", rsa(2048)],
  ])("of %s knows its own signatures, and no others", (_name, { privateKey, members }) => {
    const key = read(members);
    const signature = sign("sha256", data, privateKey);
    expect(isSignedBy(key, data, signature)).toBe(true);
    expect(isSignedBy(key, Buffer.from("something else"), signature)).toBe(false);
    expect(isSignedBy(key, data, Buffer.of(1, 2, 3))).toBe(false);
    expect(isSignedBy(JSON.parse(JSON.stringify(key)) as typeof key, data, signature)).toBe(true);
  });

  it("is refused when it is of another kind, short, or no key at all", () => {
    const { members } = elliptic();
    expect(() => read(members, [3, -8])).toThrow("not asked for");
    expect(() => read(members, [1, 3])).toThrow("P-256");
    expect(() => read(members, [-1, 2])).toThrow("P-256");
    expect(() => read(members, [-2, Buffer.alloc(31)])).toThrow("32 bytes");
    expect(() => read(members, [-2, Buffer.alloc(32)])).toThrow("not valid");
    expect(() => read(members, [2, Buffer.alloc(1)])).toThrow("other members");
    expect(() => read(rsa(1024).members)).toThrow("too short");
    expect(() => read(rsa(2048).members, [-2, "AQAB"])).toThrow("no bytes");
  });
});
