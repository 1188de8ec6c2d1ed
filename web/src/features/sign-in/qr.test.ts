import { encode } from "uqr";
import { describe, expect, it } from "vitest";
import { groupKey, qrPath } from "./qr.ts";

describe("enrolment", () => {
  it("draws runs of dark modules as boxes", () => {
    const path = qrPath([
      [true, true, false],
      [false, false, true],
    ]);
    expect(path).toBe("M0 0h2v1h-2zM2 1h1v1h-1z");
  });

  it("draws as many modules as the code has", () => {
    const { data } = encode("otpauth://totp/Postern:rosa?secret=JBSWY3DPEHPK3PXP", { border: 2 });
    const dark = data.flat().filter(Boolean).length;
    const drawn = [...qrPath(data).matchAll(/h(\d+)v1/g)].reduce((sum, run) => sum + Number(run[1]), 0);
    expect(drawn).toBe(dark);
  });

  it("groups a key by four", () => {
    expect(groupKey("JBSWY3DPEHPK3P")).toBe("JBSW Y3DP EHPK 3P");
  });
});
