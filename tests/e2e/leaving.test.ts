import { authRoutes, intakeRoutes, LocationID } from "@postern/contract";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DemoPerson } from "../../scripts/demo-people.ts";
import { signIn as signInByAPI } from "../../scripts/demo/sign-in.ts";
import { launchBrowser } from "../support/browser.ts";
import { shutDoor } from "../support/gated-fetch.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import { codeOf, signIn, visit, type Visitor } from "./portal.ts";
import { choose, countDrafts, sayWhatItIs, textNamed } from "./sending.ts";
import { gateParts, longText, type PartGate } from "./upload-scene.ts";

const PATIENCE = { timeout: 30_000 };

let world: World;
let browser: Browser;

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld({ portal: true }), launchBrowser()]);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await world?.close();
});

const text = longText("visit.txt", "as it was");
const says = (page: Page, words: string | RegExp) => page.getByText(words).first().waitFor(PATIENCE);
const byAPI = async (person: DemoPerson): Promise<SignedIn> =>
  signInByAPI(world.origin, person, await codeOf(person));

async function comes(person: DemoPerson): Promise<Visitor> {
  const visitor = await visit(browser, world.origin, "desk");
  await signIn(visitor, person);
  return visitor;
}

/** Answers what the page asks, in turn; any further question is answered by no. @returns what was asked */
function answering(page: Page, answers: boolean[]): readonly string[] {
  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.type() === "confirm" ? dialog.message() : dialog.type());
    void (answers.shift() ? dialog.accept() : dialog.dismiss());
  });
  return asked;
}

/** From home, so that there is a page to go back to. */
async function openSending(page: Page): Promise<void> {
  await page
    .getByRole("link", { name: /^Send (files|a referral)$/ })
    .first()
    .click();
  await page.getByRole("button", { name: "Choose files" }).waitFor(PATIENCE);
}

/** Begins to send one long text; the first part goes through, the others are held. */
async function beginSending(page: Page): Promise<PartGate> {
  const gate = await gateParts(page, 1);
  await choose(page, [text]);
  await sayWhatItIs(page);
  await page.getByText("Ready", { exact: true }).waitFor(PATIENCE);
  await page.getByRole("button", { name: "Send files" }).click();
  await gate.held;
  await says(page, /Sending, [1-9]\d%/);
  return gate;
}

describe("leaving", () => {
  it("with files that are chosen, and while they are sent, is asked about once, and done when that was said", async () => {
    const { page, context, complaints } = await comes(world.people.patient);
    await openSending(page);
    const asked = answering(page, [false, true, true]);
    await choose(page, [textNamed("a.txt", "all is well")]);
    await page.getByText("Ready", { exact: true }).waitFor(PATIENCE);
    await page.goBack();
    await expect.poll(() => asked.length).toBe(1);
    expect(new URL(page.url()).pathname).toBe("/send");
    expect(await page.getByText("a.txt").count()).toBeGreaterThan(0);
    await page.goBack();
    await page.getByRole("heading", { name: /Hello/ }).waitFor(PATIENCE);
    expect(new URL(page.url()).pathname).toBe("/");
    await openSending(page);
    const gate = await beginSending(page);
    await page.goBack();
    await page.getByRole("heading", { name: /Hello/ }).waitFor(PATIENCE);
    expect(new URL(page.url()).pathname).toBe("/");
    await gate.open();
    expect(asked).toEqual([
      expect.stringMatching(/^Your files are not sent yet/),
      expect.stringMatching(/^Your files are not sent yet/),
      expect.stringMatching(/^Your files are still being sent/),
    ]);
    expect(complaints).toEqual([]);
    await context.close();
  }, 90_000);

  it("by signing out in the middle is asked about, too", async () => {
    const { page, context } = await comes(world.people.patient);
    await openSending(page);
    const asked = answering(page, [false, true]);
    const gate = await beginSending(page);
    await page.getByRole("button", { name: "Sign out" }).click();
    await expect.poll(() => asked.length).toBe(1);
    await page.getByRole("button", { name: "Pause" }).waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("Email").waitFor(PATIENCE);
    expect(asked).toEqual(Array(2).fill(expect.stringMatching(/^Not all of your files are sent yet/)));
    await gate.open();
    await context.close();
  }, 90_000);
});

describe("the patient of a practice", () => {
  it("is never offered for another submission that was begun", async () => {
    const { page, context } = await comes(world.people.referrer);
    const who = await byAPI(world.people.referrer);
    const { main } = world.clinics.riverside.locations;
    const { submissionID } = await who.api.call(intakeRoutes.openSubmission, {
      kind: "referral",
      locationID: LocationID.parse(main),
      urgency: "routine",
      idempotencyKey: crypto.randomUUID(),
    });
    await openSending(page);
    await page.getByLabel("Full name").fill("Alice Wrong");
    await expect.poll(() => page.evaluate(countDrafts)).toBe(1);
    await page.goto(`/send?rest=${submissionID}`);
    await page.getByLabel("Full name").fill("Bob Right");
    await expect.poll(() => page.evaluate(countDrafts)).toBe(2);
    await page.reload();
    await page.getByRole("button", { name: "Go on with it" }).waitFor(PATIENCE);
    expect(await page.getByLabel("Full name").count()).toBe(0);
    await page.getByRole("button", { name: "Go on with it" }).click();
    expect(await page.getByLabel("Full name").inputValue()).toBe("Bob Right");
    await page.getByLabel("Birth date").fill("1979-02-03");
    await choose(page, [textNamed("letter.txt", "Dear colleague")]);
    await page.getByText("Ready", { exact: true }).waitFor(PATIENCE);
    await page.getByRole("button", { name: "Send files" }).click();
    await says(page, "We have your files");
    await page.goto("/send");
    await page.getByRole("button", { name: "Go on with it" }).click(PATIENCE);
    expect(await page.getByLabel("Full name").inputValue()).toBe("Alice Wrong");
    await context.close();
  }, 90_000);

  it("is not offered again when the files were sent from behind a lock; how far they are is shown at once", async () => {
    const visitor = await comes(world.people.referrer);
    const { page, context } = visitor;
    const who = await byAPI(world.people.referrer);
    await openSending(page);
    await page.getByLabel("Full name").fill("Alice Sent");
    await page.getByLabel("Birth date").fill("1950-01-02");
    const gate = await beginSending(page);
    const { sessions } = await who.api.call(authRoutes.sessions, {});
    for (const { handle, current } of sessions)
      if (!current) await who.api.call(authRoutes.endSession, { handle });
    await gate.open();
    await page.getByLabel("Email").waitFor(PATIENCE);
    const door = shutDoor();
    await page.route(/\/submit$/, async (route) => {
      await door.opened;
      await route.continue();
    });
    await signIn(visitor, world.people.referrer);
    await page.getByRole("button", { name: "Pause" }).waitFor(PATIENCE);
    expect(await page.getByText("You began a referral").count()).toBe(0);
    door.open();
    await says(page, "We have your files");
    expect(await page.getByText("You began a referral").count()).toBe(0);
    await page.getByRole("button", { name: "Send something else" }).click();
    await page.getByLabel("Full name").waitFor(PATIENCE);
    expect(await page.getByLabel("Full name").inputValue()).toBe("");
    await context.close();
  }, 90_000);
});
