import { type MediaType, type Role } from "@postern/contract";
import { cleanFileName } from "@postern/client";

/** Who may take a document out of the portal; the server holds the same rule. */
const EXPORTERS: readonly Role[] = ["patient", "referrer", "provider"];
/** Above this browsers fail to hold a file that they are to save, some without a word. */
export const MAX_SAVED_BYTES = 2 * 1024 ** 3;
/** Each page is a picture of its own until it is printed. */
export const MAX_PRINTED_PAGES = 100;

export function mayExport(role: Role): boolean {
  return EXPORTERS.includes(role);
}

const ENDINGS: Readonly<Record<MediaType, readonly string[]>> = {
  "image/jpeg": ["jpg", "jpeg"],
  "image/png": ["png"],
  "image/webp": ["webp"],
  "image/heic": ["heic", "heif"],
  "application/pdf": ["pdf"],
  "application/dicom": ["dcm"],
  // Not csv: a spreadsheet would run what stands in it.
  "text/plain": ["txt"],
};

/**
 * The name under which a document is saved: its own, with the ending of its kind, so that no computer takes it for a
 * program because of how its sender named it.
 */
export function savedName(name: string, mediaType: MediaType): string {
  // Characters that a path or a file system gives a meaning to.
  const clean = cleanFileName(name).replace(/[\\/:*?"<>|]/g, "_");
  const endings = ENDINGS[mediaType];
  const ending = /\.([^.]+)$/.exec(clean)?.[1]?.toLowerCase() ?? "";
  return endings.includes(ending) ? clean : `${clean}.${endings[0]}`;
}
