import { LIMITS } from "@postern/contract";
import { describe, expect, it } from "vitest";
import { cleanFileName } from "./file-name.ts";

describe("a file's name in the manifest", () => {
  it("keeps what people write", () => {
    for (const name of ["Knie links.jpg", "Röntgen №3.dcm", "検査.pdf", "👩‍⚕️.png"]) {
      expect(cleanFileName(name)).toBe(name);
    }
  });

  it("loses control characters and marks that turn the direction of writing", () => {
    expect(cleanFileName("a\u0000b\r\nc\u007f\u0085.pdf")).toBe("abc.pdf");
    expect(cleanFileName("report\u202efdp.exe")).toBe("reportfdp.exe");
    expect(cleanFileName("a\u2066b\u2069\u2028c")).toBe("abc");
  });

  it("is cut to the limit and never in the middle of a character", () => {
    expect(cleanFileName("x".repeat(300))).toHaveLength(LIMITS.fileNameLength);
    const cut = cleanFileName(`${"x".repeat(LIMITS.fileNameLength - 1)}👩`);
    expect(cut).toBe("x".repeat(LIMITS.fileNameLength - 1));
  });

  it("is well-formed, and never nothing", () => {
    expect(cleanFileName("a\ud800b")).toBe("a\ufffdb");
    expect(cleanFileName(" \u202e\n ")).toBe("document");
  });
});
