import type { Locator, Page } from "playwright-core";

/** Further than any page of the portal reaches. */
const MOST_STEPS = 60;

/** Where the focus is, in words, and what is wrong with that; `fault` is undefined when nothing is. */
export interface Focus {
  readonly at: string;
  readonly fault: string | undefined;
}

/** Reads where the focus is: it must be on something, in sight, with an outline, and not under a bar that stays. */
export function focusOf(page: Page): Promise<Focus> {
  return page.evaluate(readFocus);
}

/**
 * Walks with the Tab key until the focus is where it should be. Where the page ends, the browser's own controls are one
 * step, on which nothing of the page has the focus.
 *
 * @throws Error when it is never reached, or when the focus could not be seen at a stop on the way
 */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.first().waitFor();
  const stops: string[] = [];
  for (let step = 0; step < MOST_STEPS; step += 1) {
    if (await holdsFocus(target)) return;
    await page.keyboard.press("Tab");
    const { at, fault } = await focusOf(page);
    stops.push(at);
    if (fault !== undefined && at !== "nothing") throw new Error(`The focus cannot be seen: ${at} ${fault}`);
  }
  throw new Error(`The Tab key does not lead to ${String(target)}. It stopped at ${stops.join(", ")}.`);
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

async function holdsFocus(target: Locator): Promise<boolean> {
  const held = target.evaluateAll((elements) => elements.some((each) => each === document.activeElement));
  return await held;
}

/** In the page. Whole headings may take the focus without an outline, as a page that has just come does. */
function readFocus(): Focus {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || active === document.body)
    return { at: "nothing", fault: "has the focus" };
  const name = active.getAttribute("aria-label") ?? active.textContent;
  const at = `${active.localName} “${name.replace(/\s+/g, " ").trim().slice(0, 40)}”`;
  const isControl = active.tabIndex >= 0;
  // A link that covers its whole row draws the outline round the row.
  const isOutlined = [null, "::after"].some((part) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(active, part);
    return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
  });
  if (isControl && !isOutlined) return { at, fault: "has no outline" };
  const box = active.getBoundingClientRect();
  const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
  // Over an open dialog lies nothing of the page behind it, only bars of its own.
  const layer = active.closest("dialog[open]") ?? document.body;
  const bars = [...layer.querySelectorAll("*")].filter((each) => {
    const { position } = getComputedStyle(each);
    const over = each.getBoundingClientRect();
    const isAbove = over.left <= x && over.right >= x && over.height > 0 && over.height < innerHeight / 2;
    return (position === "sticky" || position === "fixed") && isAbove && !each.contains(active);
  });
  let [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  for (const bar of bars) {
    const over = bar.getBoundingClientRect();
    if (over.top <= top && over.bottom > top) top = over.bottom;
    if (over.bottom >= bottom && over.top < bottom) bottom = over.top;
  }
  const isSeen = !isControl || bottom - top >= Math.min(box.height, 20) - 1;
  return { at, fault: isSeen ? undefined : "is out of sight or under a bar" };
}
