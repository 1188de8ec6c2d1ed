import type { MediaType } from "@postern/contract";
import type { Change } from "../prepare.ts";
import { stripJPEG } from "./jpeg.ts";
import { stripPNG } from "./png.ts";
import { stripWebP } from "./webp.ts";

/** A picture without what it says besides how it looks; the same bytes when it said nothing. */
export interface Stripped {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly changes: readonly Change[];
}

/**
 * Takes place, device and everything else that is not needed to draw it out of a picture. Pixels are never coded
 * anew; how the picture lies stays. Never throws.
 *
 * @returns null when it cannot be done so: not a whole picture, or of a type that is not known here
 */
export function stripMetadata(bytes: Uint8Array<ArrayBuffer>, mediaType: MediaType): Stripped | null {
  switch (mediaType) {
    case "image/jpeg":
      return stripJPEG(bytes);
    case "image/png":
      return stripPNG(bytes);
    case "image/webp":
      return stripWebP(bytes);
    default:
      return null;
  }
}
