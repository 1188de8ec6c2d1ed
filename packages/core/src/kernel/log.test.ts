import { describe, expect, it } from "vitest";
import { createLog, errorFields } from "./log.ts";

describe("the log", () => {
  it("keeps listed members and drops all others, whatever the types say", () => {
    const lines: string[] = [];
    const fields = { requestID: "r", fileName: "biopsy.pdf", email: "a@example.org" };
    createLog((line) => lines.push(line))("info", "done", fields);
    expect(JSON.parse(lines[0] ?? "")).toEqual({ level: "info", event: "done", requestID: "r" });
  });

  it("says of an unexpected error what class it is and where it was thrown, not what it says", () => {
    const fields = errorFields(new RangeError("biopsy Smith"));
    expect(fields.errorName).toBe("RangeError");
    expect(fields.errorAt).toContain("log.test.ts");
    expect(JSON.stringify(fields)).not.toContain("Smith");
  });
});
