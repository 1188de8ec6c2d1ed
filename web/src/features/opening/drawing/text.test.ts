import { describe, expect, it } from "vitest";
import { MAX_TEXT_BYTES } from "./limits.ts";
import { readText } from "./text.ts";

const bytesOf = (text: string) => Uint8Array.from(new TextEncoder().encode(text));

describe("a text", () => {
  it("is read as it stands, markup and all, without the mark of its byte order", () => {
    const text = "<b>Año</b>\r\n\tниже";
    expect(readText(bytesOf(`\ufeff${text}`)).text).toBe(text);
  });

  it("is refused when a byte of it is no UTF-8, in the middle or at its end", () => {
    for (const bytes of [Uint8Array.of(65, 0xff, 65), Uint8Array.of(65, 0xc3)]) {
      expect(() => readText(bytes)).toThrow(expect.objectContaining({ why: "not-text" }));
    }
  });

  it("is cut where it is too long for the page, through no letter", () => {
    const read = readText(bytesOf(`x${"ñ".repeat(MAX_TEXT_BYTES)}`));
    expect(read).toMatchObject({ shownBytes: MAX_TEXT_BYTES, sizeBytes: 2 * MAX_TEXT_BYTES + 1 });
    expect(read.text).toBe(`x${"ñ".repeat(MAX_TEXT_BYTES / 2 - 1)}`);
  });
});
