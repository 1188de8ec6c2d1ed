import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sendPackage, sendUnsealed, writeEvents } from "../security/oversight-scene.ts";
import { launchBrowser } from "../support/browser.ts";
import { startWorld, type World } from "../support/world.ts";
import { comeByKeyboard, leaveByKeyboard } from "./by-keyboard.ts";
import { expectFocusKept, focusOf, pick, press, tabTo, walkRound } from "./focus.ts";

let world: World;
let browser: Browser;
let unsealedID: string;

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld({ portal: true }), launchBrowser()]);
  const patient = await world.signIn(world.people.patient);
  await sendPackage(world, patient);
  ({ submissionID: unsealedID } = await sendUnsealed(world, patient));
  // More than one page of the log holds.
  await writeEvents(world, 30);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await world?.close();
});

describe("an owner, by keyboard alone, on a phone", () => {
  it("sees how much waits, and how much came in, month by month", async () => {
    const { page, complaints } = await comeByKeyboard(world, browser, "phone", world.people.owner);
    await page.getByText("1 waiting").waitFor();
    await walkRound(page);
    await press(page, page.getByRole("link", { name: "Overview" }));
    await page.getByRole("table", { name: "By day, newest first" }).waitFor();
    await expectFocusKept(page);
    await walkRound(page);
    const month = page.getByLabel("Month", { exact: true });
    await tabTo(page, month);
    await page.keyboard.press("ArrowDown");
    await page.getByText("Nothing happened in this month").waitFor();
    await expectFocusKept(page, "Month");
    await page.keyboard.press("ArrowUp");
    await page.getByRole("table", { name: "By day, newest first" }).waitFor();
    await expectFocusKept(page);
    await leaveByKeyboard(page);
    expect(complaints).toEqual([]);
  }, 60_000);
});

describe("a security officer, by keyboard alone", () => {
  it("skips the navigation, asks the log, opens an entry, and goes further back", async () => {
    const { page, complaints } = await comeByKeyboard(world, browser, "desk", world.people.securityOfficer);
    await page.getByRole("table").first().waitFor();
    await expectFocusKept(page);
    await page.reload();
    await page.getByRole("table").first().waitFor();
    await page.keyboard.press("Tab");
    await expectFocusKept(page, "Skip to main content");
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await focusOf(page)).at).toMatch(/^main/);
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.closest("main") !== null)).toBe(true);
    await walkRound(page);
    const rows = page.getByRole("row");
    await press(page, page.getByRole("button", { name: "Show more" }));
    // Under the names of the columns stand the 25 rows that were there before.
    const further = rows.nth(26).getByRole("button");
    await expect.poll(() => further.evaluate((button) => button === document.activeElement)).toBe(true);
    await expectFocusKept(page);
    await pick(page, page.getByLabel("What", { exact: true }), "Handed in files");
    await expect.poll(() => rows.count()).toBe(2);
    await expectFocusKept(page);
    await press(page, page.getByRole("button", { name: "Handed in files" }));
    await expectFocusKept(page, "Handed in files");
    await press(page, page.getByRole("link", { name: "Only this person" }));
    await page.waitForURL(/person=per_/);
    await page.getByRole("button", { name: "Got leave to upload" }).first().waitFor();
    await expectFocusKept(page);
    await press(page, page.getByRole("link", { name: "Clear all" }));
    await page.waitForURL((url) => url.search === "");
    await expectFocusKept(page);
    await press(page, page.getByRole("link", { name: "Put aside" }));
    await page.getByText("Not sealed").waitFor();
    await expectFocusKept(page);
    await walkRound(page);
    await press(page, page.getByRole("link", { name: unsealedID }));
    await page.getByRole("button", { name: "Announced files" }).waitFor();
    await expectFocusKept(page);
    await press(page, page.getByRole("link", { name: "Overview" }));
    await page.getByRole("table", { name: "By day, newest first" }).waitFor();
    await expectFocusKept(page);
    await leaveByKeyboard(page);
    expect(complaints).toEqual([]);
  }, 90_000);
});
