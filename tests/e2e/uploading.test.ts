import { SESSION_SECONDS, intakeRoutes } from "@postern/contract";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signIn as signInByAPI } from "../../scripts/demo/sign-in.ts";
import { launchBrowser } from "../support/browser.ts";
import { until } from "../support/until.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import { codeOf, signIn, visit, type Visitor } from "./portal.ts";
import { choose, sayWhatItIs } from "./sending.ts";
import { gateParts, leftOf, longText, newestOf, openedFiles, type PartGate } from "./upload-scene.ts";

const PATIENCE = { timeout: 30_000 };
const IDLE_MS = SESSION_SECONDS.patient.idle * 1000;

let world: World;
let browser: Browser;
let visitor: Visitor;
/** The same patient, over the API. */
let who: SignedIn;

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld({ portal: true }), launchBrowser()]);
  visitor = await visit(browser, world.origin, "phone");
  visitor.page.on("dialog", (dialog) => void dialog.accept().catch(() => undefined));
  await visitor.page.clock.install();
  await visitor.page.goto("/sign-in");
  await signIn(visitor, world.people.patient);
  who = await signInByAPI(world.origin, world.people.patient, await codeOf(world.people.patient));
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await world?.close();
});

const text = longText("visit.txt", "as it was");
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const says = (page: Page, words: string | RegExp) => page.getByText(words).first().waitFor(PATIENCE);

/** Begins to send one long text; the first part goes through, the others are held. */
async function beginSending(page: Page): Promise<PartGate> {
  await page.goto("/send");
  await page.getByRole("button", { name: "Choose files" }).waitFor(PATIENCE);
  const gate = await gateParts(page, 1);
  await choose(page, [text]);
  await sayWhatItIs(page);
  await page.getByText("Ready", { exact: true }).waitFor(PATIENCE);
  await press(page, "Send files");
  await gate.held;
  await says(page, /Sending, [1-9]\d%/);
  return gate;
}

/** What came in: whether it is the text, byte for byte, and what else lies there. */
async function arrived() {
  const { submissionID } = await newestOf(who);
  await until("routing", async () => (await newestOf(who)).state === "routed", 30);
  const files = await openedFiles(who, submissionID);
  const isSame = files.map((bytes) => Buffer.compare(Buffer.from(bytes), text.buffer) === 0);
  return { isSame, ...(await leftOf(world, submissionID)) };
}

/** The file and the list, each begun once: no attempt of an interrupted run is left over. */
const WHOLE = { isSame: [true], documents: ["verified", "verified"], objects: 2 };

