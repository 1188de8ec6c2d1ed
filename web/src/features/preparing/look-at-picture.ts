import type { MediaType } from "@postern/contract";
import { MAX_PIXELS } from "../opening/drawing/limits.ts";
import type { Found, ReadFile } from "./look-at-file.ts";
import { hasPlace } from "./metadata/place.ts";
import { stripMetadata } from "./metadata/strip.ts";
import type { Change } from "./prepare.ts";
import { asJPEG, decoded, isTooLarge, looksOf, type Looks } from "./picture.ts";

interface PictureOptions {
  readonly keepsOriginal: boolean;
  readonly onCleaned: (found: Found) => void;
}

/**
 * Rids a picture of place and device, without coding its pixels anew where that can be done; looks at how it came out.
 * HEIC becomes JPEG, which every browser at the clinic can show. Nothing is sent that can be neither cleaned nor drawn.
 */
export async function lookAtPicture(
  picture: ReadFile,
  { keepsOriginal, onCleaned }: PictureOptions,
): Promise<Found> {
  const stripped = keepsOriginal
    ? { bytes: picture.bytes, changes: [] }
    : stripMetadata(picture.bytes, picture.mediaType);
  if (stripped === null) return converted(picture);
  const { bytes, changes } = stripped;
  const file = bytes === picture.bytes ? picture.file : renewed(picture, [bytes]);
  const cleaned: Found = { changes, file };
  onCleaned(cleaned);
  if (!mayDraw(picture)) return cleaned;
  const bitmap = await draw({ ...picture, bytes });
  return bitmap === null ? { problem: "broken" } : { ...cleaned, ...(await looked(bitmap)) };
}

/** Draws the picture and writes what is drawn: nothing else that was in the file can be in it. */
async function converted(picture: ReadFile): Promise<Found> {
  if (!mayDraw(picture)) return { problem: "unreadable" };
  const bitmap = await draw(picture);
  if (bitmap === null) return { problem: "broken" };
  const file = renewed(picture, [await asJPEG(bitmap)], "image/jpeg");
  const changes: readonly Change[] = hasPlace(picture.bytes)
    ? ["location-removed", "converted"]
    : ["converted"];
  return { file, mediaType: "image/jpeg", changes, ...(await looked(bitmap)) };
}

const mayDraw = ({ bytes, mediaType }: ReadFile) => !isTooLarge(bytes, mostPixels(mediaType));

/** Phones that make HEIC of 48 million pixels have the memory for it, and it becomes smaller here. */
const mostPixels = (mediaType: MediaType) => (mediaType === "image/heic" ? 64_000_000 : MAX_PIXELS);

/** By the browser where it can, else HEIC by libheif, which is loaded only then. */
async function draw({ bytes, mediaType }: ReadFile): Promise<ImageBitmap | null> {
  const own = await decoded(bytes, mediaType);
  if (own !== null || mediaType !== "image/heic") return own;
  const { decodeHEIC } = await import("./heic.ts");
  return decodeHEIC(bytes, mostPixels(mediaType));
}

async function looked(bitmap: ImageBitmap): Promise<Looks> {
  const looks = await looksOf(bitmap);
  bitmap.close();
  return looks;
}

const JPEG_ENDING = /(\.(heic|heif|hif|png|webp|jpe?g))?$/i;

/** The file with other bytes; a new type gives it a new ending. */
function renewed({ file }: ReadFile, parts: BlobPart[], type?: MediaType): File {
  const name = type === undefined ? file.name : file.name.replace(JPEG_ENDING, ".jpg");
  return new File(parts, name, { type: type ?? file.type, lastModified: file.lastModified });
}
