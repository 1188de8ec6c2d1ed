import { describe, expect, it } from "vitest";
import { monthOf, monthsBefore } from "./month.ts";

describe("months of the log", () => {
  it("counts in UTC", () => {
    expect(monthOf(new Date("2026-11-30T23:59:59-05:00"))).toBe("2026-12");
  });

  it("goes back over the turn of the year", () => {
    const months = monthsBefore(new Date("2026-02-28T00:00:00Z"), 4);
    expect(months).toEqual(["2026-02", "2026-01", "2025-12", "2025-11"]);
  });
});
