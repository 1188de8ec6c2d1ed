import { crc32 } from "node:zlib";
import type { MediaType } from "@postern/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orientationOnly, readExif } from "./exif.ts";
import { stripMetadata } from "./strip.ts";
import {
  bytesOf,
  cameraExif,
  chunk,
  latin1,
  PLACE_XMP,
  riff,
  riffChunk,
  segment,
  withCameraTags,
} from "./tagged-picture.fixture.ts";

const SCAN = [0xff, 0xda, 0, 4, 1, 2, 7, 0xff, 0, 8, 0xff, 0xd0, 9, 0xff, 0xff, 0xd1, 10];
const FRAME = segment(0xc0, bytesOf([8, 0, 1, 0, 1, 1, 1, 0x11, 0]));
const JFIF = segment(0xe0, bytesOf("JFIF\0", [1, 1, 0, 0, 1, 0, 1, 0, 0]));
const PROFILE = segment(0xe2, latin1("ICC_PROFILE\0\x01\x01colours"));
const ADOBE = segment(0xee, latin1("Adobe\0d\0\0\0\0\x01"));
const JPEG = bytesOf([0xff, 0xd8], JFIF, PROFILE, ADOBE, FRAME, SCAN, [0xff, 0xd9]);

const SIGNATURE = "\x89PNG\r\n\x1a\n";
const HEADER = chunk("IHDR", new Uint8Array(13));
const PIXELS = bytesOf(chunk("iCCP", latin1("colours")), chunk("IDAT", latin1("pixels")));
const END = chunk("IEND", new Uint8Array());
const PNG = bytesOf(SIGNATURE, HEADER, PIXELS, END);

const EXTENDED = (marks: number) => riffChunk("VP8X", bytesOf([marks, 0, 0, 0, 7, 0, 0, 7, 0, 0]));
const DRAWN = riffChunk("VP8 ", latin1("odd"));
const WEBP = riff(EXTENDED(0), DRAWN);

const exifSegment = (orientation: number) => segment(0xe1, bytesOf("Exif\0\0", orientationOnly(orientation)));
const textOf = (bytes: Uint8Array | undefined) => new TextDecoder("latin1").decode(bytes);
const BOTH = ["location-removed", "device-removed"];

describe("a photo's Exif block", () => {
  it("says how the picture lies, and what else it holds", () => {
    expect(readExif(cameraExif(6))).toEqual({ orientation: 6, hasLocation: true, hasMore: true });
    expect(readExif(cameraExif(9))).toMatchObject({ orientation: 1 });
    expect(readExif(orientationOnly(8))).toEqual({ orientation: 8, hasLocation: false, hasMore: false });
  });

  it("never throws, whatever is in it", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(readExif(bytes).orientation).toBeLessThanOrEqual(8);
      }),
    );
  });
});

describe("taking out of a JPEG what it says besides how it looks", () => {
  it("leaves place and device out, keeps how it lies, and copies the rest byte for byte", () => {
    const stripped = stripMetadata(withCameraTags(JPEG, 6), "image/jpeg");
    expect(stripped?.changes).toEqual(BOTH);
    const upToFrame = bytesOf([0xff, 0xd8], JFIF, exifSegment(6), PROFILE, ADOBE, FRAME);
    expect(stripped?.bytes).toEqual(bytesOf(upToFrame, SCAN, [0xff, 0xd9]));
    expect(textOf(stripped?.bytes)).not.toMatch(/Acme|GPS/);
  });

  it("keeps no Exif of an upright picture", () => {
    expect(stripMetadata(withCameraTags(JPEG, 1), "image/jpeg")?.bytes).toEqual(JPEG);
  });

  it("tells of a place that only XMP names, and of a picture behind the picture", () => {
    const inXMP = bytesOf(JPEG.subarray(0, 2), segment(0xe1, latin1(PLACE_XMP)), JPEG.subarray(2));
    expect(stripMetadata(inXMP, "image/jpeg")?.changes).toEqual(BOTH);
    expect(stripMetadata(bytesOf(JPEG, "film"), "image/jpeg")).toEqual({
      bytes: JPEG,
      changes: ["device-removed"],
    });
  });

  it("leaves a picture as it is that says nothing more", () => {
    expect(stripMetadata(JPEG, "image/jpeg")?.bytes).toBe(JPEG);
    const padded = bytesOf(JPEG, [0, 0]);
    expect(stripMetadata(padded, "image/jpeg")).toEqual({ bytes: padded, changes: [] });
  });

  it.each([
    ["without an end", JPEG.subarray(0, -2)],
    ["with a segment that is longer than the file", bytesOf([0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff, 1])],
    ["with a segment of no length", bytesOf([0xff, 0xd8, 0xff, 0xe1, 0, 1], SCAN, [0xff, 0xd9])],
    ["that begins anew", bytesOf([0xff, 0xd8, 0xff, 0xd8], SCAN, [0xff, 0xd9])],
    ["with bytes between segments", bytesOf([0xff, 0xd8, 7], SCAN, [0xff, 0xd9])],
  ])("does not guess at one %s", (_, bytes) => {
    expect(stripMetadata(bytes, "image/jpeg")).toBeNull();
  });
});

