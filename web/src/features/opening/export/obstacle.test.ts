import { describe, expect, it } from "vitest";
import { obstacleTo } from "./obstacle.ts";
import { MAX_PRINTED_PAGES, MAX_SAVED_BYTES } from "./rules.ts";

const SMALL = { sizeBytes: 1000 };
const pages = (pageCount: number) => ({ kind: "pages", pageCount }) as const;
const text = (sizeBytes: number) => ({ kind: "text", text: "", shownBytes: 1000, sizeBytes }) as const;

describe("what stands in the way of leaving", () => {
  it("is nothing for what is small enough", () => {
    expect(obstacleTo("file", { sizeBytes: MAX_SAVED_BYTES }, undefined)).toBeUndefined();
    expect(obstacleTo("print", SMALL, pages(MAX_PRINTED_PAGES))).toBeUndefined();
    expect(obstacleTo("print", SMALL, text(1000))).toBeUndefined();
  });

  it("is said of what no browser saves", () => {
    const said = obstacleTo("file", { sizeBytes: MAX_SAVED_BYTES + 1 }, undefined);
    expect(said).toBe("This is larger than 2.0 GB. A browser cannot save it from here.");
  });

  it("is said of what is too long for paper, which may still be saved", () => {
    for (const content of [pages(MAX_PRINTED_PAGES + 1), text(1001)]) {
      expect(obstacleTo("print", SMALL, content)).toMatch(/too long to print from here: save a copy/);
      expect(obstacleTo("file", SMALL, content)).toBeUndefined();
    }
  });
});
