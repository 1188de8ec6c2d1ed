import type { Change } from "../prepare.ts";
import { readExif } from "./exif.ts";
import { namesPlace } from "./place.ts";

/** Collects what is left out of a picture, and what of it stays. */
export interface Removed {
  /** How the picture lies, from its last Exif block. */
  readonly orientation: number;
  readonly changes: readonly Change[];
  exif(tiff: Uint8Array): void;
  /** Anything else that was stored with the picture. */
  other(content: Uint8Array): void;
}

export function makeRemoved(): Removed {
  const changes = new Set<Change>();
  let orientation = 1;
  return {
    get orientation() {
      return orientation;
    },
    get changes() {
      return [...changes];
    },
    exif(tiff) {
      const facts = readExif(tiff);
      orientation = facts.orientation;
      if (facts.hasLocation) changes.add("location-removed");
      if (facts.hasMore) changes.add("device-removed");
    },
    other(content) {
      if (namesPlace(content)) changes.add("location-removed");
      changes.add("device-removed");
    },
  };
}

/** Joins pieces of bytes. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}

/** True when the bytes at `offset` are these letters. */
export function isAt(bytes: Uint8Array, offset: number, letters: string): boolean {
  for (let index = 0; index < letters.length; index += 1) {
    if (bytes[offset + index] !== letters.charCodeAt(index)) return false;
  }
  return true;
}
