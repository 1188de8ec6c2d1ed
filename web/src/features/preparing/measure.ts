import type { Advice } from "./prepare.ts";

/** How a photo looks, as far as it can be told by counting. */
export interface Measures {
  /** Of the whole photo, in pixels. */
  readonly width: number;
  readonly height: number;
  /** See `sharpnessOf`. */
  readonly sharpness: number;
  /** Grey, 0 to 255, that nine tenths of the photo stay below: the paper of a page. */
  readonly light: number;
}

/** A photo is looked at no larger than this: so much is enough to see whether its letters have edges. */
export const MEASURED_PIXELS = 1000;

/** Of a letter page, 1000 pixels are 91 to the inch: fewer than a fax has, and small print needs those. */
const SMALL_PIXELS = 1000;
/** Less than a third of white: print on paper that is darker is read with effort. */
const DARK_LIGHT = 80;
/**
 * Measured on drawn pages, 3200 pixels high, in Chromium: sharp print 2.3 to 8.2, also in the dark; a sharp picture
 * without print 0.8; blurred by 3 pixels 0.1 to 0.43, by 6 pixels below 0.1. Much noise raises it: such a photo may go
 * untold.
 */
const BLURRED_SHARPNESS = 0.4;

/** What to tell of a photo; it stops nobody. */
export function adviceOf({ width, height, sharpness, light }: Measures): readonly Advice[] {
  return [
    ...(sharpness < BLURRED_SHARPNESS ? (["blurred"] as const) : []),
    ...(light < DARK_LIGHT ? (["dark"] as const) : []),
    ...(Math.max(width, height) < SMALL_PIXELS ? (["small"] as const) : []),
  ];
}

/** A picture in grey, a byte a pixel. */
export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** Takes red, green, blue and alpha for grey, as the eye weighs them (ITU-R BT.601). */
export function greyOf({ width, height, data }: Pick<ImageData, "width" | "height" | "data">): GreyPicture {
  const pixels = new Uint8Array(width * height);
  for (let index = 0; index < pixels.length; index += 1) {
    const at = index * 4;
    pixels[index] = 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
  }
  return { width, height, pixels };
}

/** Grey that nine tenths of the picture stay below. */
export function lightOf({ pixels }: GreyPicture): number {
  const counts = new Uint32Array(256);
  for (const grey of pixels) counts[grey] = (counts[grey] ?? 0) + 1;
  let [grey, below] = [0, counts[0] ?? 0];
  while (grey < 255 && below < pixels.length * 0.9) {
    grey += 1;
    below += counts[grey] ?? 0;
  }
  return grey;
}

const TILE_PIXELS = 32;
/** Tiles whose grey varies less are empty paper, noise, or too dark to see anything, and say nothing of focus. */
const LEAST_VARIANCE = 30;
/** A page is in focus when this part of what is printed on it is. */
const SHARPEST_PART = 0.1;

/**
 * Variance of the Laplacian (Pech-Pacheco et al., 2000), divided by the variance of grey so that light and contrast do
 * not count, over the sharpest tenth of the tiles with something in them. Infinite for an empty picture: nothing in
 * it can be out of focus.
 */
export function sharpnessOf(picture: GreyPicture): number {
  const found: number[] = [];
  for (let top = 1; top + TILE_PIXELS < picture.height; top += TILE_PIXELS) {
    for (let left = 1; left + TILE_PIXELS < picture.width; left += TILE_PIXELS) {
      const tile = tileAt(picture, top, left);
      if (tile.grey >= LEAST_VARIANCE) found.push(tile.laplacian / tile.grey);
    }
  }
  if (found.length === 0) return Infinity;
  const sharpest = found.sort((one, other) => other - one).slice(0, Math.ceil(found.length * SHARPEST_PART));
  return sharpest.reduce((sum, value) => sum + value, 0) / sharpest.length;
}

/** Variances of grey and of its Laplacian in one tile. */
function tileAt({ width, pixels }: GreyPicture, top: number, left: number) {
  let [sum, squares, edges, edgeSquares] = [0, 0, 0, 0];
  for (let y = top; y < top + TILE_PIXELS; y += 1) {
    for (let x = left; x < left + TILE_PIXELS; x += 1) {
      const at = y * width + x;
      const grey = pixels[at] ?? 0;
      const around =
        (pixels[at - 1] ?? 0) + (pixels[at + 1] ?? 0) + (pixels[at - width] ?? 0) + (pixels[at + width] ?? 0);
      const edge = around - 4 * grey;
      sum += grey;
      squares += grey * grey;
      edges += edge;
      edgeSquares += edge * edge;
    }
  }
  const count = TILE_PIXELS ** 2;
  return {
    grey: squares / count - (sum / count) ** 2,
    laplacian: edgeSquares / count - (edges / count) ** 2,
  };
}
