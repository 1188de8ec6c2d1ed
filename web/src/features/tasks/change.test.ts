import type { PersonID } from "@postern/contract";
import { afterEach, describe, expect, it } from "vitest";
import { chooseLanguage } from "../../lib/language.ts";
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
const text = (before: TaskFace, after: TaskFace) => changeWords(before, after, me).text;

describe("what became of a task meanwhile", () => {
  afterEach(() => chooseLanguage("en"));

  it("says that a colleague was faster, and names who has it now", () => {
    const faster = { title: "A colleague was faster.", text: "Tom Okafor has it now." };
    expect(changeWords(open, theirs({}), me)).toEqual(faster);
    expect(changeWords(theirs({}), theirs({ assigneeName: "Jun Vo" }), me).title).toContain("changed");
  });

  it("says so when it is already with the person, in another window for instance", () => {
    const mine = changeWords(open, { ...theirs({}), assigneeID: me }, me);
    expect(mine).toEqual({
      title: "This changed while you had it open.",
      text: "You have it already.",
    });
  });

  it("tells a task that was put back from one that came and went", () => {
    expect(text(theirs({}), { ...open, version: 3 })).toContain("put back into the queue");
    expect(text(open, { ...open, version: 3 })).toContain("claimed and put back");
  });

  it("gives the reason of a decision", () => {
    const returned = theirs({ state: "returned", decision: "pages-missing" });
    expect(text(theirs({}), returned)).toBe("Tom Okafor returned it to the sender: pages are missing.");
    expect(text(open, theirs({ state: "accepted" }))).toBe("Tom Okafor accepted it.");
  });

  it("invents no name", () => {
    const nameless: TaskFace = { state: "rejected", assigneeID: other, version: 2, decision: "duplicate" };
    expect(text(open, nameless)).toBe("A colleague rejected it: we have it already.");
  });

  it("speaks the page's language", () => {
    chooseLanguage("es");
    expect(text(open, theirs({}))).toBe("Tom Okafor la tiene ahora.");
  });
});
