import { authRoutes } from "@postern/contract";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signIn as signInByAPI } from "../../scripts/demo/sign-in.ts";
import { launchBrowser } from "../support/browser.ts";
import { until } from "../support/until.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import { codeOf, signIn, visit, type Visitor } from "./portal.ts";
import { choose, sayWhatItIs } from "./sending.ts";
import {
  filesLeft,
  gateParts,
  leftOf,
  longText,
  newestOf,
  openedFiles,
  type PartGate,
} from "./upload-scene.ts";

const PATIENCE = { timeout: 30_000 };

let world: World;
let browser: Browser;
let visitor: Visitor;
/** The same patient on another device. */
let who: SignedIn;

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld({ portal: true }), launchBrowser()]);
  visitor = await visit(browser, world.origin, "phone");
  visitor.page.on("dialog", (dialog) => void dialog.accept().catch(() => undefined));
  await visitor.page.goto("/sign-in");
  await signIn(visitor, world.people.patient);
  who = await signInByAPI(world.origin, world.people.patient, await codeOf(world.people.patient));
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await world?.close();
});

const text = longText("visit.txt", "as it was");
const ONE_FILE = { files: ["verified"], lists: ["verified"], objects: 1 };
const says = (page: Page, words: string | RegExp) => page.getByText(words).first().waitFor(PATIENCE);

/** Begins to send one long text; the first part goes through, the others are held. */
async function beginSending(page: Page): Promise<PartGate> {
  await page.goto("/send");
  await page.getByRole("button", { name: "Choose files" }).waitFor(PATIENCE);
  const gate = await gateParts(page, 1);
  await choose(page, [text]);
  await sayWhatItIs(page);
  await page.getByText("Ready", { exact: true }).waitFor(PATIENCE);
  await page.getByRole("button", { name: "Send files" }).click();
  await gate.held;
  await says(page, /Sending, [1-9]\d%/);
  return gate;
}

/** Ends the person's sessions everywhere else, from another device; the page has not heard of it. */
async function endElsewhere(): Promise<void> {
  const { sessions } = await who.api.call(authRoutes.sessions, {});
  for (const { handle, current } of sessions) {
    if (!current) await who.api.call(authRoutes.endSession, { handle });
  }
}

describe("a sending whose session was ended from elsewhere", () => {
  it("stops, shows nothing, and goes on by itself once the same person has signed in again", async () => {
    const { page } = visitor;
    const gate = await beginSending(page);
    await endElsewhere();
    await gate.open();
    await page.getByLabel("Email").waitFor(PATIENCE);
    expect(await page.locator("body").innerText()).not.toContain("visit.txt");
    const { submissionID, state } = await newestOf(who);
    expect(state).toBe("open");
    await signIn(visitor, world.people.patient);
    await says(page, "We have your files");
    await until("routing", async () => (await newestOf(who)).state === "routed", 30);
    const files = await openedFiles(who, submissionID);
    expect(files.map((bytes) => Buffer.compare(bytes, text.buffer))).toEqual([0]);
    expect(await filesLeft(world, who, submissionID)).toEqual(ONE_FILE);
  }, 90_000);

  it("is ended when another person signs in: nothing more is sent, and nothing of it is shown", async () => {
    const { page } = visitor;
    const gate = await beginSending(page);
    await endElsewhere();
    await gate.open();
    await page.getByLabel("Email").waitFor(PATIENCE);
    const asked: string[] = [];
    page.on("request", (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
    const { submissionID } = await newestOf(who);
    const before = await leftOf(world, submissionID);
    await signIn(visitor, world.people.referrer);
    // Without loading the page anew, which would end it in any case.
    await page.getByRole("link", { name: "Send files" }).first().click();
    await page.getByRole("button", { name: "Choose files" }).waitFor(PATIENCE);
    expect(await page.locator("body").innerText()).not.toContain("visit.txt");
    expect(asked.filter((call) => /^PUT|release|documents/.test(call))).toEqual([]);
    expect(asked).not.toEqual([]);
    expect((await newestOf(who)).state).toBe("open");
    expect(await leftOf(world, submissionID)).toEqual(before);
  }, 90_000);

  it("is still there for the one who began it, on whatever device", async () => {
    const { page } = visitor;
    await page.getByRole("button", { name: "Sign out" }).click();
    await signIn(visitor, world.people.patient);
    await page.goto("/");
    await page.getByRole("link", { name: /Go on sending/ }).click(PATIENCE);
    await choose(page, [text]);
    await page.getByText("Ready", { exact: true }).waitFor(PATIENCE);
    await page.getByRole("button", { name: "Send files" }).click();
    await says(page, "We have your files");
    const { submissionID } = await newestOf(who);
    await until("routing", async () => (await newestOf(who)).state === "routed", 30);
    expect(await filesLeft(world, who, submissionID)).toEqual(ONE_FILE);
    expect(visitor.complaints).toEqual([]);
  }, 90_000);
});
