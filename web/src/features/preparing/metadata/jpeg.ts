import type { Change } from "../prepare.ts";
import { orientationOnly } from "./exif.ts";
import { isAt, joined, makeRemoved, type Removed } from "./removed.ts";
import type { Stripped } from "./strip.ts";

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const COM = 0xfe;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const APP15 = 0xef;
const EXIF = "Exif\0\0";

/**
 * Leaves out of a JPEG (ITU-T T.81, annex B) what is not needed to draw it: of its application segments only JFIF,
 * the colour profile and Adobe's colour mark stay, and of Exif how the picture lies. What follows the picture goes,
 * too: phones put further pictures there, and films, each with its own place. Scans are copied byte for byte.
 *
 * @returns null when its segments do not add up to a whole picture
 */
export function stripJPEG(bytes: Uint8Array<ArrayBuffer>): Stripped | null {
  const parted = partedJPEG(bytes);
  if (parted === null) return null;
  const { kept, orientation, changes } = parted;
  if (changes.length === 0) return { bytes, changes };
  return { bytes: joined([bytes.subarray(0, 2), ...turned(kept, orientation)]), changes };
}

/** A JPEG in two: what draws it, and what the rest said. */
export interface PartedJPEG {
  /** Its segments after start of image, with their scans. */
  readonly kept: readonly Uint8Array[];
  readonly orientation: number;
  readonly changes: readonly Change[];
}

/** @returns null when its segments do not add up to a whole picture */
export function partedJPEG(bytes: Uint8Array<ArrayBuffer>): PartedJPEG | null {
  const removed = makeRemoved();
  const kept: Uint8Array[] = [];
  let offset = 2;
  for (let marker = SOI; marker !== EOI;) {
    const segment = segmentAt(bytes, offset);
    if (segment === null) return null;
    const { start, end } = segment;
    if (keeps(bytes, segment)) kept.push(bytes.subarray(start, end));
    else note(removed, segment.marker, bytes.subarray(start + 4, end));
    marker = segment.marker;
    offset = end;
  }
  const trailing = bytes.subarray(offset);
  if (trailing.some((byte) => byte !== 0)) removed.other(trailing);
  const { orientation, changes } = removed;
  return { kept, orientation, changes };
}

interface Segment {
  readonly marker: number;
  /** Of its marker. */
  readonly start: number;
  /** Behind its last byte; behind the scan's data for a start of scan. */
  readonly end: number;
}

function segmentAt(bytes: Uint8Array, from: number): Segment | null {
  let start = from;
  if (bytes[start] !== 0xff) return null;
  while (bytes[start + 1] === 0xff) start += 1;
  const marker = bytes[start + 1];
  if (marker === undefined || marker === 0 || marker === SOI) return null;
  if (isBare(marker)) return { marker, start, end: start + 2 };
  const [high, low] = [bytes[start + 2], bytes[start + 3]];
  if (high === undefined || low === undefined) return null;
  const length = high * 256 + low;
  const end = start + 2 + length;
  if (length < 2 || end > bytes.length) return null;
  if (marker !== SOS) return { marker, start, end };
  const scanEnd = endOfScan(bytes, end);
  return scanEnd === null ? null : { marker, start, end: scanEnd };
}

const isBare = (marker: number) => marker === EOI || marker === 0x01 || isRestart(marker);
const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7;

/** A scan's data ends at the next marker: FF before 0 is data, and restarts are part of it. */
function endOfScan(bytes: Uint8Array, from: number): number | null {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next === undefined) return null;
    if (next !== 0 && next !== 0xff && !isRestart(next)) return at;
  }
  return null;
}

function keeps(bytes: Uint8Array, { marker, start }: Segment): boolean {
  if (marker === COM) return false;
  if (marker < APP0 || marker > APP15) return true;
  const content = start + 4;
  if (marker === APP0) return isAt(bytes, content, "JFIF\0");
  if (marker === APP2) return isAt(bytes, content, "ICC_PROFILE\0");
  return marker === APP14 && isAt(bytes, content, "Adobe");
}

function note(removed: Removed, marker: number, content: Uint8Array): void {
  if (marker === APP1 && isAt(content, 0, EXIF)) removed.exif(content.subarray(EXIF.length));
  else removed.other(content);
}

/** Exif comes first, but for JFIF, which must be the very first. */
function turned(segments: readonly Uint8Array[], orientation: number): readonly Uint8Array[] {
  if (orientation === 1) return segments;
  const content = orientationOnly(orientation);
  const head = Uint8Array.of(0xff, APP1, 0, 2 + EXIF.length + content.length, ...latin1(EXIF));
  const first = segments.findIndex((segment) => segment[1] !== APP0);
  return [...segments.slice(0, first), head, content, ...segments.slice(first)];
}

const latin1 = (text: string) => Array.from(text, (letter) => letter.charCodeAt(0));
