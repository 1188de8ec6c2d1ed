import { SubmissionID } from "@postern/contract";
import { describe, expect, it } from "vitest";
import { derivedID, idSource, sha256, timeOf } from "./id.ts";

const clock = { now: () => Date.UTC(2026, 10, 22, 12) };

describe("an id", () => {
  it("has the contract's shape, and tells the time it was drawn at", () => {
    const id = idSource(clock)("sub");
    expect(SubmissionID.safeParse(id).success).toBe(true);
    expect(timeOf(id)).toBe(clock.now());
  });

  it("sorts by time", () => {
    const ids = [3, 1, 2].map((second) => idSource({ now: () => clock.now() + second * 1000 })("evt"));
    expect([...ids].sort().map(timeOf)).toEqual([1, 2, 3].map((second) => clock.now() + second * 1000));
  });

  it("is drawn anew each time", () => {
    const newID = idSource(clock);
    expect(new Set(Array.from({ length: 1000 }, () => newID("evt"))).size).toBe(1000);
  });

  it("is the same for the same time and bytes, and another for others", async () => {
    const at = clock.now();
    const [one, two] = [await sha256("one"), await sha256("two")];
    expect(derivedID("tsk", at, one)).toBe(derivedID("tsk", at, one));
    expect(derivedID("tsk", at, one)).not.toBe(derivedID("tsk", at, two));
  });
});
