import { orientationOnly } from "./exif.ts";
import { isAt, joined, makeRemoved } from "./removed.ts";
import type { Stripped } from "./strip.ts";

const SIGNATURE_BYTES = 8;
/** Length, type and checksum around a chunk's content. */
const FRAME_BYTES = 12;

/** Chunks that say how the picture looks (W3C PNG 3, 11 and 12), those of moving pictures among them. */
const KEPT = new Set(
  "IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT".split(
    " ",
  ),
);

/**
 * Leaves out of a PNG every chunk that is not needed to draw it, and what follows its end. What stays is copied byte
 * for byte; of Exif stays how the picture lies.
 *
 * @returns null when its chunks do not add up to a whole picture
 */
export function stripPNG(bytes: Uint8Array<ArrayBuffer>): Stripped | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const removed = makeRemoved();
  const kept: Uint8Array[] = [];
  let offset = SIGNATURE_BYTES;
  for (let type = ""; type !== "IEND";) {
    if (offset + FRAME_BYTES > bytes.length) return null;
    const end = offset + FRAME_BYTES + view.getUint32(offset);
    if (end > bytes.length) return null;
    type = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8));
    const content = bytes.subarray(offset + 8, end - 4);
    if (KEPT.has(type)) kept.push(bytes.subarray(offset, end));
    else if (type === "eXIf") removed.exif(content);
    else removed.other(content);
    offset = end;
  }
  const [header, ...rest] = kept;
  if (header === undefined || !isAt(header, 4, "IHDR")) return null;
  if (offset < bytes.length) removed.other(bytes.subarray(offset));
  const { orientation, changes } = removed;
  if (changes.length === 0) return { bytes, changes };
  const exif = orientation === 1 ? [] : [chunkOf("eXIf", orientationOnly(orientation))];
  return { bytes: joined([bytes.subarray(0, SIGNATURE_BYTES), header, ...exif, ...rest]), changes };
}

function chunkOf(type: string, content: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(FRAME_BYTES + content.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, content.length);
  chunk.set(new TextEncoder().encode(type), 4);
  chunk.set(content, 8);
  view.setUint32(chunk.length - 4, checksumOf(chunk.subarray(4, -4)));
  return chunk;
}

/** CRC-32 as PNG has it (W3C PNG 3, annex D). */
function checksumOf(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}
