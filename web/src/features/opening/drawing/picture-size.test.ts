import { describe, expect, it } from "vitest";
import { pictureSizeOf } from "./picture-size.ts";

const bytesOf = (...parts: (string | readonly number[])[]) =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === "string" ? [...new TextEncoder().encode(part)] : part)),
  );
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

describe("the size of a picture, read from its header", () => {
  it("reads a PNG", () => {
    const png = bytesOf(PNG, [0, 0, 0, 13], "IHDR", [0, 0, 0x13, 0x88, 0, 0, 0x0f, 0xa0, 8, 6, 0, 0, 0]);
    expect(pictureSizeOf(png)).toEqual({ width: 5000, height: 4000 });
  });

  it("finds a JPEG's frame behind its other segments and fill bytes, and is not misled by a table", () => {
    const jpeg = bytesOf(
      [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2],
      [0xff, 0xc4, 0, 5, 9, 9, 9],
      [0xff, 0xff, 0xc2, 0, 11, 8, 0x03, 0x00, 0x04, 0x00, 3],
    );
    expect(pictureSizeOf(jpeg)).toEqual({ width: 1024, height: 768 });
  });

  it("reads the three kinds of WebP", () => {
    const riff = ["RIFF", [0, 0, 0, 0], "WEBP"] as const;
    const lossy = bytesOf(...riff, "VP8 ", [0, 0, 0, 0, 0, 0, 0, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xf0, 0x00]);
    const lossless = bytesOf(...riff, "VP8L", [0, 0, 0, 0, 0x2f, 0x3f, 0xc1, 0x3b, 0x00]);
    const extended = bytesOf(...riff, "VP8X", [0, 0, 0, 0, 0, 0, 0, 0, 0x3f, 0x01, 0, 0xef, 0, 0]);
    for (const webp of [lossy, lossless, extended]) {
      expect(pictureSizeOf(webp)).toEqual({ width: 320, height: 240 });
    }
  });

  it("reads the whole of a HEIC, and not one of its tiles", () => {
    const ispe = (width: number, height: number) =>
      bytesOf([0, 0, 0, 20], "ispe", [0, 0, 0, 0, 0, 0, width, 0, 0, 0, height, 0]);
    const head = bytesOf([0, 0, 0, 16], "ftypheic", [0, 0, 0, 0]);
    const heic = bytesOf([...head], [...ispe(2, 2)], [...ispe(15, 11)], [...ispe(2, 2)], [0]);
    expect(pictureSizeOf(heic)).toEqual({ width: 15 * 256, height: 11 * 256 });
    expect(pictureSizeOf(head)).toBeNull();
  });

  it("knows no size of what is cut off or no picture", () => {
    expect(pictureSizeOf(bytesOf(PNG, [0, 0, 0, 13], "IHDR"))).toBeNull();
    expect(pictureSizeOf(bytesOf([0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff]))).toBeNull();
    expect(pictureSizeOf(bytesOf("%PDF-1.7"))).toBeNull();
    expect(pictureSizeOf(bytesOf(PNG, "<svg xmlns='http://www.w3.org/2000/svg'/>"))).toBeNull();
  });
});
