import { describe, expect, it } from "vitest";
import { mostOf, totalOf, wholeMonth } from "./days.ts";

const day = { day: "2024-02-29", routed: 3, accepted: 2, returned: 0, rejected: 0, putAside: 5 };

describe("the days of the overview", () => {
  it("are all those of the month, leap days too", () => {
    const days = wholeMonth("2024-02", [day]);
    expect(days).toHaveLength(29);
    expect(days[0]).toMatchObject({ day: "2024-02-01", routed: 0 });
    expect(days[28]).toEqual(day);
  });

  it("are summed by kind, and the tallest bar is the most of all", () => {
    expect(totalOf([day, day], "routed")).toBe(6);
    expect(mostOf([day])).toBe(5);
    expect(mostOf([])).toBe(1);
  });
});
