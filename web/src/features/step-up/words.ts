import { messages } from "../../lib/language.ts";
import { minutesWords, troubleWords, WORDS as SHARED } from "../../words.ts";
import type { Fault } from "./machine.ts";
import { EN } from "./words.en.ts";
import { ES } from "./words.es.ts";

/** What is said where a person proves once more who they are, in the language of the page. */
export const STEP_UP_WORDS = messages(EN, ES);

/** Puts a fault into words: what is so, what is safe, what to do. */
export function faultWords(fault: Fault): string {
  switch (fault.name) {
    case "refused":
      return STEP_UP_WORDS.refused;
    case "used-up":
      return STEP_UP_WORDS.usedUp;
    case "too-many-tries": {
      const { retryAfterSeconds = 0 } = fault.trouble;
      if (retryAfterSeconds <= 0) return STEP_UP_WORDS.tooManyTries;
      return `${STEP_UP_WORDS.tooManyTries} ${SHARED.tryAgainIn(minutesWords(retryAfterSeconds))}`;
    }
    case "other": {
      const { title, text } = troubleWords(fault.trouble);
      return `${title} ${STEP_UP_WORDS.nothingLeft} ${text}`;
    }
  }
}
