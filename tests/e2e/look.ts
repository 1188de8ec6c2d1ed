import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** What the colours of the other theme can change; everything else was looked at in the first. */
const COLOR_RULES = ["color-contrast", "link-in-text-block"];

const WIDTHS = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 800 } } as const;
/** WCAG 2.2, 1.4.10: a window of 1280 × 1024 enlarged four times. */
const NARROW = { width: 320, height: 256 };
/** WCAG 2.2, 1.4.4: a window of 1280 × 800 at 200 %. */
const ENLARGED = { width: 640, height: 400 };

/** WCAG 2.2, 1.4.12, the least that a page must bear. */
const TEXT_SPACING = `* {
  line-height: 1.5 !important;
  letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important;
}
p { margin-bottom: 2em !important; }`;

/**
 * Looks at one state of a page as different people would: on a phone and at a desk, light and dark, in a narrow window,
 * enlarged, and with wider text. The page is left at a desk, light.
 *
 * @returns a sentence for each fault that axe finds and each sideways scroll; empty when there is none
 */
export async function faultsOf(page: Page, name: string): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const [place, viewport] of Object.entries(WIDTHS)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ["dark", "light"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(settled);
      const found = await violations(page, colorScheme === "dark");
      faults.push(...found.map((each) => `${name}, ${place}, ${colorScheme}: ${each}`));
    }
  }
  faults.push(...(await layoutFaults(page, name)));
  await page.setViewportSize(WIDTHS.desk);
  return faults;
}

async function violations(page: Page, onlyColors: boolean): Promise<readonly string[]> {
  const builder = new AxeBuilder({ page }).setLegacyMode();
  const results = await (onlyColors ? builder.withRules(COLOR_RULES) : builder.withTags(TAGS)).analyze();
  const faults: string[] = [];
  for (const { id, nodes } of results.violations) {
    for (const { html, any, target } of nodes) {
      if (id === "target-size" && !(await isSmall(page, String(target[0])))) continue;
      faults.push(`${id} ${html} ${any[0]?.message ?? ""}`);
    }
  }
  return faults;
}

/** A bar that stays covers what lies under it where the page stands now: looks again in the middle of the window. */
async function isSmall(page: Page, selector: string): Promise<boolean> {
  await page.locator(selector).evaluate((element) => element.scrollIntoView({ block: "center" }));
  const builder = new AxeBuilder({ page }).setLegacyMode().withRules("target-size").include(selector);
  return (await builder.analyze()).violations.length > 0;
}

async function layoutFaults(page: Page, name: string): Promise<readonly string[]> {
  const faults: string[] = [];
  const look = async (what: string) => {
    const wide = await page.evaluate(widestBeyond);
    if (wide !== undefined) faults.push(`${name}, ${what}: scrolls sideways because of ${wide}`);
  };
  await page.setViewportSize(NARROW);
  await look("320 px");
  await page.setViewportSize(ENLARGED);
  await look("200 %");
  await page.evaluate(addSheet, TEXT_SPACING);
  await look("200 %, text spaced");
  await page.setViewportSize(WIDTHS.phone);
  await look("390 px, text spaced");
  for (const each of await page.evaluate(cutControls))
    faults.push(`${name}, text spaced: ${each} is cut off`);
  await page.evaluate(() => (document.adoptedStyleSheets = []));
  return faults;
}

/** Colours glide from one theme to the other: a contrast in between is nobody's. */
async function settled(): Promise<void> {
  const ending = document.getAnimations().filter((each) => each.effect?.getTiming().iterations !== Infinity);
  await Promise.allSettled(ending.map(({ finished }) => finished));
}

/** A constructed sheet: an element with styles would be refused by the content security policy. */
function addSheet(text: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets = [sheet];
}

/** What reaches furthest beyond the page, when the page scrolls sideways. */
function widestBeyond(): string | undefined {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return undefined;
  const all = [...document.body.querySelectorAll("*")];
  const widest = all.sort((a, b) => b.getBoundingClientRect().right - a.getBoundingClientRect().right)[0];
  return widest?.outerHTML.slice(0, 160) ?? "the page itself";
}

/** Controls whose words do not fit in them. */
function cutControls(): readonly string[] {
  return [...document.querySelectorAll<HTMLElement>("button, a, label, legend, h1, h2")]
    .filter((each) => getComputedStyle(each).overflow !== "visible")
    .filter((each) => each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1)
    .filter((each) => !each.classList.contains("sr"))
    .map((each) => each.outerHTML.slice(0, 160));
}
