import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CLINICS } from "../../scripts/demo-clinics.ts";
import type { DemoPerson } from "../../scripts/demo-people.ts";
import { createCodeBook } from "../../scripts/demo/sign-in.ts";
import { launchBrowser } from "../support/browser.ts";
import { startWorld, type World } from "../support/world.ts";
import { focusOf, press, tabTo, type } from "./focus.ts";
import { visit, type Visitor } from "./portal.ts";
import { sealPackage, untilRouted } from "../support/sealed-package.ts";
import { pictureNamed } from "./sending.ts";

let world: World;
let browser: Browser;
const codeOf = createCodeBook();

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld({ portal: true }), launchBrowser()]);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await world?.close();
});

/** A page that has come has the focus somewhere: whoever reads by ear begins there, not at the browser's edge. */
async function expectFocusKept(page: Page): Promise<void> {
  const { at, fault } = await focusOf(page);
  expect(fault === undefined ? "kept" : `${at} ${fault}`).toBe("kept");
}

/** Signs in without a mouse: Enter in the last field sends the form, and the next form takes the focus. */
async function signInByKeys({ page }: Visitor, person: DemoPerson): Promise<void> {
  await type(page, page.getByLabel("Email"), person.email);
  await type(page, page.getByLabel("Password", { exact: true }), person.password);
  await page.keyboard.press("Enter");
  const code = page.getByLabel("Code from your app");
  await code.waitFor();
  await expectFocusKept(page);
  await type(page, code, codeOf(person));
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Sign out" }).waitFor();
  await page.getByRole("heading", { level: 1 }).waitFor();
  await expectFocusKept(page);
}

async function comes(width: "phone" | "desk", person: DemoPerson): Promise<Visitor> {
  const visitor = await visit(browser, world.origin, width);
  await signInByKeys(visitor, person);
  return visitor;
}

