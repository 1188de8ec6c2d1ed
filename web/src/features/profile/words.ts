import type { SessionSummary } from "@postern/contract";
import { messages } from "../../lib/language.ts";
import { EN } from "./words.en.ts";
import { ES } from "./words.es.ts";

export const PROFILE_WORDS = messages(EN, ES);

/** "Chrome on Windows": as the browser itself says, only a hint for its owner. */
export function placeWords({ browser, system }: Pick<SessionSummary, "browser" | "system">): string {
  const { browsers, systems, place } = PROFILE_WORDS;
  return place(browsers[browser], systems[system]);
}
