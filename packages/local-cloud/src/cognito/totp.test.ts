import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { acceptCode, newSoftwareToken, softwareToken, totpCode } from "./totp.ts";

/** The ASCII secret 12345678901234567890 of RFC 6238, appendix B. */
const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const noonMs = Date.UTC(2026, 0, 5, 12);

describe("a software token's code", () => {
  it.each([
    [59, "287082"],
    [1_111_111_109, "081804"],
    [1_111_111_111, "050471"],
    [1_234_567_890, "005924"],
    [2_000_000_000, "279037"],
    [20_000_000_000, "353130"],
  ])("is the one of RFC 6238 appendix B at %d s (its last six digits)", (seconds, code) => {
    expect(totpCode(secret, seconds * 1000)).toBe(code);
  });

  it("is accepted one step early and one step late, and not two", () => {
    const accept = (offsetMs: number) =>
      acceptCode(softwareToken(secret), totpCode(secret, noonMs + offsetMs), noonMs);
    expect([-60_000, -30_000, 0, 30_000, 60_000].map(accept)).toEqual([
      "wrong",
      "good",
      "good",
      "good",
      "wrong",
    ]);
  });

  it("is used up by its acceptance, and so are the codes of earlier steps", () => {
    const token = softwareToken(secret);
    const next = totpCode(secret, noonMs + 30_000);
    expect(acceptCode(token, next, noonMs)).toBe("good");
    expect(acceptCode(token, next, noonMs)).toBe("used");
    expect(acceptCode(token, totpCode(secret, noonMs), noonMs)).toBe("used");
    expect(acceptCode(token, totpCode(secret, noonMs + 60_000), noonMs + 30_000)).toBe("good");
  });

  it("is not used up by a wrong guess", () => {
    const token = softwareToken(secret);
    const right = totpCode(secret, noonMs);
    const wrong = ["000000", "000001", "000002", "000003"].find(
      (code) => acceptCode(softwareToken(secret), code, noonMs) === "wrong",
    );
    expect(acceptCode(token, wrong ?? right, noonMs)).toBe("wrong");
    expect(acceptCode(token, right, noonMs)).toBe("good");
  });

  it.each(["", "12345", "1234567", "12345a", " 12345", "１２３４５６"])(
    "%j is wrong, not an error",
    (code) => {
      expect(acceptCode(softwareToken(secret), code, noonMs)).toBe("wrong");
    },
  );
});

describe("a secret", () => {
  it("is fresh, 160 bits long, and what it makes works", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), (atMs) => {
        const token = newSoftwareToken();
        expect(token.secret).toMatch(/^[A-Z2-7]{32}$/);
        expect(acceptCode(token, totpCode(token.secret, atMs), atMs)).toBe("good");
      }),
    );
    expect(newSoftwareToken().secret).not.toBe(newSoftwareToken().secret);
  });

  it("is refused when it isn't base32 or too short", () => {
    expect(() => softwareToken("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1")).toThrow(RangeError);
    expect(() => softwareToken("GEZDGNBV")).toThrow(RangeError);
  });
});
