/** What a photo's Exif block says, as far as it matters here. */
export interface ExifFacts {
  /** 1 to 8 (Exif 2.32, 4.6.4 A); 1 is upright. */
  readonly orientation: number;
  readonly hasLocation: boolean;
  /** Anything besides orientation and location: camera, time, program, thumbnail. */
  readonly hasMore: boolean;
}

const ORIENTATION = 0x0112;
const GPS_DIRECTORY = 0x8825;
const SHORT = 3;

/**
 * Reads the first directory of an Exif block (TIFF 6.0, section 2).
 *
 * Never throws: what is no such block counts as upright, with more in it.
 */
export function readExif(tiff: Uint8Array): ExifFacts {
  try {
    return firstDirectory(new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength));
  } catch (error) {
    if (error instanceof RangeError) return { orientation: 1, hasLocation: false, hasMore: true };
    throw error;
  }
}

function firstDirectory(view: DataView): ExifFacts {
  const isLittle = view.getUint16(0) === 0x4949;
  const start = view.getUint32(4, isLittle);
  const count = view.getUint16(start, isLittle);
  let [orientation, hasLocation] = [1, false];
  let hasMore = view.byteLength > start + 2 + count * 12 + 4;
  for (let entry = start + 2; entry < start + 2 + count * 12; entry += 12) {
    const tag = view.getUint16(entry, isLittle);
    if (tag === ORIENTATION && view.getUint16(entry + 2, isLittle) === SHORT) {
      orientation = view.getUint16(entry + 8, isLittle);
    } else if (tag === GPS_DIRECTORY) hasLocation = true;
    else hasMore = true;
  }
  return { orientation: orientation >= 1 && orientation <= 8 ? orientation : 1, hasLocation, hasMore };
}

/** The smallest Exif block: it says how the picture lies, and nothing else. */
export function orientationOnly(orientation: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(26));
  view.setUint32(0, 0x4d4d002a); // "MM", 42
  view.setUint32(4, 8);
  view.setUint16(8, 1);
  view.setUint16(10, ORIENTATION);
  view.setUint16(12, SHORT);
  view.setUint32(14, 1);
  view.setUint16(18, orientation);
  return new Uint8Array(view.buffer);
}
