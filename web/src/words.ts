import { messages } from "./lib/language.ts";
import type { Trouble } from "./lib/trouble.ts";
import { EN, type TroubleWords } from "./words.en.ts";
import { ES } from "./words.es.ts";

export type { TroubleWords } from "./words.en.ts";

/** Words that every part of the portal shares, in the language of the page. Those of one feature lie beside it. */
export const WORDS = messages(EN, ES);

/** Puts a failure into words; a wait that the server asked for is said in minutes. */
export function troubleWords({ kind, code, retryAfterSeconds }: Trouble): TroubleWords {
  const { codes, troubles } = WORDS;
  const own: Readonly<Record<string, TroubleWords>> = codes;
  // A session that is over has sentences of its own where one signs in.
  const words = (kind === "signed-out" ? undefined : own[code]) ?? troubles[kind];
  if (retryAfterSeconds === undefined || retryAfterSeconds <= 0) return words;
  return { ...words, text: `${words.text} ${WORDS.tryAgainIn(minutesWords(retryAfterSeconds))}` };
}

/** "1 minute", "15 minutes", "3 hours": rounded up, so that it is never too early. */
export function minutesWords(seconds: number): string {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  return minutes < 120 ? WORDS.inMinutes(minutes) : WORDS.inHours(Math.ceil(minutes / 60));
}
