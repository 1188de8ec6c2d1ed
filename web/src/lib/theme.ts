import { createSignal } from "solid-js";
import { keepChoice, readChoice } from "./choice.ts";

/** Colours that a person may choose; without a choice the page has those of the device. */
export const THEMES = ["light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const [theme, setTheme] = createSignal<Theme | undefined>(readChoice("theme", THEMES));
/** The chosen colours; undefined for those of the device. */
export { theme };

/** Changes the colours of the page at once, and keeps the choice in this browser. */
export function chooseTheme(chosen: Theme | undefined): void {
  keepChoice("theme", chosen);
  setTheme(chosen);
  showTheme();
}

/** Brings the chosen colours to the page; called before anything is drawn. */
export function showTheme(): void {
  const { dataset } = document.documentElement;
  const chosen = theme();
  if (chosen === undefined) delete dataset["theme"];
  else dataset["theme"] = chosen;
}
