import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { send, waitUntilRouted } from "../../scripts/demo/send.ts";
import { nextCode } from "../../scripts/demo/sign-in.ts";
import { launchBrowser } from "../support/browser.ts";
import { sealPackage, untilRouted } from "../support/sealed-package.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import { comeByKeyboard, expectDialogKeepsFocus, leaveByKeyboard } from "./by-keyboard.ts";
import { choose, expectFocusKept, pick, press, tabTo, type, walkRound } from "./focus.ts";
import { picture, twoPages } from "./hostile-files.ts";
import type { Visitor } from "./portal.ts";
import { skinFacts, viewerPage } from "./viewer-page.ts";

let world: World;
let browser: Browser;
/** Numbers of what was sent, by who is to work on it. */
let letter: string;
let toCompare: string;
let toAccept: string;
let toReject: string;

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld({ portal: true }), launchBrowser()]);
  const patient = await world.signIn(world.people.patient);
  letter = await letterAtDesk(patient);
  toCompare = await picturesForSkin(patient);
  toAccept = await picturesForSkin(patient);
  toReject = await picturesForSkin(patient);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await world?.close();
});

async function letterAtDesk(patient: SignedIn): Promise<string> {
  const { submissionID, number, putAll, submit } = await sealPackage(patient, world.clinics.riverside);
  await putAll();
  await submit();
  await untilRouted(world, submissionID);
  return number;
}

async function picturesForSkin(patient: SignedIn): Promise<string> {
  const files = [picture("arm.png", 400, 300), twoPages()];
  const { submissionID, number } = await send(patient, await skinFacts(patient), files);
  await waitUntilRouted(patient, submissionID, 0);
  return number;
}

const rowOf = (page: Page, number: string) => page.getByRole("row").filter({ hasText: number });

