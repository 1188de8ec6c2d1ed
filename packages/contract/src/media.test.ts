import { describe, expect, it } from "vitest";
import { SNIFF_SIZE_BYTES, sniffMediaType } from "./media.ts";

const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const utf8 = (text: string) => new TextEncoder().encode(text);

describe("telling a file's type", () => {
  it.each([
    ["image/jpeg", "\xff\xd8\xff\xe0"],
    ["image/png", "\x89PNG\r\n\x1a\n"],
    ["image/webp", "RIFF\0\0\0\0WEBP"],
    ["image/heic", "\0\0\0\x18ftypheic"],
    ["application/pdf", "%PDF-1.7"],
    ["application/dicom", `${"\0".repeat(128)}DICM`],
    ["application/dicom", `${"words ".repeat(22).slice(0, 128)}DICM`],
  ])("knows %s by its magic bytes", (mediaType, head) => {
    expect(sniffMediaType(latin1(head))).toBe(mediaType);
  });

  it.each([
    ["words", "Please see the enclosed photo."],
    ["lines, tabs and page ends", "a\tb\r\nc\n\fd"],
    ["letters of all alphabets", "Señora Núñez, 検査, 👩‍⚕️"],
    ["a byte order mark", "\ufeffwords"],
    ["a comparison", "a < b, 5 % more, # 3"],
  ])("takes %s for text", (_, text) => {
    expect(sniffMediaType(utf8(text))).toBe("text/plain");
  });

  it("takes text that is cut inside a character, but only where the head ends", () => {
    const long = utf8("é".repeat(SNIFF_SIZE_BYTES));
    const odd = utf8(`a${"é".repeat(SNIFF_SIZE_BYTES)}`).subarray(0, SNIFF_SIZE_BYTES);
    expect(sniffMediaType(long.subarray(0, SNIFF_SIZE_BYTES))).toBe("text/plain");
    expect(sniffMediaType(odd)).toBe("text/plain");
    expect(sniffMediaType(utf8("aé").subarray(0, 2))).toBeNull();
  });

  it.each([
    ["nothing", ""],
    ["nothing but space", " \n\t"],
    ["markup", "<html>"],
    ["a drawing in markup", '\ufeff \n<svg onload="x">'],
    ["RTF", "{\\rtf1 words}"],
    ["a script", "#!/bin/sh\nwords"],
    ["PostScript", "%!PS-Adobe-3.0"],
    ["a PDF that begins late", "\n%PDF-1.4"],
    ["text with a null", "words\0words"],
    ["text with an escape", "words\x1b[2J"],
    ["text with a late control", "words\u0085"],
  ])("takes %s for nothing", (_, text) => {
    expect(sniffMediaType(utf8(text))).toBeNull();
  });

  it.each([
    ["a program", "MZ\x90\0"],
    ["an archive", "PK\x03\x04"],
    ["letters of another encoding", "Se\xf1ora"],
    ["UTF-16", "\xff\xfew\0o\0"],
  ])("takes %s for nothing", (_, bytes) => {
    expect(sniffMediaType(latin1(bytes))).toBeNull();
  });
});
