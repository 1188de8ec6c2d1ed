import { SUBMISSION_STATES, type DocumentView } from "@postern/contract";
import { describe, expect, it } from "vitest";
import { answerOf, isListAside, needyFiles } from "./answer.ts";

const file = (kind: DocumentView["kind"], state: DocumentView["state"]) => ({ kind, state }) as DocumentView;

describe("how a submission can be answered", () => {
  it("asks for files in place of those put aside, and for more where the team sent it back", () => {
    expect(SUBMISSION_STATES.map((state) => answerOf({ state, round: 1 })).filter(Boolean)).toEqual([
      "replace",
      "add",
    ]);
    expect(answerOf({ state: "incomplete", round: 1 })).toBe("replace");
    expect(answerOf({ state: "returned", round: 1 })).toBe("add");
  });

  it("lets an answer that was broken off be given again, but not a first sending", () => {
    expect([1, 2].map((round) => answerOf({ state: "open", round }))).toEqual([null, "add"]);
  });

  it("must come anew whole when its list was put aside; one that was replaced does not count", () => {
    const listed = (...states: DocumentView["state"][]) =>
      isListAside({
        documents: [file("document", "quarantined"), ...states.map((state) => file("manifest", state))],
      });
    expect([listed("quarantined"), listed("verified"), listed("abandoned", "verified")]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it("counts the files as the sender sees them, without the list and what was replaced", () => {
    const documents = [
      file("document", "abandoned"),
      file("manifest", "quarantined"),
      file("document", "verified"),
      file("document", "quarantined"),
      file("document", "uploading"),
    ];
    expect(needyFiles({ documents }).map(({ index }) => index)).toEqual([1, 2]);
  });
});
