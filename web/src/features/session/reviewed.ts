import type { Language } from "../../lib/language.ts";
import { ES } from "../../words.es.ts";

/** Whether a qualified translator has read the words of this language; English was written, not translated. */
export function isReviewed(code: Language): boolean {
  return code === "en" || ES.reviewed;
}
