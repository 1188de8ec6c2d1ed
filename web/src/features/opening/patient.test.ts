import { describe, expect, it } from "vitest";
import { differsFrom } from "./patient.ts";

describe("the patient of a scan beside the record", () => {
  const record = { patientName: "Zoë Ortiz-Lund", birthDate: "1988-04-17" };

  it("is the same for capitals, missing accents and another order of names", () => {
    const scan = { name: "LUND ORTIZ ZOE", birthDate: "1988-04-17" };
    expect(differsFrom(scan, record)).toEqual({ name: false, birthDate: false });
  });

  it("differs by another name or another day", () => {
    expect(differsFrom({ name: "Zoe Ortiz", birthDate: "1988-04-18" }, record)).toEqual({
      name: true,
      birthDate: true,
    });
  });

  it("does not differ by what only one of them says", () => {
    expect(differsFrom({}, record)).toEqual({ name: false, birthDate: false });
    expect(differsFrom({ name: "Zoe Ortiz" }, {})).toEqual({ name: false, birthDate: false });
  });
});
