import { describe, expect, it } from "vitest";
import { minutesWords, troubleWords } from "./words.ts";

describe("words for trouble", () => {
  it("says when to come back, rounded up", () => {
    const { text } = troubleWords({ kind: "limit", code: "limit", retryAfterSeconds: 61 });
    expect(text).toContain("in 2 minutes");
  });

  it("says nothing of a wait that nobody asked for", () => {
    expect(troubleWords({ kind: "limit", code: "limit" }).text).not.toContain("minute");
  });

  it("counts one and many", () => {
    expect(minutesWords(5)).toBe("1 minute");
    expect(minutesWords(3 * 3600)).toBe("3 hours");
  });
});
