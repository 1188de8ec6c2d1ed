import { TASK_STATES } from "@postern/contract";
import { describe, expect, it } from "vitest";
import { TASK_TRANSITIONS, mayJudge, nextTaskState, worksAt, type TaskEvent } from "./rules.ts";

const events = Object.keys(TASK_TRANSITIONS) as TaskEvent[];

describe("a task's life", () => {
  it("is decided only by someone who has claimed it", () => {
    for (const event of ["accept", "return", "reject", "release", "hand-over"] as const) {
      expect(TASK_STATES.filter((state) => nextTaskState(state, event) !== null)).toEqual(["claimed"]);
    }
  });

  it("is claimed only while it is open", () => {
    expect(TASK_STATES.filter((state) => nextTaskState(state, "claim") !== null)).toEqual(["open"]);
  });

  it.each(["accepted", "returned", "rejected"] as const)("ends when it is %s", (state) => {
    expect(events.filter((event) => nextTaskState(state, event) !== null)).toEqual([]);
  });
});

describe("work at a location", () => {
  it("is for those who work there; what has no location is for all", () => {
    const here = "loc_1" as never;
    expect(worksAt([here], here)).toBe(true);
    expect(worksAt([], here)).toBe(false);
    expect(worksAt([], undefined)).toBe(true);
  });
});

describe("a reason to return", () => {
  it("that needs the documents is for those who may open them", () => {
    expect(mayJudge("provider", "unreadable")).toBe(true);
    expect(mayJudge("medical-assistant", "signature-missing")).toBe(true);
    expect(mayJudge("front-desk", "unreadable")).toBe(false);
    expect(mayJudge("front-desk", "other")).toBe(true);
  });
});