describe("by keyboard alone", () => {
  it("a patient signs in, sends a file and follows it", async () => {
    const { page, complaints } = await comes("phone", world.people.patient);
    await press(page, page.getByRole("main").getByRole("link", { name: "Send files" }));
    await page.getByRole("button", { name: "Choose files" }).waitFor();
    await expectFocusKept(page);
    const chooser = page.waitForEvent("filechooser");
    await press(page, page.getByRole("button", { name: "Choose files" }));
    await (await chooser).setFiles([await pictureNamed("left arm.png"), await pictureNamed("twice.png")]);
    await press(page, page.getByRole("button", { name: /Remove.*twice\.png/ }));
    await page.getByText("twice.png").waitFor({ state: "detached" });
    await tabTo(page, page.getByRole("radio", { name: "Photos and scans" }));
    await page.keyboard.press("Space");
    await type(page, page.getByLabel("Where should it go?"), CLINICS.riverside.locations.main.name);
    await type(page, page.getByLabel("For which team?"), "Skin");
    await press(page, page.getByRole("button", { name: "Send files" }));
    await page.getByText("We have your files").waitFor({ timeout: 30_000 });
    await expectFocusKept(page);
    await press(page, page.getByRole("link", { name: "See where it is" }));
    await page.getByText("With the team").first().waitFor({ timeout: 30_000 });
    await expectFocusKept(page);
    expect(complaints).toEqual([]);
  }, 90_000);

  it("a provider finds the task, claims, leaves and answers a dialog, opens the picture and accepts", async () => {
    const { page, complaints } = await comes("desk", world.people.provider);
    await press(page, page.getByRole("link", { name: /Dermatology/ }));
    await press(page, page.getByRole("link", { name: /Photos and scans/ }).first());
    const claim = page.getByRole("button", { name: "Claim this task" });
    await claim.waitFor();
    await expectFocusKept(page);
    await press(page, claim);
    const open = page.getByRole("button", { name: "Open documents" });
    await open.waitFor();
    await expectFocusKept(page);
    await expectDialogKeepsFocus(page, "Reject…");
    await press(page, open);
    await press(page, page.getByRole("button", { name: "left arm.png" }));
    await page.locator("canvas").waitFor();
    await expectFocusKept(page);
    await press(page, page.getByRole("button", { name: "Accept" }));
    await page.getByText("Accepted").first().waitFor();
    await expectFocusKept(page);
    expect(complaints).toEqual([]);
  }, 90_000);

  it("a medical assistant moves in the queue, claims there, opens the task, writes a note and returns it with words", async () => {
    const number = await arrivalAtDesk();
    const { page, complaints } = await comes("desk", world.people.assistant);
    await press(page, page.getByRole("link", { name: /Front desk intake/ }));
    const row = page.getByRole("row").filter({ hasText: number });
    await row.waitFor();
    await expectFocusKept(page);
    await page.keyboard.press("j");
    await expectFocusKept(page);
    expect((await focusOf(page)).at).toContain(number);
    await page.keyboard.press("c");
    await row.getByText("You", { exact: true }).waitFor();
    await page.getByRole("link", { name: /My tasks.*1 task/ }).waitFor();
    await expectFocusKept(page);
    expect((await focusOf(page)).at).toContain(number);
    await page.keyboard.press("Enter");
    await page.getByText("No notes yet.").waitFor();
    await expectFocusKept(page);
    await type(page, page.getByLabel("Add a note"), "The letter ends in the middle.");
    await press(page, page.getByRole("button", { name: "Add the note" }));
    await page.getByRole("listitem").filter({ hasText: "The letter ends in the middle." }).waitFor();
    await expectFocusKept(page);
    await expectDialogKeepsFocus(page, "Return to sender…", 16);
    await press(page, page.getByRole("button", { name: "Return to sender…" }));
    const dialog = page.getByRole("dialog");
    await tabTo(page, dialog.getByRole("radio").first());
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowDown");
    expect(await dialog.getByRole("radio", { name: "Pages are missing" }).isChecked()).toBe(true);
    await type(page, dialog.getByLabel("Your own words"), "Page 2 is not there.");
    await dialog.getByText("Pages are missing. Add them, and send it again.").waitFor();
    await press(page, dialog.getByRole("button", { name: "Return it" }));
    await page.getByText("You returned it. You may still open the documents").waitFor();
    await expectFocusKept(page);
    expect(complaints).toEqual([]);
  }, 90_000);

  it("an officer reads the audit log, and the way past the navigation works", async () => {
    const { page, complaints } = await comes("desk", world.people.securityOfficer);
    await page.getByRole("table").first().waitFor();
    await expectFocusKept(page);
    await page.reload();
    await page.getByRole("table").first().waitFor();
    await page.keyboard.press("Tab");
    expect((await focusOf(page)).at).toContain("Skip to main content");
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await focusOf(page)).at).toMatch(/^main/);
    await page.keyboard.press("Tab");
    const inMain = await page.evaluate(() => document.activeElement?.closest("main") !== null);
    expect(inMain).toBe(true);
    expect(complaints).toEqual([]);
  }, 60_000);
});

/** A practice has sent a letter, which waits at the front desk. @returns its number */
async function arrivalAtDesk(): Promise<string> {
  const sender = await world.signIn(world.people.referrer);
  const { submissionID, number, putAll, submit } = await sealPackage(sender, world.clinics.riverside);
  await putAll();
  await submit();
  await untilRouted(world, submissionID);
  return number;
}

/** Escape is the safe choice; the focus never leaves an open dialog, and goes back to what opened it. */
async function expectDialogKeepsFocus(page: Page, opener: string, steps = 12): Promise<void> {
  const button = page.getByRole("button", { name: opener });
  await press(page, button);
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  for (let step = 0; step < steps; step += 1) {
    await page.keyboard.press("Tab");
    const isOutside = await page.evaluate(() => {
      const active = document.activeElement;
      return active !== document.body && active?.closest("dialog") === null;
    });
    expect(isOutside).toBe(false);
  }
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  expect((await focusOf(page)).at).toContain(opener);
}
