import { DOCUMENT_STATES, SUBMISSION_STATES } from "@postern/contract";
import { describe, expect, it } from "vitest";
import {
  DOCUMENT_TRANSITIONS,
  SUBMISSION_TRANSITIONS,
  nextDocumentState,
  nextSubmissionState,
} from "./rules.ts";

describe("a submission's life", () => {
  it("goes from open to routed only by way of submitted", () => {
    expect(nextSubmissionState("open", "route")).toBeNull();
    expect(nextSubmissionState("open", "submit")).toBe("submitted");
    expect(nextSubmissionState("submitted", "route")).toBe("routed");
  });

  it("ends in closed, rejected and expired: nothing leads on from there", () => {
    for (const state of ["closed", "rejected", "expired"] as const) {
      for (const event of Object.keys(SUBMISSION_TRANSITIONS) as (keyof typeof SUBMISSION_TRANSITIONS)[]) {
        expect(nextSubmissionState(state, event), `${state} ${event}`).toBeNull();
      }
    }
  });

  it("reaches every state", () => {
    const reached = new Set(Object.values(SUBMISSION_TRANSITIONS).flatMap((edges) => Object.values(edges)));
    expect([...SUBMISSION_STATES].filter((state) => !reached.has(state))).toEqual([]);
  });
});

describe("a document's life", () => {
  it("is verified only when its bytes may have arrived", () => {
    const before = DOCUMENT_STATES.filter((state) => nextDocumentState(state, "verify") !== null);
    expect(before).toEqual(["uploading", "completing"]);
  });

  it("does not start again once it is verified or put aside", () => {
    expect(Object.keys(DOCUMENT_TRANSITIONS.restart)).toEqual(["declared", "uploading", "completing"]);
  });

  it("stays abandoned", () => {
    for (const event of Object.keys(DOCUMENT_TRANSITIONS) as (keyof typeof DOCUMENT_TRANSITIONS)[]) {
      expect(nextDocumentState("abandoned", event)).toBeNull();
    }
  });
});