/** Goes from the queues into one, and there, row by row, to a task. */
async function moveTo(page: Page, queue: RegExp, number: string): Promise<Locator> {
  await press(page, page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Queues" }));
  await press(page, page.getByRole("main").getByRole("link", { name: queue }));
  const row = rowOf(page, number);
  await row.waitFor();
  await expectFocusKept(page);
  const subject = row.getByRole("link").first();
  for (let step = 0; step < 5 && !(await subject.evaluate(isFocused)); step += 1) {
    await page.keyboard.press("j");
    await expectFocusKept(page);
  }
  await expectFocusKept(page, number);
  return row;
}

/** Opens the task that has the focus and claims it by its key. */
async function openAndClaim(page: Page): Promise<void> {
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Claim this task" }).waitFor();
  await expectFocusKept(page);
  await page.keyboard.press("c");
  await page.getByRole("button", { name: "Return to sender…" }).waitFor();
  await expectFocusKept(page);
}

/** Has the documents' names shown, and then this document. */
async function openDocument(page: Page, name: string): Promise<void> {
  await press(page, page.getByRole("button", { name: "Open documents" }));
  await page.getByRole("button", { name, exact: true }).waitFor();
  await expectFocusKept(page);
  await press(page, page.getByRole("button", { name, exact: true }));
  await page.getByRole("img", { name }).waitFor();
  await expectFocusKept(page, name);
}

describe("a front desk, by keyboard alone", () => {
  it("claims a letter, notes something and hands it over", async () => {
    const { page, complaints } = await comeByKeyboard(world, browser, "desk", world.people.frontDesk);
    await walkRound(page);
    await moveTo(page, /Front desk intake/, letter);
    await walkRound(page);
    await moveTo(page, /Front desk intake/, letter);
    await openAndClaim(page);
    await press(page, page.getByRole("button", { name: "Add the note" }));
    await page.getByText("Write the note first.").waitFor();
    await expectFocusKept(page, "Add a note");
    await page.keyboard.type("Called her. She sends page 2.");
    await press(page, page.getByRole("button", { name: "Add the note" }));
    await page.getByRole("listitem").filter({ hasText: "Called her." }).waitFor();
    await expectFocusKept(page);
    await walkRound(page);
    await expectDialogKeepsFocus(page, "Hand over…");
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("radio").first().waitFor();
    await expectFocusKept(page);
    await walkRound(page);
    await press(page, dialog.getByRole("button", { name: "Hand it over" }));
    await dialog.getByText("Choose a colleague first.").waitFor({ timeout: 5_000 });
    await expectFocusKept(page, "Hand it over");
    await choose(page, dialog, world.people.assistant.name);
    await press(page, dialog.getByRole("button", { name: "Hand it over" }));
    await page.getByText("You may still note something.").waitFor();
    await expectFocusKept(page);
    await leaveByKeyboard(page);
    expect(complaints).toEqual([]);
  }, 90_000);
});

describe("a medical assistant, by keyboard alone", () => {
  it("claims in the queue, lays two documents beside each other and returns them with words", async () => {
    const { page, complaints } = await comeByKeyboard(world, browser, "desk", world.people.assistant);
    const row = await moveTo(page, /Dermatology/, toCompare);
    await page.keyboard.press("c");
    await row.getByText("You", { exact: true }).waitFor();
    await page.getByRole("status").filter({ hasText: "is with you now." }).waitFor();
    await expectFocusKept(page, toCompare);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Open documents" }).waitFor();
    await expectFocusKept(page);
    await openDocument(page, "arm.png");
    await press(page, page.getByRole("button", { name: "Compare" }));
    const second = page.getByRole("combobox", { name: "Second document" });
    await second.waitFor();
    await expectFocusKept(page);
    await pick(page, second, "two-pages.pdf");
    await page.getByRole("img", { name: "two-pages.pdf, page 1" }).waitFor();
    await expectFocusKept(page);
    await press(page, page.getByRole("switch", { name: "Move both together" }), "Space");
    await walkRound(page);
    await tabTo(page, page.getByRole("group", { name: "View, Second document" }));
    await page.keyboard.press("Escape");
    await second.waitFor({ state: "detached" });
    await expectFocusKept(page, "Compare");
    await expectDialogKeepsFocus(page, "Return to sender…", 16);
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await choose(page, dialog, "Pages are missing");
    await type(page, dialog.getByLabel("Your own words"), "Page 2 is not there.");
    await dialog.getByText("Pages are missing. Add them, and send it again.").waitFor();
    await walkRound(page);
    await press(page, dialog.getByRole("button", { name: "Return it" }));
    await page.getByText("You returned it. You may still open the documents").waitFor();
    await expectFocusKept(page);
    await leaveByKeyboard(page);
    expect(complaints).toEqual([]);
  }, 90_000);
});

describe("a provider, by keyboard alone", () => {
  let provider: Visitor;

  beforeAll(async () => {
    provider = await comeByKeyboard(world, browser, "desk", world.people.provider);
  }, 60_000);

  it("looks closely, saves a copy at the second try, and accepts", async () => {
    const { page, complaints } = provider;
    await moveTo(page, /Dermatology/, toAccept);
    await openAndClaim(page);
    await openDocument(page, "two-pages.pdf");
    await lookClosely(page);
    await walkRound(page);
    await saveCopy(page);
    await expectDialogKeepsFocus(page, "Reject…");
    await press(page, page.getByRole("button", { name: "Accept" }));
    await page.getByText("You accepted it.").waitFor();
    await expectFocusKept(page);
    expect(complaints).toEqual([]);
  }, 90_000);

  it("rejects another on a narrow screen, where the acts stand behind one button", async () => {
    const { page, complaints } = provider;
    await moveTo(page, /Dermatology/, toReject);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.keyboard.press("Enter");
    await press(page, page.getByRole("button", { name: "Claim this task" }));
    await page.getByRole("button", { name: "Return to sender…" }).waitFor();
    await expectFocusKept(page);
    await walkRound(page);
    await expectDialogKeepsFocus(page, "More…");
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await press(page, dialog.getByRole("button", { name: "Reject…" }));
    await dialog.getByRole("heading", { name: "Reject it for good?" }).waitFor();
    await expectFocusKept(page);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    await expectFocusKept(page, "More…");
    await page.keyboard.press("Enter");
    await press(page, dialog.getByRole("button", { name: "Reject…" }));
    await press(page, dialog.getByRole("button", { name: "Reject it" }));
    await dialog.getByText("Choose a reason first.").waitFor();
    await expectFocusKept(page);
    await tabTo(page, dialog.getByRole("radio").first(), "Shift+Tab");
    await page.keyboard.press("Space");
    await walkRound(page);
    await press(page, dialog.getByRole("button", { name: "Reject it" }));
    await page.getByText("You rejected it.").waitFor();
    await expectFocusKept(page);
    await leaveByKeyboard(page);
    expect(complaints).toEqual([]);
  }, 90_000);

  /** By the stage's keys and by the buttons beside it. */
  async function lookClosely(page: Page): Promise<void> {
    const on = viewerPage(page);
    const scale = page.getByRole("status", { name: "Zoom", exact: true });
    await tabTo(page, on.stage);
    const fitted = await scale.textContent();
    await page.keyboard.press("+");
    await expect.poll(() => scale.textContent()).not.toBe(fitted);
    await page.keyboard.press("]");
    await on.image("two-pages.pdf, page 2").waitFor();
    await expectFocusKept(page, "View");
    await tabTo(page, on.button("Previous page"), "Shift+Tab");
    await page.keyboard.press("Enter");
    await on.image("two-pages.pdf, page 1").waitFor();
    await expectFocusKept(page, "Previous page");
    await press(page, on.button("Next page"));
    await on.image("two-pages.pdf, page 2").waitFor();
    await expectFocusKept(page, "Next page");
    await press(page, on.button("Fit"));
    await expect.poll(() => scale.textContent()).toBe(fitted);
    await press(page, on.button("Adjust"));
    await expectFocusKept(page, "Adjust");
  }

  async function saveCopy(page: Page): Promise<void> {
    const { provider: person } = world.people;
    await press(page, page.getByRole("button", { name: "Save a copy" }));
    const dialog = page.getByRole("dialog");
    await dialog.waitFor();
    await expectFocusKept(page);
    await walkRound(page);
    await type(page, dialog.getByLabel("Your password"), person.password);
    await type(page, dialog.getByLabel("Code from your app"), "000000");
    await page.keyboard.press("Enter");
    await dialog.getByText("That did not work.").waitFor();
    await expectFocusKept(page, "Code from your app");
    await page.keyboard.type(await nextCode(world.codeOf, person));
    const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
    expect(download.suggestedFilename()).toBe("two-pages.pdf");
    await page.getByText("The copy is saved. It is in the log.").waitFor();
    await expectFocusKept(page, "Save a copy");
  }
});

const isFocused = (element: Element) => element === document.activeElement;
