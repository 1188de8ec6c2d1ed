import { describe, expect, it } from "vitest";
import type { FrameLayout } from "./scan-header.ts";
import { colourPixels, extentOf, greyPixels, valuesOf } from "./scan-pixels.ts";

const LAYOUT: FrameLayout = {
  rows: 1,
  columns: 2,
  frameCount: 2,
  isColour: false,
  sizeBytes: 2,
  bitsStored: 12,
  highBit: 11,
  isSigned: false,
  isPlanar: false,
  isInverted: false,
  slope: 1,
  intercept: 0,
  offsetBytes: 1,
};

describe("the values of a scan", () => {
  const bytes = Uint8Array.of(99, 0x01, 0x00, 0x00, 0x08, 0xff, 0x0f, 0x34, 0xf2);

  it("are little endian, begin behind the header, and lose the bits that are not stored", () => {
    expect([...valuesOf(bytes, LAYOUT, 0)]).toEqual([1, 0x800]);
    expect([...valuesOf(bytes, LAYOUT, 1)]).toEqual([0xfff, 0x234]);
  });

  it("are signed and rescaled when the scan says so", () => {
    const layout = { ...LAYOUT, isSigned: true, slope: 2, intercept: -10 };
    expect([...valuesOf(bytes, layout, 1)]).toEqual([-12, 0x234 * 2 - 10]);
    expect(extentOf(valuesOf(bytes, layout, 0))).toEqual({ least: -2048 * 2 - 10, most: -8 });
  });

  it("come from the upper bits where the scan keeps them there", () => {
    const layout = { ...LAYOUT, bitsStored: 8, highBit: 15 };
    expect([...valuesOf(bytes, layout, 1)]).toEqual([0x0f, 0xf2]);
  });
});

describe("the pixels of a scan", () => {
  it("are black below the range, white above it, and half way at its center", () => {
    const pixels = greyPixels(Float32Array.of(-1000, 49.5, 1000), { center: 50, width: 101 }, false);
    expect([...pixels]).toEqual([0, 0, 0, 255, 128, 128, 128, 255, 255, 255, 255, 255]);
  });

  it("are turned round when the least value is white", () => {
    expect([...greyPixels(Float32Array.of(-1000, 1000), { center: 0, width: 2 }, true)].slice(0, 5)).toEqual([
      255, 255, 255, 255, 0,
    ]);
  });

  it("are put together from three planes or taken in turn", () => {
    const layout = { ...LAYOUT, isColour: true, sizeBytes: 1, offsetBytes: 0 } as const;
    const bytes = Uint8Array.of(1, 2, 3, 4, 5, 6);
    expect([...colourPixels(bytes, layout, 0)]).toEqual([1, 2, 3, 255, 4, 5, 6, 255]);
    expect([...colourPixels(bytes, { ...layout, isPlanar: true }, 0)]).toEqual([1, 3, 5, 255, 2, 4, 6, 255]);
  });
});
