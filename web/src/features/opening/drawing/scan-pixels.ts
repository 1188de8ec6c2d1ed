import type { GreyRange } from "./protocol.ts";
import { frameSizeBytes, type FrameLayout } from "./scan-header.ts";

/** The values of one grey frame, rescaled as the scan says (DICOM PS3.3, C.11.1: slope and intercept). */
export function valuesOf(bytes: Uint8Array, layout: FrameLayout, index: number): Float32Array {
  const { rows, columns, sizeBytes, bitsStored, highBit, isSigned, slope, intercept } = layout;
  const start = bytes.byteOffset + layout.offsetBytes + index * frameSizeBytes(layout);
  const view = new DataView(bytes.buffer, start, frameSizeBytes(layout));
  const values = new Float32Array(rows * columns);
  const mask = 2 ** bitsStored - 1;
  const sign = isSigned ? 2 ** (bitsStored - 1) : Infinity;
  const unused = highBit + 1 - bitsStored;
  for (let at = 0; at < values.length; at += 1) {
    const raw = sizeBytes === 1 ? view.getUint8(at) : view.getUint16(at * 2, true);
    const stored = (raw >> unused) & mask;
    values[at] = (stored >= sign ? stored - 2 * sign : stored) * slope + intercept;
  }
  return values;
}

/** The least and greatest of a frame's values. */
export function extentOf(values: Float32Array): { readonly least: number; readonly most: number } {
  let least = Infinity;
  let most = -Infinity;
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { least, most };
}

/** Shows values as grey by the linear function of DICOM PS3.3, C.11.2.1.2.1. */
export function greyPixels(values: Float32Array, range: GreyRange, isInverted: boolean) {
  const pixels = new Uint8ClampedArray(values.length * 4);
  const span = Math.max(range.width - 1, 1e-6);
  for (let at = 0; at < values.length; at += 1) {
    const share = ((values[at] ?? 0) - (range.center - 0.5)) / span + 0.5;
    // The array rounds and keeps it between 0 and 255.
    const grey = isInverted ? 255 - share * 255 : share * 255;
    pixels[at * 4] = grey;
    pixels[at * 4 + 1] = grey;
    pixels[at * 4 + 2] = grey;
    pixels[at * 4 + 3] = 255;
  }
  return pixels;
}

/** The pixels of one frame in red, green and blue. */
export function colourPixels(bytes: Uint8Array, layout: FrameLayout, index: number) {
  const start = layout.offsetBytes + index * frameSizeBytes(layout);
  const count = layout.rows * layout.columns;
  const pixels = new Uint8ClampedArray(count * 4);
  const [step, plane] = layout.isPlanar ? [1, count] : [3, 1];
  for (let at = 0; at < count; at += 1) {
    for (let colour = 0; colour < 3; colour += 1) {
      pixels[at * 4 + colour] = bytes[start + at * step + colour * plane] ?? 0;
    }
    pixels[at * 4 + 3] = 255;
  }
  return pixels;
}
