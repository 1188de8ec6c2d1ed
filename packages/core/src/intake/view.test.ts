import { describe, expect, it } from "vitest";
import type { Submission } from "./store.ts";
import { submissionSummary } from "./view.ts";

const head = {
  clinicID: "cli_1",
  submissionID: "sub_1",
  number: "K7M2-4Q9R",
  state: "routed",
  kind: "documents",
  locationID: "loc_1",
  urgency: "routine",
  round: 1,
  openedAt: "2026-11-22T08:00:00.000Z",
} as Submission;

describe("the language of a submission", () => {
  it("is the sender's", () => {
    expect(submissionSummary({ ...head, language: "es" }).language).toBe("es");
  });

  it("is English in rows from before it was asked", () => {
    expect(submissionSummary(head).language).toBe("en");
  });
});
