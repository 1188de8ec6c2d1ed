import { describe, expect, it } from "vitest";
import { formatDate, formatExact, formatMonth, formatSize, formatWhen, initialsOf } from "./format.ts";

const UTC = { timeZone: "UTC" };

describe("dates and sizes", () => {
  it("says weekday, day and time of day", () => {
    expect(formatWhen("2026-11-20T14:02:00Z", UTC)).toBe("Fri, Nov 20, 2:02 pm");
  });

  it("counts seconds in the log, by 24 hours", () => {
    expect(formatExact("2026-11-20T00:02:05Z", UTC)).toBe("Nov 20, 12:02:05 am");
  });

  it("keeps a birth date on its day, wherever the reader is", () => {
    expect(formatDate("1971-03-04")).toBe("Mar 4, 1971");
    expect(formatDate("about 1971")).toBe("about 1971");
  });

  it("names a month in full", () => {
    expect(formatMonth("2026-11")).toBe("November 2026");
  });

  it.each([
    [0, "0 bytes"],
    [999, "999 bytes"],
    [1000, "1.0 KB"],
    [830_000, "811 KB"],
    [5 * 1024 ** 2, "5.0 MB"],
    [48 * 1024 ** 2, "48 MB"],
    [5 * 1024 ** 3, "5.0 GB"],
  ])("says %i bytes as %s", (bytes, words) => {
    expect(formatSize(bytes)).toBe(words);
  });

  it("takes first letters, without titles", () => {
    expect(initialsOf("Dr. Ana Lindqvist")).toBe("AL");
    expect(initialsOf("Rosa")).toBe("R");
    expect(initialsOf("")).toBe("");
  });
});
