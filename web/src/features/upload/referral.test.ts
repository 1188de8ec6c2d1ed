import { describe, expect, it } from "vitest";
import { NO_REFERRAL, packReferral, unpackReferral, type ReferralDraft } from "./referral.ts";

const NOOR: ReferralDraft = {
  begunAt: "2026-11-22T14:14:00.000Z",
  patient: { displayName: "Noor Haddad", birthDate: "1979-02-03", phone: "", recordNumber: "" },
  note: "Please see her soon.",
};

describe("what a practice has typed of a referral", () => {
  it("is kept and found as a whole", () => {
    expect(unpackReferral(packReferral(NOOR))).toEqual(NOOR);
  });

  it("is not kept while nothing was typed", () => {
    expect(packReferral({ ...NO_REFERRAL, begunAt: NOOR.begunAt, note: " " })).toBe("");
    expect(unpackReferral("")).toBeUndefined();
  });

  it.each([
    ["words alone", "Please see her soon."],
    ["no object", "null"],
    ["no patient", JSON.stringify({ ...NOOR, patient: undefined })],
    ["half a patient", JSON.stringify({ ...NOOR, patient: { displayName: "Noor Haddad" } })],
    ["no note", JSON.stringify({ ...NOOR, note: undefined })],
    ["no time", JSON.stringify({ ...NOOR, begunAt: "this morning" })],
    ["nothing typed", JSON.stringify({ ...NO_REFERRAL, begunAt: NOOR.begunAt })],
  ])("is not found when there is %s", (_what, text) => {
    expect(unpackReferral(text)).toBeUndefined();
  });
});
