import type { Page } from "playwright-core";

/** More pages of one shape than this show nothing new. */
const MOST_OF_A_SHAPE = 8;

/**
 * Walks through the portal as the one who is signed in: every page that a link leads to, and those that are linked
 * from there.
 *
 * @param starts addresses to begin with
 * @param at is called on each page when it has come to rest
 * @returns the addresses, in the order in which they were seen
 */
export async function walk(
  page: Page,
  starts: readonly string[],
  at: (path: string) => Promise<void>,
): Promise<readonly string[]> {
  const waiting = [...starts];
  const known = new Set(waiting);
  const seen: string[] = [];
  const shapes = new Map<string, number>();
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const shape = path.replace(/[a-z]{3}_[0-9a-z]{26}/g, "…");
    const count = shapes.get(shape) ?? 0;
    if (count >= MOST_OF_A_SHAPE) continue;
    shapes.set(shape, count + 1);
    await page.goto(path);
    await atRest(page);
    for (const next of await page.evaluate(linksOf)) {
      if (!known.has(next)) waiting.push(next);
      known.add(next);
    }
    await at(path);
    seen.push(path);
  }
  return seen;
}

/** Waits until a page shows its heading and nothing of it is still being loaded. */
export async function atRest(page: Page): Promise<void> {
  await page.locator("h1").first().waitFor();
  await page.locator(".skeleton").first().waitFor({ state: "detached" });
}

/** Addresses of this portal to which the page leads. */
function linksOf(): readonly string[] {
  return [...document.querySelectorAll<HTMLAnchorElement>("a[href]")]
    .filter((link) => link.origin === location.origin && link.hash === "" && !link.hasAttribute("download"))
    .map((link) => link.pathname + link.search);
}
