import { createSignal } from "solid-js";
import { keepChoice, readChoice } from "./choice.ts";

/** Languages of the portal, each by its own name, and how it writes dates and numbers (BCP 47). */
export const LANGUAGES = {
  en: { name: "English", locale: "en-US" },
  es: { name: "Español", locale: "es-US" },
} as const;
export type Language = keyof typeof LANGUAGES;
export const LANGUAGE_CODES = Object.keys(LANGUAGES) as readonly Language[];

const [language, setLanguage] = createSignal<Language>(readChoice("language", LANGUAGE_CODES) ?? asked());
/** The language of the page; what is read through it changes with it. */
export { language };

/** Changes the language of the page at once, and keeps the choice in this browser. */
export function chooseLanguage(chosen: Language): void {
  keepChoice("language", chosen);
  setLanguage(chosen);
}

/** The first of the browser's languages that the portal has. */
function asked(): Language {
  const wanted = typeof navigator === "undefined" ? [] : (navigator.languages ?? []);
  const ours = wanted.map((tag) => LANGUAGE_CODES.find((code) => new RegExp(`^${code}\\b`, "i").test(tag)));
  return ours.find((code) => code !== undefined) ?? "en";
}

/** Words of a feature in another language than the first: every word of `M`, or it does not compile. */
export interface Translation<M> {
  /** Whether a qualified translator has read it. */
  readonly reviewed: boolean;
  readonly words: M;
}

/**
 * The words of a feature, in the language of the page. A member that is read inside a component changes with the
 * language; one that is read once, outside, does not: read it late.
 */
export function messages<const Key extends string, M extends Readonly<Record<Key, unknown>>>(
  english: M,
  spanish: Translation<NoInfer<M>>,
): M {
  const words = {} as M;
  for (const key of Object.keys(english)) {
    Object.defineProperty(words, key, {
      enumerable: true,
      get: () => messagesIn(language(), english, spanish)[key as keyof M],
    });
  }
  return words;
}

/** The words of a feature in a given language: what another person will read. */
export function messagesIn<M>(wanted: Language, english: M, spanish: Translation<NoInfer<M>>): M {
  return wanted === "es" ? spanish.words : english;
}

/** Forms of a counted noun, by the plural categories of CLDR that our languages use. */
export interface Forms {
  readonly one: string;
  readonly other: string;
}

/** How a language counts: "1 file", "1,204 files". */
export function counting(code: Language): (count: number, forms: Forms) => string {
  const { locale } = LANGUAGES[code];
  const rules = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  return (count, { one, other }) => `${numbers.format(count)} ${rules.select(count) === "one" ? one : other}`;
}
