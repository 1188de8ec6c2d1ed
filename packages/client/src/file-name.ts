import { LIMITS } from "@postern/contract";

/**
 * Controls, line and paragraph separators, and the marks that turn the direction of writing: all can disguise a name.
 * Joiners and other signs that are not seen by themselves stay: letters of some scripts, and faces, need them.
 */
const HIDDEN = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/**
 * A file's name as the manifest holds it: on one line, in the direction it is written, well-formed, at most 255 UTF-16 units. A name of
 * nothing else is `document`.
 */
export function cleanFileName(name: string): string {
  const cut = name
    .replace(HIDDEN, "")
    .trim()
    .slice(0, LIMITS.fileNameLength)
    .replace(/[\ud800-\udbff]$/, "");
  return cut.replace(/\p{Surrogate}/gu, "\ufffd") || "document";
}
