import { LIMITS, SNIFF_SIZE_BYTES } from "@postern/contract";
import { describe, expect, it } from "vitest";
import { checkFile, checkFiles, fromBlob, requireFiles, RefusedFiles, type SourceFile } from "./file.ts";

const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

const HEADS: readonly (readonly [string, string])[] = [
  ["image/jpeg", "\xff\xd8\xff\xe0"],
  ["image/png", "\x89PNG\r\n\x1a\n"],
  ["image/webp", "RIFF\0\0\0\0WEBP"],
  ["image/heic", "\0\0\0\x18ftypheic"],
  ["application/pdf", "%PDF-1.7"],
  ["application/dicom", `${"\0".repeat(128)}DICM`],
  ["text/plain", "words"],
];

function fileOf(content: string, name = "scan.bin"): SourceFile {
  return fromBlob(new File([latin1(content)], name));
}

/** A file whose content is not there: only its size is told, and its first bytes. */
function huge(sizeBytes: number): SourceFile {
  return { name: "huge.pdf", sizeBytes, read: (_, end) => Promise.resolve(latin1("%PDF-".padEnd(end))) };
}

describe("checking a file", () => {
  it.each(HEADS)("tells %s by its first bytes, whatever its name", async (mediaType, head) => {
    expect(await checkFile(fileOf(head, "notes.txt"))).toEqual({ ok: true, mediaType });
    expect(await checkFile(fileOf(head.padEnd(5000, "x")))).toEqual({ ok: true, mediaType });
  });

  it("refuses what it does not know, though its name looks right", async () => {
    expect(await checkFile(fileOf("MZ\x90\0", "knee.jpg"))).toEqual({ ok: false, reason: "type" });
    expect(await checkFile(fileOf("<html>", "letter.pdf"))).toEqual({ ok: false, reason: "type" });
  });

  it("refuses an empty file, and one above the limit", async () => {
    expect(await checkFile(fileOf(""))).toEqual({ ok: false, reason: "empty" });
    expect(await checkFile(huge(LIMITS.documentSizeBytes + 1))).toEqual({ ok: false, reason: "too-large" });
    expect(await checkFile(huge(LIMITS.documentSizeBytes))).toMatchObject({ ok: true });
  });

  it("tells that a file can no longer be read, or is shorter than it says", async () => {
    const gone = { ...huge(500), read: () => Promise.reject(new Error("moved")) };
    expect(await checkFile(gone)).toEqual({ ok: false, reason: "unreadable" });
    const short = { ...huge(500), read: () => Promise.resolve(latin1("%PDF-")) };
    expect(await checkFile(short)).toEqual({ ok: false, reason: "unreadable" });
  });

  it("reads no more than it needs", async () => {
    const reads: number[] = [];
    const { read } = huge(9_000_000);
    await checkFile({
      ...huge(9_000_000),
      read: (start, end) => {
        reads.push(end - start);
        return read(start, end);
      },
    });
    expect(reads).toEqual([SNIFF_SIZE_BYTES]);
  });
});

describe("checking the files of a submission", () => {
  it("answers for each, and takes no more than the limit", async () => {
    const files = Array.from({ length: LIMITS.documentsPerSubmission + 1 }, () => huge(500));
    const checks = await checkFiles(files);
    expect(checks.filter(({ ok }) => ok)).toHaveLength(LIMITS.documentsPerSubmission);
    expect(checks.at(-1)).toEqual({ ok: false, reason: "too-many" });
  });

  it("names every refused file before they are sent", async () => {
    const files = [fileOf("%PDF-1"), fileOf(""), fileOf("<b>words")];
    const refused = [
      { fileIndex: 1, reason: "empty" },
      { fileIndex: 2, reason: "type" },
    ];
    await expect(requireFiles(files)).rejects.toMatchObject({ refused });
    await expect(requireFiles(files)).rejects.toThrow(RefusedFiles);
    await expect(requireFiles([])).rejects.toThrow(RangeError);
  });
});

describe("a browser's file", () => {
  it("is read in ranges", async () => {
    const file = fileOf("0123456789", "ten.bin");
    expect([file.name, file.sizeBytes]).toEqual(["ten.bin", 10]);
    expect(new TextDecoder().decode(await file.read(3, 6))).toBe("345");
  });
});
