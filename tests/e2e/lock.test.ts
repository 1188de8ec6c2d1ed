import { SESSION_SECONDS } from "@postern/contract";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { startWorld, type World } from "../support/world.ts";
import { signIn, visit, type Visitor } from "./portal.ts";

const NOTE = "It hurts since Monday, mostly at night";
/** Pages and drafts take their time to load. */
const PATIENCE = { timeout: 20_000 };
const IDLE_MS = SESSION_SECONDS.patient.idle * 1000;

let world: World;
let browser: Browser;
let visitor: Visitor;

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld({ portal: true }), launchBrowser()]);
  visitor = await visit(browser, world.origin, "phone");
  await visitor.page.clock.install();
  await visitor.page.goto("/sign-in");
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await world?.close();
});

/** A patient and a practice are asked for it in different words. */
const note = (page: Page) => page.getByLabel(/Note to your care team|What do you need from us/);

async function openSend(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Send files" }).first().click();
  await note(page).waitFor();
}

async function waitForLock(page: Page): Promise<void> {
  await page.clock.fastForward(IDLE_MS + 10_000);
  await page.getByText("Locked, to keep records safe.").waitFor();
}

/** What the browser keeps of drafts, as text. */
function keptDrafts(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open("postern-drafts", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("drafts");
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(new Error("the drafts cannot be opened"));
    });
    const all = await new Promise<readonly { sealed: ArrayBuffer }[]>((resolve) => {
      const request = database.transaction("drafts").objectStore("drafts").getAll();
      request.onsuccess = () => resolve(request.result as { sealed: ArrayBuffer }[]);
    });
    database.close();
    return all.map(({ sealed }) => new TextDecoder().decode(sealed));
  });
}

describe("a page that was left alone", () => {
  it("warns before it locks, and stays for whoever does something", async () => {
    const { page } = visitor;
    await signIn(visitor, world.people.patient);
    await openSend(page);
    await page.clock.fastForward(IDLE_MS - 100_000);
    await page.getByText("This page locks in 2 minutes").waitFor();
    await page.keyboard.press("Shift");
    await page.getByText("This page locks in 2 minutes").waitFor({ state: "detached" });
    await page.clock.fastForward(IDLE_MS - 150_000);
    expect(new URL(page.url()).pathname).toBe("/send");
  }, 60_000);

  it("keeps an unsent note under seal, through a reload", async () => {
    const { page } = visitor;
    await note(page).fill(NOTE);
    await expect.poll(async () => (await keptDrafts(page)).length, PATIENCE).toBe(1);
    expect((await keptDrafts(page)).join()).not.toContain("Monday");
    await page.reload();
    await expect.poll(() => note(page).inputValue(), PATIENCE).toBe(NOTE);
  }, 60_000);

  it("locks: nothing is left to see, and the same person comes back to the place and the note", async () => {
    const { page } = visitor;
    await note(page).fill(`${NOTE}.`);
    await waitForLock(page);
    expect(await page.locator("body").innerText()).not.toMatch(/Maya|Monday/);
    await signIn(visitor, world.people.patient);
    await expect.poll(() => note(page).inputValue(), PATIENCE).toBe(`${NOTE}.`);
  }, 60_000);

  it("keeps the note also when the locked page is loaded again, as phones do by themselves", async () => {
    const { page } = visitor;
    await waitForLock(page);
    await page.reload();
    await page.getByLabel("Email").waitFor();
    expect(await keptDrafts(page)).toHaveLength(1);
    await signIn(visitor, world.people.patient);
    await openSend(page);
    await expect.poll(() => note(page).inputValue(), PATIENCE).toBe(`${NOTE}.`);
  }, 60_000);

  it("shows the note to nobody else who signs in on the same browser", async () => {
    const { page } = visitor;
    await waitForLock(page);
    await signIn(visitor, world.people.referrer);
    await openSend(page);
    expect(await note(page).inputValue()).toBe("");
    expect(await keptDrafts(page)).toHaveLength(1);
  }, 60_000);

  it("asks a practice first: what it had typed of a referral is never filled in by itself", async () => {
    const { page } = visitor;
    await note(page).fill("About my patient of this morning");
    await waitForLock(page);
    await signIn(visitor, world.people.referrer);
    await page.getByText("You began a referral").waitFor();
    expect(await page.locator("main").innerText()).not.toContain("this morning");
    expect(await note(page).count()).toBe(0);
    await page.getByRole("button", { name: "Go on with it" }).click();
    expect(await note(page).inputValue()).toBe("About my patient of this morning");
  }, 60_000);

  it("forgets all notes when a person signs out, and says so in every tab at once", async () => {
    const { page, context } = visitor;
    await note(page).fill("About my patient of this morning");
    await expect.poll(async () => (await keptDrafts(page)).length, PATIENCE).toBe(2);
    const second = await context.newPage();
    await second.goto("/profile");
    await second.locator("main").getByText("Jonah Okafor").first().waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByText("You are signed out.").waitFor();
    await second.getByText("You are signed out.").waitFor();
    expect(await second.locator("body").innerText()).not.toContain("Jonah");
    await second.close();
    await expect.poll(() => keptDrafts(page), PATIENCE).toEqual([]);
    expect(visitor.complaints).toEqual([]);
  }, 60_000);

  it("shows nothing when the browser brings back a page whose session has ended since", async () => {
    const { page } = visitor;
    await signIn(visitor, world.people.referrer);
    await page.goto("/profile");
    await page.locator("main").getByText("Jonah Okafor").first().waitFor();
    const status = await page.evaluate(async () => {
      const headers = { "content-type": "application/json" };
      return (await fetch("/api/auth/sign-out", { method: "POST", headers, body: "{}" })).status;
    });
    expect(status).toBe(200);
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
    await page.getByLabel("Email").waitFor();
    expect(await page.locator("body").innerText()).not.toContain("Jonah");
  }, 60_000);
});
