import { readFile } from "node:fs/promises";
import type { Browser, Request } from "playwright-core";
import { reviewRoutes, type SubmissionID } from "@postern/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { send, waitUntilRouted } from "../../scripts/demo/send.ts";
import { launchBrowser } from "../support/browser.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import { picture, twoPages } from "./hostile-files.ts";
import { faultsOf } from "./look.ts";
import { codeOf, signIn, visit, type Visitor } from "./portal.ts";
import { openTask, skinFacts, viewerPage } from "./viewer-page.ts";

const ARM = picture("arm.png", 400, 300);

let world: World;
let browser: Browser;
let provider: Visitor;
let patient: SignedIn;
let submissionID: SubmissionID;
let on: ReturnType<typeof viewerPage>;

const dialog = () => provider.page.getByRole("dialog");
const opener = (name: string) => on.viewer.getByRole("button", { name, exact: true });

/** What the patient reads of copies that left. */
async function copies(): Promise<readonly string[]> {
  const { looks } = await patient.api.call(reviewRoutes.looks, { submissionID });
  return looks.filter(({ action }) => action === "document.export").map(({ name }) => name);
}

async function prove(code: string): Promise<void> {
  await dialog().getByLabel("Your password").fill(world.people.provider.password);
  await dialog().getByLabel("Code from your app").fill(code);
  await dialog().locator("button[type=submit]").click();
}

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld({ portal: true }), launchBrowser()]);
  patient = await world.signIn(world.people.patient);
  ({ submissionID } = await send(patient, await skinFacts(patient), [ARM, twoPages()]));
  await waitUntilRouted(patient, submissionID, 0);
  provider = await visit(browser, world.origin, "desk");
  // There is no printer: what would go to it is looked at instead.
  await provider.page.addInitScript(() => {
    window.print = () => document.documentElement.setAttribute("data-asked-to-print", "");
  });
  await provider.page.reload();
  await signIn(provider, world.people.provider);
  await openTask(provider.page);
  on = viewerPage(provider.page);
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await world?.close();
});

describe("a copy of a document", () => {
  beforeEach(async () => {
    await on.choose(ARM.name);
    await on.image(ARM.name).waitFor();
  });

  it("does not leave, and is in no log, when one changes one's mind", async () => {
    await opener("Save a copy").click();
    await dialog().getByText(`“${ARM.name}”`).waitFor();
    expect(await faultsOf(provider.page, "step-up")).toEqual([]);
    await provider.page.keyboard.press("Escape");
    await dialog().waitFor({ state: "hidden" });
    expect(await opener("Save a copy").evaluate((button) => button === document.activeElement)).toBe(true);
    expect(await copies()).toEqual([]);
  });

  it("does not leave for a wrong code: the question stays, and says one sentence", async () => {
    await opener("Save a copy").click();
    await prove("000000");
    await dialog().getByText("That did not work.").waitFor();
    expect(await dialog().getByLabel("Code from your app").inputValue()).toBe("");
    expect(await dialog().getByLabel("Your password").inputValue()).not.toBe("");
    await dialog().getByRole("button", { name: "Cancel" }).click();
    expect(await copies()).toEqual([]);
  });

  it("is saved byte for byte under its own name, after it is in the log", async () => {
    const asked: string[] = [];
    const note = (request: Request) => void asked.push(new URL(request.url()).pathname);
    provider.page.on("request", note);
    await opener("Save a copy").click();
    const [download] = await Promise.all([
      provider.page.waitForEvent("download"),
      prove(await codeOf(world.people.provider)),
    ]);
    provider.page.off("request", note);
    expect(download.suggestedFilename()).toBe(ARM.name);
    const saved = await readFile(await download.path());
    expect(saved.equals(await ARM.read(0, ARM.sizeBytes))).toBe(true);
    await on.viewer.getByText("The copy is saved. It is in the log.").waitFor();
    expect(await copies()).toEqual([world.people.provider.name]);
    const recorded = asked.findIndex((path) => path.endsWith("/export"));
    expect(recorded).toBeGreaterThan(asked.findIndex((path) => path.endsWith("/step-up")));
    expect(asked.slice(0, recorded).some((path) => path.endsWith("/url"))).toBe(false);
  });
});

describe("a document on paper", () => {
  it("is not there when the browser prints the page by itself", async () => {
    await on.choose(ARM.name);
    await on.image(ARM.name).waitFor();
    await provider.page.emulateMedia({ media: "print" });
    expect(await provider.page.locator("main").isVisible()).toBe(true);
    expect(await on.viewer.isVisible()).toBe(false);
    await provider.page.emulateMedia({ media: "screen" });
  });

  it("is printed page by page under the name of who prints it, and nothing else with it", async () => {
    const { page } = provider;
    await on.choose("two-pages.pdf");
    await on.image("two-pages.pdf, page 1").waitFor();
    await opener("Print").click();
    await prove(await codeOf(world.people.provider));
    await page.locator("html[data-asked-to-print]").waitFor();
    await page.emulateMedia({ media: "print" });
    expect(await page.locator(".printed img").count()).toBe(2);
    expect(await page.locator(".printed-caption").textContent()).toContain(world.people.provider.name);
    expect(await page.locator(".printed").isVisible()).toBe(true);
    expect(await page.locator("main").isVisible()).toBe(false);
    await page.emulateMedia({ media: "screen" });
    await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
    await on.viewer.getByText("It went to the printer window.").waitFor();
    expect(await page.locator(".printed").count()).toBe(0);
    expect(await copies()).toEqual([world.people.provider.name, world.people.provider.name]);
    expect(provider.complaints).toEqual([]);
  });
});

describe("whoever may not take copies out", () => {
  it("is not offered to: a medical assistant looks only", async () => {
    const { submissionID: another } = await send(patient, await skinFacts(patient), [ARM]);
    await waitUntilRouted(patient, another, 0);
    const assistant = await visit(browser, world.origin, "desk");
    await signIn(assistant, world.people.assistant);
    await openTask(assistant.page);
    const theirs = viewerPage(assistant.page);
    await theirs.image(ARM.name).waitFor();
    expect(await assistant.page.getByRole("button", { name: /Save a copy|Print/ }).count()).toBe(0);
  });
});
