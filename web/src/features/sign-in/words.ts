import { messages } from "../../lib/language.ts";
import { troubleWords } from "../../words.ts";
import type { Fault } from "./machine.ts";
import { EN } from "./words.en.ts";
import { ES } from "./words.es.ts";

export const SIGN_IN_WORDS = messages(EN, ES);

/** Puts a fault of sign-in into words. */
export function faultWords({ name, trouble }: Fault): string {
  if (name !== "other") return SIGN_IN_WORDS.faults[name];
  const words = troubleWords(trouble);
  return `${words.title} ${words.text}`;
}
