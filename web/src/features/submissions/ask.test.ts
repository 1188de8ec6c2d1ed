import { SUBMISSION_STATES, SubmissionSummary } from "@postern/contract";
import { describe, expect, it } from "vitest";
import { asksOf } from "./ask.ts";

const id = (prefix: string) => `${prefix}_${"0".repeat(26)}`;
const summary = (facts: Partial<SubmissionSummary>): SubmissionSummary =>
  SubmissionSummary.parse({
    submissionID: id("sub"),
    number: "K7M2-4Q9R",
    state: "open",
    kind: "images",
    locationID: id("loc"),
    urgency: "routine",
    round: 1,
    language: "en",
    openedAt: "2026-11-20T14:00:00Z",
    ...facts,
  });
const wants = (...all: Partial<SubmissionSummary>[]) => asksOf(all.map(summary)).map(({ want }) => want);

describe("what is asked of a sender", () => {
  it("is what came back, what was put aside and what was broken off; nothing else", () => {
    const asking = SUBMISSION_STATES.filter((state) => wants({ state }).length > 0);
    expect(asking).toEqual(["open", "incomplete", "returned"]);
  });

  it("leads to the answer, or to the rest of what was begun", () => {
    const [returned] = asksOf([summary({ state: "returned" })]);
    expect(returned?.href).toBe(`/send?again=${id("sub")}`);
    const [begun] = asksOf([summary({ state: "open" })]);
    expect(begun).toMatchObject({ want: "begun", href: `/send?rest=${id("sub")}` });
    const [unfinished] = asksOf([summary({ state: "open", round: 2 })]);
    expect(unfinished).toMatchObject({ want: "unfinished", href: `/send?again=${id("sub")}` });
  });

  it("goes on asking for what was begun, also when something else was sent after it", () => {
    const sent = { state: "routed", submittedAt: "2026-11-20T15:00:00Z" } as const;
    expect(wants(sent, {})).toEqual(["begun"]);
  });
});
