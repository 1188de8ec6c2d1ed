import { messages } from "../../lib/language.ts";
import { EN } from "./words.en.ts";
import { ES } from "./words.es.ts";

export const PREPARING_WORDS = messages(EN, ES);
