import { readExif } from "./exif.ts";

/** How a block of Exif begins: TIFF, big or little endian, its first directory right behind the header. */
const EXIF_STARTS = ["MM\0*\0\0\0\x08", "II*\0\x08\0\0\0"];

/**
 * Tells whether a file whose parts we do not know by name says where it was taken. It only looks for it, so it is good
 * for telling the person, not for taking it out.
 */
export function hasPlace(bytes: Uint8Array): boolean {
  const text = new TextDecoder("latin1").decode(bytes);
  return text.includes(XMP_PLACE) || EXIF_STARTS.some((start) => namesPlaceAt(bytes, placesOf(text, start)));
}

/** XMP writes a place as `exif:GPSLatitude` (XMP part 2, 3.3), uncompressed wherever it stands. */
export function namesPlace(content: Uint8Array): boolean {
  return new TextDecoder("latin1").decode(content).includes(XMP_PLACE);
}

const XMP_PLACE = "GPSLatitude";

const namesPlaceAt = (bytes: Uint8Array, offsets: readonly number[]) =>
  offsets.some((offset) => readExif(bytes.subarray(offset)).hasLocation);

function placesOf(text: string, part: string): readonly number[] {
  const found: number[] = [];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) found.push(at);
  return found;
}
