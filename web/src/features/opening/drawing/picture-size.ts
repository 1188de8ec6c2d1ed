import { sniffMediaType } from "@postern/contract";

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Reads a picture's size from its header, so that one with too many pixels is refused before it is decoded.
 *
 * PNG: W3C PNG, 11.2.1 (IHDR). JPEG: ITU-T T.81, B.2.2 (frame header). WebP: RFC 9649, 2.5 to 2.7. HEIC: ISO/IEC
 * 23008-12, 6.5.3 (image spatial extents).
 *
 * @returns null when it is none of these, or its header is not whole
 */
export function pictureSizeOf(bytes: Uint8Array): PictureSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    switch (sniffMediaType(bytes)) {
      case "image/png":
        return sizeOfPNG(view);
      case "image/jpeg":
        return sizeOfJPEG(view);
      case "image/webp":
        return sizeOfWebP(view);
      case "image/heic":
        return sizeOfHEIC(view);
      default:
        return null;
    }
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The header is the first chunk, whatever else follows. */
function sizeOfPNG(view: DataView): PictureSize | null {
  const isHeader = view.getUint32(12) === 0x49484452; // "IHDR"
  return isHeader ? { width: view.getUint32(16), height: view.getUint32(20) } : null;
}

/** Frame headers are C0 to CF, but for the tables C4 and CC and the reserved C8. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
/** Markers without a length: restarts, start of image, and the temporary one. */
const isBare = (marker: number) => (marker >= 0xd0 && marker <= 0xd8) || marker === 0x01;

function sizeOfJPEG(view: DataView): PictureSize | null {
  let offset = 2;
  while (view.getUint8(offset) === 0xff) {
    const marker = view.getUint8(offset + 1);
    if (marker === 0xff) offset += 1;
    else if (isBare(marker)) offset += 2;
    else if (isFrame(marker))
      return { height: view.getUint16(offset + 5), width: view.getUint16(offset + 7) };
    else offset += 2 + view.getUint16(offset + 2);
  }
  return null;
}

function sizeOfWebP(view: DataView): PictureSize | null {
  const uint24 = (offset: number) => view.getUint16(offset, true) | (view.getUint8(offset + 2) << 16);
  switch (view.getUint32(12)) {
    case 0x56503820: // "VP8 "
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case 0x5650384c: {
      // "VP8L"
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 0x56503858: // "VP8X"
      return { width: uint24(24) + 1, height: uint24(27) + 1 };
    default:
      return null;
  }
}

const HEIC_HEADER_BYTES = 64 * 1024;

/** A picture is put together from tiles, and each has its size there, too: the largest is the whole. */
function sizeOfHEIC(view: DataView): PictureSize | null {
  let largest: PictureSize | null = null;
  for (let offset = 0; offset < Math.min(view.byteLength, HEIC_HEADER_BYTES) - 16; offset += 1) {
    if (view.getUint32(offset) !== 0x69737065) continue; // "ispe"
    const size = { width: view.getUint32(offset + 8), height: view.getUint32(offset + 12) };
    if (largest === null || size.width * size.height > largest.width * largest.height) largest = size;
  }
  return largest;
}
