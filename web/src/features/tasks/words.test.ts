import { describe, expect, it } from "vitest";
import { lockedWords, reasonWords, taskTitle } from "./words.ts";

const may = { claim: false, release: false, handOver: false, open: false, decide: false };

describe("words of a task", () => {
  it("says what opens the documents, for whoever can, and that a front desk cannot", () => {
    expect(lockedWords({ may: { ...may, claim: true } }, "provider")).toContain("Claim the task first");
    expect(lockedWords({ may: { ...may, open: true } }, "provider")).toContain("when you open them");
    expect(lockedWords({ may }, "medical-assistant")).toContain("Only whoever has the task");
    expect(lockedWords({ may: { ...may, claim: true } }, "front-desk")).toContain("Your role does not open");
  });

  it("names a task by its routing facts alone", () => {
    expect(taskTitle({ kind: "images", service: "radiology" })).toBe("Photos and scans, Scans (radiology)");
    expect(taskTitle({ kind: "consent" })).toBe("Signed forms");
  });

  it("has words for reasons of both decisions", () => {
    expect(reasonWords("signature-missing")).toBe("A signature is missing");
    expect(reasonWords("duplicate")).toBe("We have it already");
  });
});
