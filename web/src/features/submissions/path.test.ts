import { SUBMISSION_STATES, SubmissionView, type DocumentView } from "@postern/contract";
import { describe, expect, it } from "vitest";
import { pathOf } from "./path.ts";

const id = (prefix: string) => `${prefix}_${"0".repeat(26)}`;
const view = (facts: Partial<SubmissionView>): SubmissionView =>
  SubmissionView.parse({
    submissionID: id("sub"),
    clinicID: id("cli"),
    locationID: id("loc"),
    number: "K7M2-4Q9R",
    kind: "images",
    urgency: "routine",
    round: 1,
    language: "en",
    state: "routed",
    openedAt: "2026-11-20T14:00:00Z",
    submittedAt: "2026-11-20T14:02:00Z",
    documents: [],
    ...facts,
  });

describe("the path of a submission", () => {
  it.each(SUBMISSION_STATES)(
    "has one place where a %s submission is, and no step after one that is to come",
    (state) => {
      const states = pathOf(view({ state })).map((step) => step.state);
      expect(states.filter((each) => each === "current").length).toBeLessThanOrEqual(1);
      expect(states).toEqual([...states].sort((one, other) => ORDER.indexOf(one) - ORDER.indexOf(other)));
    },
  );

  it("says so when checking takes longer than usual, and what comes of it", () => {
    const submitted = view({ state: "submitted" });
    const textAt = (minutes: number) =>
      pathOf(submitted, Date.parse("2026-11-20T14:02:00Z") + minutes * 60_000).find(
        (step) => step.state === "current",
      )?.text;
    expect(textAt(5)).toContain("about a minute");
    expect(textAt(11)).toContain("within a day");
  });

  it("asks for all of it anew when the list of the files was put aside", () => {
    const asideOf = (kind: "document" | "manifest") => {
      const sealed = { attemptID: id("att"), sealedSizeBytes: 9, messageID: `${"A".repeat(43)}=` };
      const aside = { documentID: id("doc"), kind, state: "quarantined", reason: "missing", ...sealed };
      const path = pathOf(view({ state: "incomplete", documents: [aside as DocumentView] }));
      return path.find((step) => step.isAsking)?.text;
    };
    expect(asideOf("document")).toContain("only this file");
    expect(asideOf("manifest")).toContain("all of it");
  });

  it("names the queue that has it, and by when somebody looks", () => {
    const path = pathOf(
      view({ queueName: "Skin", routedAt: "2026-11-20T14:03:00Z", dueAt: "2026-11-24T14:03:00Z" }),
    );
    expect(path.find((step) => step.state === "current")).toMatchObject({
      what: "It is with Skin",
      dueAt: "2026-11-24T14:03:00Z",
    });
  });

  it("says until when it can be finished, and what becomes of it then", () => {
    const expiresAt = "2026-12-20T14:03:00Z";
    const endings = (["open", "incomplete", "returned"] as const).map(
      (state) => pathOf(view({ state, expiresAt })).find((step) => step.isAsking)?.ending,
    );
    for (const ending of endings) expect(ending).toMatch(/^Finish by \w+, Dec 20\. .*deleted\.$/);
    const routedAt = "2026-11-20T14:03:00Z";
    const answer = pathOf(view({ state: "returned", expiresAt, routedAt })).find((step) => step.isAsking);
    expect(answer?.ending).toMatch(/^Answer by \w+, Dec 20\. .*keeps what it got before\.$/);
  });

  it("says of what has ended whether the team ever got any of it", () => {
    const expiresAt = "2026-12-20T14:03:00Z";
    expect(pathOf(view({ state: "expired", expiresAt })).at(0)?.text).toContain("is deleted");
    const routedAt = "2026-11-20T14:03:00Z";
    const [step] = pathOf(view({ state: "expired", expiresAt, routedAt }));
    expect(step).toMatchObject({ what: "This ended without an answer", at: expiresAt });
  });

  it("asks the sender when a file was put aside, and says that the rest is fine", () => {
    const step = pathOf(view({ state: "incomplete" })).find((each) => each.isAsking);
    expect(step?.text).toContain("The rest is fine");
  });

  it("says why it came back", () => {
    const step = pathOf(view({ state: "returned", decision: "pages-missing" })).at(-1);
    expect(step).toMatchObject({ state: "current", isAsking: true });
    expect(step?.text).toBe("Pages are missing. Add them, and send it again.");
  });

  it("brings the team's own words, and then need not send anyone to the telephone", () => {
    const step = pathOf(view({ state: "returned", decision: "other", message: "The back, please." })).at(-1);
    expect(step?.message).toBe("The back, please.");
    expect(step?.text).not.toContain("Call");
    expect(pathOf(view({ state: "returned", decision: "other" })).at(-1)?.text).toContain("Call");
    const refused = pathOf(view({ state: "rejected", decision: "duplicate", message: "From May." })).at(-1);
    expect(refused).toMatchObject({ text: "The team has it already.", message: "From May." });
  });

  it("promises no look after a decision, nor before the team has it", () => {
    const dueAt = "2026-11-24T14:03:00Z";
    const promising = SUBMISSION_STATES.filter((state) =>
      pathOf(view({ state, dueAt })).some((step) => step.dueAt !== undefined),
    );
    expect(promising).toEqual(["routed"]);
  });

  it("leaves nothing to come when it is closed or was not taken", () => {
    for (const state of ["closed", "rejected"] as const) {
      expect(pathOf(view({ state })).every((step) => step.state === "done")).toBe(true);
    }
  });
});

const ORDER = ["done", "current", "todo"];
