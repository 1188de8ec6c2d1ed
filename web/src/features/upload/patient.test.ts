import { describe, expect, it } from "vitest";
import { patientFaults, patientOf, type PatientDraft } from "./patient.ts";

const TODAY = "2026-11-22";
const draft = (facts: Partial<PatientDraft> = {}): PatientDraft => ({
  displayName: "Noor Haddad",
  birthDate: "1979-02-03",
  phone: "",
  recordNumber: "",
  ...facts,
});
const faults = (facts: Partial<PatientDraft>) => patientFaults(draft(facts), TODAY);

describe("the facts of a practice's patient", () => {
  it("need a name and a birth date; the rest may be left out", () => {
    expect(patientOf(draft(), TODAY)).toEqual({ displayName: "Noor Haddad", birthDate: "1979-02-03" });
    expect(faults({ displayName: " ", birthDate: "" })).toEqual({
      displayName: "missing",
      birthDate: "missing",
    });
  });

  it("are sealed without space round them", () => {
    const full = draft({ displayName: " Noor Haddad ", phone: "(555) 014-2200", recordNumber: " N-4471 " });
    expect(patientOf(full, TODAY)).toMatchObject({
      displayName: "Noor Haddad",
      phone: "(555) 014-2200",
      recordNumber: "N-4471",
    });
  });

  it.each([
    [{ birthDate: "1979-02-30" }, { birthDate: "no-date" }],
    [{ birthDate: "2026-11-23" }, { birthDate: "future" }],
    [{ birthDate: "0979-02-03" }, { birthDate: "too-early" }],
    [{ phone: "later" }, { phone: "no-phone" }],
    [{ displayName: "x".repeat(201) }, { displayName: "too-long" }],
    [{ recordNumber: "1".repeat(41) }, { recordNumber: "too-long" }],
  ])("tell what is wrong with %j", (facts, expected) => {
    expect(faults(facts)).toEqual(expected);
    expect(patientOf(draft(facts), TODAY)).toBeUndefined();
  });

  it("take who was born today", () => {
    expect(faults({ birthDate: TODAY })).toEqual({});
  });
});
