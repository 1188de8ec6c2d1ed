import { readPDF } from "../opening/drawing/pdf.ts";
import { RefusedDrawing } from "../opening/drawing/protocol.ts";
import type { Found, ReadFile } from "./look-at-file.ts";
import { previewOf } from "./picture.ts";

/**
 * Tells of a PDF whether the clinic can open it, by the library that opens it there: one that is locked but opens
 * without a password is taken. Its first page is the preview, where it can be drawn. One that the library fails at
 * for another reason goes: the fault may be this browser's.
 */
export async function lookAtPDF(
  { bytes }: ReadFile,
  { onCleaned }: { readonly onCleaned: (found: Found) => void },
): Promise<Found> {
  try {
    const pages = await readPDF(bytes);
    if (!(pages.pageCount > 0)) return { problem: "broken" };
    onCleaned({});
    const { bitmap } = await pages.draw(0);
    return { preview: await previewOf(bitmap) };
  } catch (error) {
    return foundIn(error);
  }
}

function foundIn(error: unknown): Found {
  if (!(error instanceof RefusedDrawing)) return isFormatFault(error) ? { problem: "broken" } : {};
  if (error.why === "password") return { problem: "password" };
  return isFormatFault(error.cause) ? { problem: "broken" } : {};
}

/** The library's own names for what is wrong with a file; what it does not know keeps its first name in `details`. */
function isFormatFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const details = "details" in error ? String(error.details) : "";
  return error.name === "InvalidPDFException" || details.startsWith("FormatError");
}