describe("a sending that is interrupted", () => {
  it("pauses, shows how far it is in the tab too, and goes on from there", async () => {
    const { page } = visitor;
    const gate = await beginSending(page);
    expect(await page.title()).toMatch(/^\d+% · /);
    await press(page, "Pause");
    await says(page, "Paused by you.");
    expect(await page.title()).not.toMatch(/%/);
    await gate.open();
    await press(page, "Go on");
    await says(page, "We have your files");
    expect(await arrived()).toEqual(WHOLE);
  }, 90_000);

  it("is gone on with after a reload: the same file is asked for, and another one is told before anything is sent", async () => {
    const { page } = visitor;
    const gate = await beginSending(page);
    await page.reload();
    await gate.open();
    await page.goto("/");
    await page.getByRole("link", { name: /Go on sending/ }).click(PATIENCE);
    await says(page, "Choose this file again to go on");
    const sent: string[] = [];
    page.on("request", (request) => sent.push(`${request.method()} ${new URL(request.url()).pathname}`));
    await choose(page, [longText("visit.txt", "changed since")]);
    await says(page, "This file has changed");
    await page.getByRole("button", { name: "Remove visit.txt" }).click();
    await choose(page, [text]);
    await says(page, "Found");
    expect(sent.filter((call) => call.startsWith("PUT"))).toEqual([]);
    await press(page, "Send files");
    await says(page, "We have your files");
    expect(await arrived()).toEqual(WHOLE);
  }, 90_000);

  it("is gone on with on another device, which does not know the names: what is missing is told first", async () => {
    const { page } = visitor;
    const gate = await beginSending(page);
    await page.goto("/");
    await gate.open();
    const { submissionID } = await newestOf(who);
    const other = await visit(browser, world.origin, "desk");
    await signIn(other, world.people.patient);
    await other.page.goto(`/send?rest=${submissionID}`);
    await says(other.page, "You began to send 1 file");
    await choose(other.page, [longText("else.txt", "another", 1)]);
    await other.page.getByText("Ready", { exact: true }).waitFor(PATIENCE);
    await press(other.page, "Send files");
    await says(other.page, "Some files that you began to send are not here.");
    await press(other.page, "Choose them");
    await other.page.getByRole("button", { name: "Remove else.txt" }).click();
    await choose(other.page, [text]);
    await other.page.getByText("Ready", { exact: true }).waitFor(PATIENCE);
    await press(other.page, "Send files");
    await says(other.page, "We have your files");
    expect(await arrived()).toEqual(WHOLE);
    await other.context.close();
  }, 90_000);

  it("is sealed by two workers where the device bears it, and comes in as whole", async () => {
    const { page, context } = await visit(browser, world.origin, "desk");
    await page.addInitScript(() => {
      Object.defineProperty(navigator, "hardwareConcurrency", { value: 8 });
      Object.defineProperty(navigator, "deviceMemory", { value: 8 });
    });
    await signIn({ page, context, complaints: [] }, world.people.patient);
    await page.goto("/send");
    await page.getByRole("button", { name: "Choose files" }).waitFor(PATIENCE);
    await choose(page, [longText("long.txt", "again", 20), text]);
    await sayWhatItIs(page);
    await page.getByText("2 files ready.").waitFor({ ...PATIENCE, state: "attached" });
    const started = page.waitForEvent("worker", (worker) => worker.url().includes("station-worker"));
    await press(page, "Send files");
    await started;
    await says(page, "We have your files");
    const { isSame, documents } = await arrived();
    expect([isSame.length, isSame.filter(Boolean).length]).toEqual([2, 1]);
    expect(documents).toEqual(["verified", "verified", "verified"]);
    await context.close();
  }, 90_000);

  it("waits for the network, and goes on by itself", async () => {
    const { page, context } = visitor;
    const gate = await beginSending(page);
    await context.setOffline(true);
    await gate.open();
    await says(page, "Waiting for your network.");
    await context.setOffline(false);
    await says(page, "We have your files");
    expect(await arrived()).toEqual(WHOLE);
  }, 90_000);

  it("is cancelled once the person has said so twice; nothing asks for it any more", async () => {
    const { page } = visitor;
    const gate = await beginSending(page);
    await press(page, "Cancel sending");
    await press(page, "Do not cancel");
    await press(page, "Cancel sending");
    await press(page, "Yes, cancel it");
    await page.getByRole("heading", { name: "Cancelled" }).waitFor(PATIENCE);
    await gate.open();
    expect((await newestOf(who)).state).toBe("expired");
    await page.getByRole("link", { name: "Home" }).first().click();
    await says(page, "What I sent");
    const { submissionID, number } = await newestOf(who);
    expect(await page.getByRole("link", { name: new RegExp(`Go on sending.*${number}`) }).count()).toBe(0);
    const cancelled = await page.locator(`a[href="/submissions/${submissionID}"]`).count();
    expect(cancelled).toBeGreaterThan(0);
  }, 90_000);

  it("is sent by one tab only: the other one says so", async () => {
    const { page, context } = visitor;
    const gate = await beginSending(page);
    const { submissionID } = await newestOf(who);
    const second = await context.newPage();
    await second.goto(`/send?rest=${submissionID}`);
    await second.getByRole("button", { name: "Choose files" }).waitFor(PATIENCE);
    await choose(second, [text]);
    await says(second, "Found");
    await press(second, "Send files");
    await says(second, "Another tab of this browser sends these files.");
    await second.close();
    await gate.open();
    await says(page, "We have your files");
    expect(await arrived()).toEqual(WHOLE);
  }, 90_000);

  it("goes on behind the lock, where nothing is seen of it, and is found again by the same person", async () => {
    const { page } = visitor;
    const gate = await beginSending(page);
    await page.clock.fastForward(IDLE_MS + 10_000);
    await says(page, "Locked, to keep records safe.");
    expect(await page.locator("body").innerText()).not.toContain("visit.txt");
    await gate.open();
    const { submissionID } = await newestOf(who);
    const state = async () => (await who.api.call(intakeRoutes.readSubmission, { submissionID })).state;
    await until("handing in behind the lock", async () => (await state()) !== "open", 30);
    await signIn(visitor, world.people.patient);
    await says(page, "We have your files");
    expect(await arrived()).toEqual(WHOLE);
    expect(visitor.complaints).toEqual([]);
  }, 90_000);
});
