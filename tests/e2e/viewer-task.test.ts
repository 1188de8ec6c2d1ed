import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { send, waitUntilRouted } from "../../scripts/demo/send.ts";
import { launchBrowser } from "../support/browser.ts";
import { startWorld, type World } from "../support/world.ts";
import { picture } from "./hostile-files.ts";
import { signIn, visit, type Visitor } from "./portal.ts";
import { skinFacts, viewerPage } from "./viewer-page.ts";

const LOW_DESK = { width: 1280, height: 740 };
const PHONE = { width: 390, height: 844 };

let world: World;
let browser: Browser;
let provider: Visitor;
let on: ReturnType<typeof viewerPage>;

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld({ portal: true }), launchBrowser()]);
  const patient = await world.signIn(world.people.patient);
  const { submissionID } = await send(patient, await skinFacts(patient), [
    picture("before.png"),
    picture("after.png"),
  ]);
  await waitUntilRouted(patient, submissionID, 0);
  provider = await visit(browser, world.origin, "desk");
  await provider.page.setViewportSize(LOW_DESK);
  await signIn(provider, world.people.provider);
  await provider.page.getByRole("link", { name: /Dermatology/ }).click();
  await provider.page.getByRole("link", { name: /Photos and scans/ }).click();
  on = viewerPage(provider.page);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await world?.close();
});

const acts = () => provider.page.getByRole("group", { name: "Decide" });
const isFocused = (element: Element) => element === document.activeElement;

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (box === null) throw new Error("it is not on the page");
  return { left: box.x, right: box.x + box.width, top: box.y, bottom: box.y + box.height };
}

describe("the acts of a task and its viewer", () => {
  it("say what is so: locked before the claim, and locked until it is opened", async () => {
    await on.viewer.getByText("Claim the task, then open them").waitFor();
    expect(await on.button("Open documents").count()).toBe(0);
    await provider.page.getByRole("button", { name: "Claim this task" }).click();
    await on.viewer.getByText("Open them, and the first one shows here").waitFor();
    await provider.page.getByRole("button", { name: "Open documents" }).click();
    await on.choose("before.png");
    await on.image("before.png").waitFor();
  });

  it("lie at a desk over neither the document nor the notes, and are in sight", async () => {
    const notes = provider.page.getByRole("region", { name: "Staff notes" });
    const [bar, viewer, side] = await Promise.all([boxOf(acts()), boxOf(on.viewer), boxOf(notes)]);
    expect(bar.top).toBeGreaterThanOrEqual(viewer.bottom);
    expect(bar.right).toBeLessThanOrEqual(side.left);
    expect(bar.bottom).toBeLessThanOrEqual(LOW_DESK.height);
  });

  it("lie over neither of two documents", async () => {
    await on.button("Compare").click();
    await on.image("after.png").waitFor();
    const [bar, viewer] = await Promise.all([boxOf(acts()), boxOf(on.viewer)]);
    expect(bar.top).toBeGreaterThanOrEqual(viewer.bottom);
    await on.button("Stop comparing").click();
  });

  it("take one row on a phone; the rest stands behind one button, which has the focus again", async () => {
    const { page } = provider;
    await page.setViewportSize(PHONE);
    expect(await acts().getByRole("button").allInnerTexts()).toEqual([
      "Accept",
      "Return to sender…",
      "More…",
    ]);
    const tops = await Promise.all((await acts().getByRole("button").all()).map(boxOf));
    expect(new Set(tops.map(({ top }) => top)).size).toBe(1);
    await on.button("More…").click();
    const more = page.getByRole("dialog", { name: "What else you can do" });
    await more.getByRole("button", { name: "Reject…" }).click();
    await page.getByRole("dialog", { name: "Reject it for good?" }).waitFor();
    expect(await more.isVisible()).toBe(false);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    expect(await on.button("More…").evaluate(isFocused)).toBe(true);
    await on.button("More…").click();
    await more.getByRole("button", { name: "Put it back" }).click();
    await page.getByRole("button", { name: "Claim this task" }).waitFor();
    expect(provider.complaints).toEqual([]);
  });
});
