import { describe, expect, it } from "vitest";
import { isLate } from "./due.ts";

const now = new Date("2026-11-22T12:00:00Z");

describe("isLate", () => {
  it("is true for work past its time, and never for what is decided", () => {
    const dueAt = "2026-11-22T11:59:59Z";
    expect(isLate({ state: "open", dueAt }, now)).toBe(true);
    expect(isLate({ state: "claimed", dueAt }, now)).toBe(true);
    expect(isLate({ state: "accepted", dueAt }, now)).toBe(false);
  });

  it("is false until the time has come", () => {
    expect(isLate({ state: "open", dueAt: "2026-11-22T12:00:00Z" }, now)).toBe(false);
  });
});
