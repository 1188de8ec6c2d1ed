import type { ExportForm } from "@postern/contract";
import { formatSize } from "../../../lib/format.ts";
import type { Drawable } from "../drawing/protocol.ts";
import { OPENING_WORDS as WORDS } from "../words.ts";
import { MAX_PRINTED_PAGES, MAX_SAVED_BYTES } from "./rules.ts";

/**
 * Why a document cannot leave in this form, in words; undefined when it can. It is said before anybody is asked for
 * anything.
 *
 * @param content what is open of it, when it could be shown
 */
export function obstacleTo(
  form: ExportForm,
  { sizeBytes }: { readonly sizeBytes: number },
  content: Drawable | undefined,
): string | undefined {
  if (form === "file") {
    return sizeBytes > MAX_SAVED_BYTES ? WORDS.tooLargeToSave(formatSize(MAX_SAVED_BYTES)) : undefined;
  }
  if (content?.kind === "text") {
    return content.shownBytes < content.sizeBytes ? WORDS.tooLongTextToPrint : undefined;
  }
  const isTooLong = (content?.pageCount ?? 0) > MAX_PRINTED_PAGES;
  return isTooLong ? WORDS.tooLongToPrint(MAX_PRINTED_PAGES) : undefined;
}
