import type { JSHandle, Locator, Page } from "playwright-core";

/** Further than any page of the portal reaches. */
const MOST_STEPS = 90;
/** As far as a choice of the portal reaches: months and operations are the longest. */
const MOST_OPTIONS = 60;

/** Where the focus is, in words, and what is wrong with that; `fault` is undefined when nothing is. */
export interface Focus {
  readonly at: string;
  readonly fault: string | undefined;
}

type Step = "Tab" | "Shift+Tab";

/** Reads where the focus is: it must be on something that is in sight, not under a bar, with an outline if it is a control. */
export function focusOf(page: Page): Promise<Focus> {
  return page.evaluate(readFocus, false);
}

/**
 * A page that has come has the focus somewhere, and keeps it whatever becomes of what had it: whoever reads by ear goes
 * on there, not at the browser's edge.
 *
 * @param where what the focus should be on, as a part of its name
 * @throws Error when the focus is lost, cannot be seen, or is elsewhere
 */
export async function expectFocusKept(page: Page, where = ""): Promise<void> {
  const { at, fault } = await focusOf(page);
  if (fault !== undefined) throw new Error(`The focus is not kept: ${at} ${fault}`);
  if (!at.includes(where)) throw new Error(`The focus is on ${at}, not on “${where}”`);
}

/**
 * Walks with the Tab key until the focus is where it should be. Where the page ends, the browser's own controls are one
 * step, on which nothing of the page has the focus.
 *
 * @throws Error when it is never reached, or when the focus could not be seen at a stop on the way
 */
export async function tabTo(page: Page, target: Locator, key: Step = "Tab"): Promise<void> {
  await target.first().waitFor();
  const stops: string[] = [];
  for (let step = 0; step < MOST_STEPS; step += 1) {
    if (await holdsFocus(target)) return;
    stops.push(await stepOn(page, key));
  }
  throw new Error(`The ${key} key does not lead to ${String(target)}. It stopped at ${stops.join(", ")}.`);
}

/** Walks there and presses the key that works it. */
export async function press(page: Page, target: Locator, key = "Enter"): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

/** Walks there and types. */
export async function type(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.type(text);
}

/**
 * Walks to a list of choices and goes through them with the arrow key, from the first, until this one is chosen.
 *
 * @throws Error when it is not among them, or when the focus is lost on the way
 */
export async function pick(page: Page, list: Locator, option: string): Promise<void> {
  await tabTo(page, list);
  await page.keyboard.press("Home");
  for (let step = 0; step < MOST_OPTIONS; step += 1) {
    const chosen = await list.evaluate((select) => (select as HTMLSelectElement).selectedOptions[0]?.label);
    if (chosen?.trim() === option) return;
    await page.keyboard.press("ArrowDown");
    await expectFocusKept(page);
  }
  throw new Error(`The arrow keys do not lead to “${option}”.`);
}

/**
 * Walks to a group of which one is chosen, and goes through it with the arrow key until this one is.
 *
 * @throws Error when it is not among them, or when the focus is lost on the way
 */
export async function choose(page: Page, group: Locator, option: string): Promise<void> {
  await tabTo(page, group.getByRole("radio"));
  await page.keyboard.press("Space");
  for (let step = 0; step < MOST_OPTIONS; step += 1) {
    if (await group.getByRole("radio", { name: option }).isChecked()) return;
    await page.keyboard.press("ArrowDown");
    await expectFocusKept(page);
  }
  throw new Error(`The arrow keys do not lead to “${option}”.`);
}

/**
 * Walks through all of the page and round to where it began: every control has its turn, can be seen when it has, and
 * none keeps the focus for itself. While a question is open, that is all there is.
 *
 * @throws Error when a control is never reached, cannot be seen at its turn, or does not let go
 */
export async function walkRound(page: Page): Promise<void> {
  const met: JSHandle<Element | null>[] = [];
  const toEnd = async () => {
    for (let step = 0; step < MOST_STEPS; step += 1) {
      if ((await stepOn(page, "Tab")) === NOTHING) return;
      met.push(await page.evaluateHandle(() => document.activeElement));
    }
    throw new Error(`The Tab key does not lead out. It was at ${(await focusOf(page)).at}.`);
  };
  await toEnd();
  met.length = 0;
  await toEnd();
  const missed = await page.evaluate(findMissed, met);
  if (missed.length > 0) throw new Error(`The Tab key never leads to ${missed.join(", ")}.`);
}

/** What has the focus while it is with the browser's own controls. */
const NOTHING = "nothing";

/** One step further. @returns where that is @throws Error when it cannot be seen */
async function stepOn(page: Page, key: Step): Promise<string> {
  await page.keyboard.press(key);
  const { at, fault } = await page.evaluate(readFocus, true);
  if (fault !== undefined && at !== NOTHING) throw new Error(`The focus cannot be seen: ${at} ${fault}`);
  return at;
}

async function holdsFocus(target: Locator): Promise<boolean> {
  const held = target.evaluateAll((elements) => elements.some((each) => each === document.activeElement));
  return await held;
}

/**
 * In the page. What the page itself gave the focus to, as it does to a heading or to a part that has just come, may have
 * no outline; what a step led to may not go without.
 */
function readFocus(isStep: boolean): Focus {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || active === document.body)
    return { at: "nothing", fault: "has the focus" };
  const label = "labels" in active ? (active as HTMLInputElement).labels?.[0]?.textContent : undefined;
  const name = active.getAttribute("aria-label") ?? label ?? active.textContent;
  const at = `${active.localName} “${name.replace(/\s+/g, " ").trim().slice(0, 60)}”`;
  const isControl = isStep || active.tabIndex >= 0;
  // A link that covers its whole row draws the outline round the row.
  const isOutlined = [null, "::after"].some((part) => {
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(active, part);
    return (
      outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2 && !/^rgba.*, 0\)$/.test(outlineColor)
    );
  });
  // A part that the browser adds to a field, as its calendar, draws its own.
  const isPart = !active.matches(":focus");
  if (isControl && !isOutlined && !isPart) return { at, fault: "has no outline" };
  // Rows of pixels on which a finger would meet it: neither out of sight, nor cut off, nor under something else.
  const needed = isControl ? Math.min(active.getBoundingClientRect().height, 20) - 1 : 1;
  let rows = 0;
  for (const { left, right, top, bottom } of active.getClientRects()) {
    const x = (Math.max(left, 0) + Math.min(right, innerWidth)) / 2;
    const end = Math.min(bottom, innerHeight);
    for (let y = Math.max(top, 0) + 0.5; y < end && rows < needed; y += 1)
      if (active.contains(document.elementFromPoint(x, y))) rows += 1;
  }
  return { at, fault: rows < needed ? "is out of sight or under something" : undefined };
}

/** In the page: names what can be worked, can be seen, and was not met. Of choices of one kind one is met for all. */
function findMissed(met: readonly (Element | null)[]): readonly string[] {
  const layer = document.querySelector("dialog:modal") ?? document.body;
  const controls = layer.querySelectorAll<HTMLElement>(
    "a[href], button, input, select, textarea, [tabindex]",
  );
  return [...controls]
    .filter((each) => each.tabIndex >= 0 && !each.matches(":disabled") && each.checkVisibility())
    .filter((each) => !met.includes(each))
    .filter(
      (each) => !met.some((other) => each.matches(`[type=radio][name="${other?.getAttribute("name")}"]`)),
    )
    .map((each) => `${each.localName} “${(each.getAttribute("aria-label") ?? each.textContent).trim()}”`);
}
