import type { FactDifference } from "@postern/client";
import { messages } from "../../lib/language.ts";
import type { Refusal } from "./drawing/protocol.ts";
import { EN } from "./words.en.ts";
import { ES } from "./words.es.ts";

/** What is said where documents are opened and looked at, in the language of the page. */
export const OPENING_WORDS = messages(EN, ES);
export type OpeningWords = typeof OPENING_WORDS;

/** The same, to whoever sent the files and looks at his own. */
export const SENT_WORDS: OpeningWords = messages(
  { ...EN, ...EN.sender },
  { reviewed: ES.reviewed, words: { ...ES.words, ...ES.words.sender } },
);

/** Refusals that the sender can mend by sending again. */
export function isMendable(why: Refusal): boolean {
  return why === "other-kind" || why === "damaged" || why === "password" || why === "not-text";
}

/** Where the sealed list and our record do not agree. */
export function differenceWords({ fact, sealed, recorded }: FactDifference): string {
  return OPENING_WORDS.difference(OPENING_WORDS.facts[fact], sealed, recorded);
}
