import { LIMITS, type TaskView } from "@postern/contract";
import { afterEach, describe, expect, it } from "vitest";
import { chooseLanguage } from "../../lib/language.ts";
import {
  idleWords,
  leftWords,
  lengthFault,
  lockedWords,
  cappedNumber,
  overdueState,
  reasonWords,
  returnOptions,
  ruleWords,
  taskState,
  taskTitle,
} from "./words.ts";

const may = { claim: false, release: false, handOver: false, open: false, decide: false };

afterEach(() => chooseLanguage("en"));

describe("words of a task", () => {
  it("say what opens the documents, for whoever can, and that a front desk cannot", () => {
    const open = { state: "open", may: { ...may, claim: true } } as const;
    const claimed = { state: "claimed", may } as const;
    expect(lockedWords(open, "provider")).toContain("Claim the task first");
    expect(lockedWords({ ...claimed, may: { ...may, open: true } }, "provider")).toContain(
      "when you open them",
    );
    expect(lockedWords(claimed, "medical-assistant")).toContain("Only whoever has the task");
    expect(lockedWords(open, "front-desk")).toContain("Your role does not open them. You may claim");
    expect(lockedWords(claimed, "front-desk")).toContain("Your role does not open them. You may still note");
  });

  it("say after a decision what of it may still be looked at", () => {
    const returned = { state: "returned", may: { ...may, open: true } } as const;
    expect(lockedWords(returned, "provider")).toContain("look at what you decided");
    expect(lockedWords({ state: "rejected", may }, "provider")).toContain("Nobody opens");
    const mine = (task: Partial<TaskView>) => idleWords({ may, assigneeID: "me", ...task } as TaskView, "me");
    expect(mine(returned)).toBe(
      "You returned it. You may still open the documents, to look at what you decided.",
    );
    expect(mine({ state: "returned" })).toBe("You returned it. The sender was told.");
    expect(mine({ state: "rejected" })).toContain("closed for good");
    expect(mine({ ...returned, assigneeID: undefined })).toBe("There is nothing for you to do here now.");
  });

  it("say who has a task that is not one's own, and to whom one gave it", () => {
    const other = { may, state: "claimed", assigneeID: "other", assigneeName: "Dr. Voss" } as TaskView;
    expect(idleWords(other, "me")).toContain("Dr. Voss has it.");
    expect(leftWords(other, "hand-over", "me")).toBe("You handed it to Dr. Voss. It is no longer with you.");
    expect(leftWords({ state: "open" }, "release", "me")).toContain("You put it back.");
    expect(leftWords(other, undefined, "me")).toBeUndefined();
  });

  it("say plainly that no rule chose the queue", () => {
    expect(ruleWords({ name: "unrouted", version: 1 })).toContain("No rule fits");
    expect(ruleWords({ name: "skin", version: 2 })).toBe("skin (version 2)");
  });

  it("offer a front desk only what can be said of documents that nobody opened", () => {
    expect(returnOptions("front-desk").map(({ value }) => value)).toEqual(["other"]);
    expect(returnOptions("provider")).toHaveLength(5);
  });

  it("name a task by its routing facts alone", () => {
    expect(taskTitle({ kind: "images", service: "radiology" })).toBe("Photos and scans, Scans (radiology)");
    expect(taskTitle({ kind: "consent" })).toBe("Signed forms");
  });

  it("has words for reasons of both decisions", () => {
    expect(reasonWords("signature-missing")).toBe("A signature is missing");
    expect(reasonWords("duplicate")).toBe("We have it already");
  });

  it("counts what is overdue up to where the server stops", () => {
    expect([0, 98, LIMITS.overdueShown].map((count) => cappedNumber(count))).toEqual(["0", "98", "99+"]);
    expect([0, 12, LIMITS.overdueShown].map((count) => cappedNumber(count, true))).toEqual([
      "0+",
      "12+",
      "99+",
    ]);
  });

  it("says how much too long something is, and nothing when it fits", () => {
    expect(lengthFault("a".repeat(1001), 1000)).toBe("This is too long: 1,001 letters. The most is 1,000.");
    expect(lengthFault(` ${"a".repeat(1000)} `, 1000)).toBeUndefined();
  });

  it("follow the page's language, states and choices too", () => {
    chooseLanguage("es");
    expect(taskState("claimed")).toEqual({ tone: "info", icon: "eye", word: "En revisión" });
    expect(overdueState().word).toBe("Con retraso");
    expect(returnOptions("provider")[1]).toEqual({ value: "pages-missing", word: "Faltan páginas" });
  });
});
