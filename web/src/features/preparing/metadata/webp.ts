import { orientationOnly } from "./exif.ts";
import { isAt, joined, makeRemoved } from "./removed.ts";
import type { Stripped } from "./strip.ts";

const HEADER_BYTES = 12;
const KEPT = new Set(["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"]);
/** Marks in the first byte of VP8X: it has an Exif chunk, an XMP chunk. */
const HAS_EXIF = 0x08;
const HAS_XMP = 0x04;

/**
 * Leaves out of a WebP (RFC 9649, 2) every chunk that is not needed to draw it, and what follows its end. What stays
 * is copied byte for byte, but for the marks that say what there is; of Exif stays how the picture lies.
 *
 * @returns null when its chunks do not add up to a whole picture
 */
export function stripWebP(bytes: Uint8Array<ArrayBuffer>): Stripped | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < HEADER_BYTES + 8) return null;
  const end = 8 + view.getUint32(4, true);
  if (end > bytes.length) return null;
  const removed = makeRemoved();
  const kept: Uint8Array[] = [];
  for (let offset = HEADER_BYTES; offset < end;) {
    if (offset + 8 > end) return null;
    const sizeBytes = view.getUint32(offset + 4, true);
    const next = offset + 8 + sizeBytes + (sizeBytes % 2);
    if (next > end) return null;
    const type = String.fromCharCode(...bytes.subarray(offset, offset + 4));
    const content = bytes.subarray(offset + 8, offset + 8 + sizeBytes);
    if (KEPT.has(type)) kept.push(bytes.subarray(offset, next));
    else if (type === "EXIF") removed.exif(isAt(content, 0, "Exif\0\0") ? content.subarray(6) : content);
    else removed.other(content);
    offset = next;
  }
  if (kept.length === 0) return null;
  if (end < bytes.length) removed.other(bytes.subarray(end));
  const { orientation, changes } = removed;
  return changes.length === 0 ? { bytes, changes } : { bytes: written(kept, orientation), changes };
}

function written(chunks: readonly Uint8Array[], orientation: number): Uint8Array<ArrayBuffer> {
  const isExtended = chunks.some((chunk) => isAt(chunk, 0, "VP8X"));
  const isTurned = isExtended && orientation !== 1;
  const marked = chunks.map((chunk) => (isAt(chunk, 0, "VP8X") ? withMarks(chunk, isTurned) : chunk));
  const exif = isTurned ? [exifChunk(orientation)] : [];
  const whole = joined([new TextEncoder().encode("RIFF\0\0\0\0WEBP"), ...marked, ...exif]);
  new DataView(whole.buffer).setUint32(4, whole.length - 8, true);
  return whole;
}

function withMarks(chunk: Uint8Array, isTurned: boolean): Uint8Array {
  const copy = chunk.slice();
  copy[8] = ((copy[8] ?? 0) & ~(HAS_EXIF | HAS_XMP)) | (isTurned ? HAS_EXIF : 0);
  return copy;
}

function exifChunk(orientation: number): Uint8Array {
  const content = orientationOnly(orientation);
  return joined([new TextEncoder().encode("EXIF"), Uint8Array.of(content.length, 0, 0, 0), content]);
}
