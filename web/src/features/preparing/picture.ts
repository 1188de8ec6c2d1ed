import type { MediaType } from "@postern/contract";
import { pictureSizeOf } from "../opening/drawing/picture-size.ts";
import { adviceOf, greyOf, lightOf, MEASURED_PIXELS, sharpnessOf } from "./measure.ts";
import type { Advice } from "./prepare.ts";

/** The largest canvas that every phone's browser has (Safari's). */
const MAX_CANVAS_PIXELS = 16_777_216;
const PREVIEW_PIXELS = 320;
/** Chromium's own choice, where HTML leaves it open; a photo is coded anew once. */
const QUALITY = 0.92;

/** What drawing a picture tells. */
export interface Looks {
  readonly preview: Blob;
  readonly advice: readonly Advice[];
}

/** True when a picture's header asks for more pixels than may be held: it is not drawn. */
export function isTooLarge(bytes: Uint8Array, mostPixels: number): boolean {
  const size = pictureSizeOf(bytes);
  return size !== null && size.width * size.height > mostPixels;
}

/** Decodes by the browser's own decoder, upright. @returns null when it cannot */
export async function decoded(bytes: Uint8Array<ArrayBuffer>, type: MediaType): Promise<ImageBitmap | null> {
  return createImageBitmap(new Blob([bytes], { type })).catch(() => null);
}

export async function looksOf(bitmap: ImageBitmap): Promise<Looks> {
  const { width, height } = bitmap;
  const seen = drawn(bitmap, MEASURED_PIXELS / Math.max(width, height));
  const grey = greyOf(seen.context.getImageData(0, 0, seen.canvas.width, seen.canvas.height));
  const measures = { width, height, sharpness: sharpnessOf(grey), light: lightOf(grey) };
  return { preview: await previewOf(bitmap), advice: adviceOf(measures) };
}

/** A small JPEG of it. */
export async function previewOf(bitmap: ImageBitmap): Promise<Blob> {
  const { canvas } = drawn(bitmap, PREVIEW_PIXELS / Math.max(bitmap.width, bitmap.height));
  return canvas.convertToBlob({ type: "image/jpeg", quality: 0.8 });
}

/** The whole picture as JPEG, on white where it is not filled, and only as large as a phone's canvas may be. */
export async function asJPEG(bitmap: ImageBitmap): Promise<Blob> {
  const { canvas } = drawn(bitmap, Math.sqrt(MAX_CANVAS_PIXELS / (bitmap.width * bitmap.height)));
  return canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
}

/** Draws it smaller, never larger. @throws Error when the browser has no memory for it */
function drawn(bitmap: ImageBitmap, wantedScale: number) {
  const scale = Math.min(1, wantedScale);
  const length = (pixels: number) => Math.max(1, Math.floor(pixels * scale));
  const canvas = new OffscreenCanvas(length(bitmap.width), length(bitmap.height));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("no canvas");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return { canvas, context };
}
