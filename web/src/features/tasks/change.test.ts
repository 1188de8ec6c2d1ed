import type { PersonID } from "@postern/contract";
import { describe, expect, it } from "vitest";
import { changeWords, type TaskFace } from "./change.ts";

const me = `per_${"0".repeat(26)}` as PersonID;
const other = `per_${"1".repeat(26)}` as PersonID;
const open: TaskFace = { state: "open", version: 1 };
const theirs = (facts: Partial<TaskFace>): TaskFace => ({
  state: "claimed",
  assigneeID: other,
  assigneeName: "Tom Okafor",
  version: 2,
  ...facts,
});

describe("what became of a task meanwhile", () => {
  it("names who has it now", () => {
    expect(changeWords(open, theirs({}), me)).toBe("Tom Okafor has it now.");
  });

  it("says so when it is already with the person, in another window for instance", () => {
    expect(changeWords(open, { ...theirs({}), assigneeID: me }, me)).toBe("You have it already.");
  });

  it("tells a task that was put back from one that came and went", () => {
    expect(changeWords(theirs({}), { ...open, version: 3 }, me)).toContain("put back into the queue");
    expect(changeWords(open, { ...open, version: 3 }, me)).toContain("claimed and put back");
  });

  it("gives the reason of a decision", () => {
    const returned = theirs({ state: "returned", decision: "pages-missing" });
    expect(changeWords(theirs({}), returned, me)).toBe(
      "Tom Okafor returned it to the sender: pages are missing.",
    );
    expect(changeWords(open, theirs({ state: "accepted" }), me)).toBe("Tom Okafor accepted it.");
  });

  it("invents no name", () => {
    const nameless: TaskFace = { state: "rejected", assigneeID: other, version: 2, decision: "duplicate" };
    expect(changeWords(open, nameless, me)).toBe("A colleague rejected it: we have it already.");
  });
});
