import * as z from "zod";

/** What we take, told by the first bytes and never by the name. */
export const MEDIA_TYPES = [
  "image/jpeg",
  "image/png",
  "image/webp",
  "image/heic",
  "application/pdf",
  "application/dicom",
  "text/plain",
] as const;
export const MediaType = z.enum(MEDIA_TYPES);
export type MediaType = z.infer<typeof MediaType>;

/** So many first bytes are enough for `sniffMediaType`. */
export const SNIFF_SIZE_BYTES = 1024;

const ascii = (bytes: Uint8Array, start: number, end: number) =>
  String.fromCharCode(...bytes.subarray(start, end));

const HEIC_BRANDS = ["heic", "heix", "heim", "heis", "mif1", "msf1"];

/**
 * Tells a file's type by its magic bytes.
 *
 * @param head the file's first `SNIFF_SIZE_BYTES` bytes, or all of a shorter file
 * @returns null when it is nothing that we take
 */
export function sniffMediaType(head: Uint8Array): MediaType | null {
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return "image/jpeg";
  if (ascii(head, 0, 8) === "\x89PNG\r\n\x1a\n") return "image/png";
  if (ascii(head, 0, 4) === "RIFF" && ascii(head, 8, 12) === "WEBP") return "image/webp";
  if (ascii(head, 4, 8) === "ftyp" && HEIC_BRANDS.includes(ascii(head, 8, 12))) return "image/heic";
  if (ascii(head, 0, 5) === "%PDF-") return "application/pdf";
  if (ascii(head, 128, 132) === "DICM") return "application/dicom";
  return isPlainText(head) ? "text/plain" : null;
}

/** Controls that no text has; tab, line feed, form feed and carriage return are its own. */
const CONTROLS = /[^\P{Cc}\t\n\f\r]/u;
/** How texts begin that other programs would run or draw: markup, RTF, scripts, PostScript and PDF. */
const NOT_PLAIN = /^(<|\{\\rtf|#!|%!|%PDF)/i;

/** Text has no magic bytes: it is UTF-8 without controls, and no language that begins like one we know. */
function isPlainText(head: Uint8Array): boolean {
  const text = textOf(head)?.trimStart();
  return text !== undefined && text !== "" && !CONTROLS.test(text) && !NOT_PLAIN.test(text);
}

/** Undefined when it is not UTF-8. A head that was cut may end inside a character. */
function textOf(head: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(head, {
      stream: head.length >= SNIFF_SIZE_BYTES,
    });
  } catch {
    return undefined;
  }
}