describe("taking out of a PNG what it says besides how it looks", () => {
  const tagged = (orientation: number) =>
    bytesOf(
      SIGNATURE,
      HEADER,
      chunk("eXIf", cameraExif(orientation)),
      chunk("tEXt", latin1("Author\0Acme")),
      PIXELS,
      chunk("tIME", new Uint8Array(7)),
      END,
    );

  it("leaves place and device out and copies the rest byte for byte", () => {
    expect(stripMetadata(tagged(1), "image/png")).toEqual({ bytes: PNG, changes: BOTH });
    expect(stripMetadata(bytesOf(PNG, "film"), "image/png")).toEqual({
      bytes: PNG,
      changes: ["device-removed"],
    });
    expect(stripMetadata(PNG, "image/png")?.bytes).toBe(PNG);
  });

  it("keeps how it lies, under a checksum that holds", () => {
    const kept = bytesOf([0, 0, 0, 26], "eXIf", orientationOnly(6));
    const checksum = new Uint8Array(4);
    new DataView(checksum.buffer).setUint32(0, crc32(kept.subarray(4)));
    expect(stripMetadata(tagged(6), "image/png")?.bytes).toEqual(
      bytesOf(SIGNATURE, HEADER, kept, checksum, PIXELS, END),
    );
  });

  it.each([
    ["without an end", bytesOf(SIGNATURE, HEADER, PIXELS)],
    ["without a header", bytesOf(SIGNATURE, PIXELS, END)],
    ["with a chunk that is longer than the file", bytesOf(SIGNATURE, [255, 255, 255, 255], "IHDR", "words")],
  ])("does not guess at one %s", (_, bytes) => {
    expect(stripMetadata(bytes, "image/png")).toBeNull();
  });
});

describe("taking out of a WebP what it says besides how it looks", () => {
  const tagged = (orientation: number) =>
    riff(
      EXTENDED(0x1c),
      DRAWN,
      riffChunk("EXIF", cameraExif(orientation)),
      riffChunk("XMP ", latin1(PLACE_XMP)),
    );

  it("leaves place and device out, and the marks of what is not there any more", () => {
    expect(stripMetadata(tagged(1), "image/webp")).toEqual({
      bytes: riff(EXTENDED(0x10), DRAWN),
      changes: BOTH,
    });
    expect(stripMetadata(WEBP, "image/webp")?.bytes).toBe(WEBP);
    expect(stripMetadata(bytesOf(WEBP, "film"), "image/webp")?.bytes).toEqual(WEBP);
  });

  it("keeps how it lies", () => {
    expect(stripMetadata(tagged(6), "image/webp")?.bytes).toEqual(
      riff(EXTENDED(0x18), DRAWN, riffChunk("EXIF", orientationOnly(6))),
    );
  });

  it.each([
    ["that is shorter than it says", WEBP.subarray(0, -2)],
    ["of nothing", riff(riffChunk("EXIF", cameraExif(1)))],
    ["with a chunk that is longer than the file", riff(bytesOf("VP8 ", [255, 255, 255, 255]))],
  ])("does not guess at one %s", (_, bytes) => {
    expect(stripMetadata(bytes, "image/webp")).toBeNull();
  });
});

describe("whatever bytes come", () => {
  const samples: readonly (readonly [MediaType, Uint8Array])[] = [
    ["image/jpeg", withCameraTags(JPEG, 6)],
    ["image/png", bytesOf(SIGNATURE, HEADER, chunk("eXIf", cameraExif(3)), PIXELS, END, "film")],
    ["image/webp", riff(EXTENDED(0x1c), DRAWN, riffChunk("EXIF", cameraExif(5)))],
  ];

  it.each(samples)("what is left of a %s has nothing more to leave out", (mediaType, sample) => {
    const change = fc.record({ at: fc.nat({ max: sample.length - 1 }), to: fc.nat({ max: 255 }) });
    const cut = fc.nat({ max: sample.length });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), cut, (changes, length) => {
        const bytes = Uint8Array.from(sample).slice(0, length);
        for (const { at, to } of changes) if (at < length) bytes[at] = to;
        const once = stripMetadata(bytes, mediaType);
        if (once === null) return;
        expect(stripMetadata(once.bytes, mediaType)).toEqual({ bytes: once.bytes, changes: [] });
      }),
      { numRuns: 3000 },
    );
  });
});
