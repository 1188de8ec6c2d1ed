import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Page } from "playwright-core";

const WEB = fileURLToPath(new URL("../../web/src/", import.meta.url));

/** Every fixed sentence of the portal in English that is another one in Spanish. */
export async function englishOnly(): Promise<readonly string[]> {
  const files = (await readdir(WEB, { recursive: true })).filter((file) => file.endsWith("words.en.ts"));
  if (files.length < 5) throw new Error("The portal's words are not where they were.");
  const found = await Promise.all(
    files.map(async (file) => {
      const load = (name: string) => import(pathToFileURL(join(WEB, name)).href) as Promise<object>;
      const english = Object.values(await load(file)).flatMap(sentences);
      const spanish = new Set(
        Object.values(await load(file.replace(".en.", ".es."))).flatMap((each: unknown) => sentences(each)),
      );
      return english.filter((sentence) => !spanish.has(sentence));
    }),
  );
  return [...new Set(found.flat())];
}

function sentences(words: unknown): readonly string[] {
  if (typeof words === "string") return /\p{L}{3}/u.test(words) ? [words.trim()] : [];
  if (typeof words !== "object" || words === null) return [];
  return Object.values(words).flatMap(sentences);
}

/** Which of `sentences` stand on the page as they are: as a text, a name or a hint. */
export async function foreignOn(page: Page, foreign: readonly string[]): Promise<readonly string[]> {
  const texts = await page.evaluate(textsOf);
  const shown = new Set(texts);
  return foreign.filter((sentence) => shown.has(sentence));
}

function textsOf(): readonly string[] {
  const found: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    // A word in another language that says so, such as a language's own name, is where it belongs.
    if (node.parentElement?.closest("[lang]") !== document.documentElement) continue;
    found.push((node.textContent ?? "").trim());
  }
  for (const element of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) {
    for (const name of ["aria-label", "title", "placeholder", "alt"])
      found.push(element.getAttribute(name) ?? "");
  }
  return found;
}
