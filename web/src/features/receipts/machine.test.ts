import { describe, expect, it } from "vitest";
import { CHECK_START, reduceCheck, type CheckEvent, type CheckState } from "./machine.ts";

const found = { verdict: { kind: "malformed" }, keysFrom: "file" } as const;
const checking = (run: number): CheckState => ({ name: "checking", run });
const after = (...events: readonly CheckEvent[]) => events.reduce(reduceCheck, CHECK_START);

describe("a check", () => {
  it("says what became of the file that was chosen", () => {
    expect(after({ type: "chosen", run: 1 })).toEqual(checking(1));
    expect(after({ type: "chosen", run: 1 }, { type: "checked", run: 1, ...found })).toEqual({
      name: "checked",
      run: 1,
      ...found,
    });
    expect(after({ type: "chosen", run: 1 }, { type: "failed", run: 1, why: "unread" })).toEqual({
      name: "failed",
      run: 1,
      why: "unread",
    });
  });

  it("does not hear of a file that was chosen before", () => {
    const twice = [{ type: "chosen", run: 1 } as const, { type: "chosen", run: 2 } as const];
    expect(after(...twice, { type: "checked", run: 1, ...found })).toEqual(checking(2));
    expect(after(...twice, { type: "failed", run: 1, why: "unread" })).toEqual(checking(2));
    expect(after({ type: "checked", run: 1, ...found })).toEqual(CHECK_START);
  });

  it("says nothing any more once other keys are to be believed", () => {
    const done = [{ type: "chosen", run: 1 } as const, { type: "checked", run: 1, ...found } as const];
    expect(after(...done, { type: "keys-changed" })).toEqual(CHECK_START);
  });
});
