import { describe, expect, it } from "vitest";
import { bytesOf, segment, withCameraTags } from "./metadata/tagged-picture.fixture.ts";
import { pagePhotoOf, photoPagesPDF, type PagePhoto } from "./photo-pages.ts";

const frame = (marker: number, colours: number, bits = 8) =>
  segment(marker, bytesOf([bits, 0, 20, 0, 40, colours], new Uint8Array(colours * 3)));
const jpegOf = (head: Uint8Array) => bytesOf([0xff, 0xd8], head, [0xff, 0xda, 0, 4, 1, 2, 7, 7, 0xff, 0xd9]);
const JPEG = jpegOf(frame(0xc0, 3));

const photo = (orientation: number): PagePhoto => ({
  jpeg: JPEG,
  width: 40,
  height: 20,
  isGrey: false,
  orientation,
});
const textOf = async (pdf: Blob) => new TextDecoder("latin1").decode(await pdf.arrayBuffer());

describe("a photo for a page", () => {
  it("is the JPEG as it was coded, without anything else, and how it lies", () => {
    expect(pagePhotoOf(withCameraTags(JPEG, 6))).toEqual(photo(6));
    expect(pagePhotoOf(jpegOf(frame(0xc2, 1)))).toMatchObject({ isGrey: true, width: 40, height: 20 });
  });

  it.each([
    ["four colours", jpegOf(frame(0xc0, 4))],
    ["twelve bits", jpegOf(frame(0xc1, 3, 12))],
    ["another coding", jpegOf(frame(0xc9, 3))],
    ["no end", JPEG.subarray(0, -2)],
    ["no frame", jpegOf(new Uint8Array())],
  ])("is none of %s", (_, jpeg) => {
    expect(pagePhotoOf(jpeg)).toBeNull();
  });
});

describe("a PDF of photos", () => {
  it("has a page for each in its shape, turned as it lies", async () => {
    const text = await textOf(photoPagesPDF([photo(1), photo(6)]));
    expect(text.match(/MediaBox \[[^\]]+\]/g)).toEqual(["MediaBox [0 0 792 396]", "MediaBox [0 0 396 792]"]);
    expect(text.match(/.* cm/g)).toEqual(["792 0 0 396 0 0 cm", "0 -792 396 0 0 792 cm"]);
  });

  it("places the stored corners of a picture where Exif says", async () => {
    // Where the stored top left corner comes to lie on a page of the turned shape: right or left, top or bottom.
    const corners = ["left top", "right top", "right bottom", "left bottom"];
    const found = await Promise.all(
      [1, 2, 3, 4, 5, 6, 7, 8].map(async (orientation) => {
        const text = await textOf(photoPagesPDF([photo(orientation)]));
        const [, , c = 0, d = 0, e = 0, f = 0] = (/stream\n(.*) cm/.exec(text)?.[1] ?? "")
          .split(" ")
          .map(Number);
        return `${c + e === 0 ? "left" : "right"} ${d + f === 0 ? "bottom" : "top"}`;
      }),
    );
    expect(found).toEqual([...corners, corners[0], corners[1], corners[2], corners[3]]);
  });

  it("says truly where each of its objects begins, and holds the picture's bytes", async () => {
    const text = await textOf(photoPagesPDF([photo(1), photo(8)]));
    const start = Number(/startxref\n(\d+)/.exec(text)?.[1]);
    expect(text.slice(start, start + 9)).toBe("xref\n0 9\n");
    const offsets = [...text.slice(start).matchAll(/(\d{10}) 00000 n \n/g)].map(([, offset]) =>
      Number(offset),
    );
    expect(offsets.map((offset) => /^(\d+) 0 obj/.exec(text.slice(offset))?.[1])).toEqual(
      offsets.map((_, index) => String(index + 1)),
    );
    expect(text.split(new TextDecoder("latin1").decode(JPEG))).toHaveLength(3);
    for (const [, length, content] of text.matchAll(/\/Length (\d+) >>\nstream\n(.*?)\nendstream/gs)) {
      expect(content).toHaveLength(Number(length));
    }
  });
});
