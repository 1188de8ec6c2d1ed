import { readFile } from "node:fs/promises";
import { submitPackage } from "@postern/client";
import { reviewRoutes, type SubmissionID } from "@postern/contract";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DemoPerson } from "../../scripts/demo-people.ts";
import { waitUntilRouted } from "../../scripts/demo/send.ts";
import { signIn as signInByAPI } from "../../scripts/demo/sign-in.ts";
import { launchBrowser } from "../support/browser.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import { picture, scan, twoPages } from "./hostile-files.ts";
import { faultsOf } from "./look.ts";
import { codeOf, signIn, visit, type Visitor } from "./portal.ts";
import { skinFacts, viewerPage } from "./viewer-page.ts";

const ARM = picture("arm.png", 400, 300);
const CHEST = scan("chest.dcm");

let world: World;
let browser: Browser;

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld({ portal: true }), launchBrowser()]);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await world?.close();
});

interface Sent extends Visitor {
  readonly sender: SignedIn;
  readonly submissionID: SubmissionID;
  readonly asked: readonly string[];
}

/** Someone has sent files, and stands on the page of what he sent. */
async function sent(person: DemoPerson, width: "phone" | "desk"): Promise<Sent> {
  const sender = await signInByAPI(world.origin, person, await codeOf(person));
  const { api, device, session } = sender;
  const isReferral = person.role === "referrer";
  const { submissionID } = await submitPackage({
    api,
    device,
    session,
    facts: await skinFacts(sender),
    files: [ARM, twoPages(), CHEST],
    ...(isReferral && { patient: { displayName: "Noor Haddadin", birthDate: "1979-02-03" } }),
  });
  await waitUntilRouted(sender, submissionID, 0);
  const visitor = await visit(browser, world.origin, width);
  const asked: string[] = [];
  visitor.page.on("request", (request) => void asked.push(new URL(request.url()).pathname));
  await signIn(visitor, person);
  await visitor.page.locator(`main a[href="/submissions/${submissionID}"]`).click();
  return { ...visitor, sender, submissionID, asked };
}

const opener = (page: Page, name: string) => page.getByRole("button", { name: `Open ${name}` });
const viewer = (page: Page) => page.getByRole("region", { name: "File viewer" });
const lines = (page: Page, what: string) =>
  page.getByRole("region", { name: "Who looked" }).getByRole("listitem").filter({ hasText: what });
const isFocused = (element: Element) => element === document.activeElement;

async function saveCopy(page: Page, person: DemoPerson): Promise<Buffer> {
  await viewer(page).getByRole("button", { name: "Save a copy" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Save a copy of this file?").waitFor();
  await dialog.getByLabel("Your password").fill(person.password);
  await dialog.getByLabel("Code from your app").fill(await codeOf(person));
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Save the copy" }).click(),
  ]);
  return readFile(await download.path());
}

describe("a patient", () => {
  let at: Sent;
  let on: ReturnType<typeof viewerPage>;

  beforeAll(async () => {
    at = await sent(world.people.patient, "desk");
    on = viewerPage(at.page);
  }, 90_000);

  it("can open no file before its name is shown, and has not loaded the viewer", async () => {
    const { page } = at;
    await page.getByRole("button", { name: "Show file names" }).waitFor();
    expect(await page.getByRole("button", { name: /^Open/ }).count()).toBe(0);
    await page.getByRole("button", { name: "Show file names" }).click();
    await opener(page, ARM.name).waitFor();
    expect(at.asked.filter((path) => /sent-viewer|viewer-worker/.test(path))).toEqual([]);
  });

  it("opens her own picture and sees it, under her name; who looked says so", async () => {
    const { page } = at;
    await opener(page, ARM.name).click();
    await on.image(ARM.name).waitFor();
    expect(await viewer(page).evaluate(isFocused)).toBe(true);
    const mark = viewer(page).locator("svg.watermark text");
    expect(await mark.textContent()).toContain(world.people.patient.name);
    await expect.poll(() => lines(page, `Opened ${ARM.name}.`).count()).toBe(1);
    expect(await lines(page, world.people.patient.name).count()).toBeGreaterThan(0);
    expect(await viewer(page).getByRole("button", { name: "Report unreadable" }).count()).toBe(0);
  });

  it("opens another beside the list, and the one that is open is not opened twice", async () => {
    const { page } = at;
    await opener(page, "two-pages.pdf").click();
    await on.image("two-pages.pdf, page 1").waitFor();
    expect(await opener(page, "two-pages.pdf").getAttribute("aria-pressed")).toBe("true");
    await expect.poll(() => lines(page, "Opened two-pages.pdf.").count()).toBe(1);
    expect(await lines(page, `Opened ${ARM.name}.`).count()).toBe(1);
    await opener(page, "two-pages.pdf").click();
    expect(await viewer(page).evaluate(isFocused)).toBe(true);
    const { looks } = await at.sender.api.call(reviewRoutes.looks, { submissionID: at.submissionID });
    // The list of names is a document too.
    expect(looks.filter(({ action }) => action === "document.open")).toHaveLength(3);
  });

  it("saves a copy byte for byte, after password and code; who looked says that too", async () => {
    const { page } = at;
    await opener(page, ARM.name).click();
    await on.image(ARM.name).waitFor();
    const saved = await saveCopy(page, world.people.patient);
    expect(saved.equals(await ARM.read(0, ARM.sizeBytes))).toBe(true);
    await viewer(page).getByText("The copy is saved. It is in the log.").waitFor();
    await lines(page, `Saved or printed a copy of ${ARM.name}.`).waitFor();
  });

  it("leaves the comparing by Escape and then the file, and the focus is where it came from", async () => {
    const { page } = at;
    await viewer(page).getByRole("button", { name: "Compare" }).click();
    const second = viewer(page).getByRole("group", { name: "View, Second file" });
    await second.focus();
    await page.keyboard.press("Escape");
    await second.waitFor({ state: "detached" });
    await page.keyboard.press("Escape");
    await viewer(page).waitFor({ state: "detached" });
    expect(await opener(page, ARM.name).evaluate(isFocused)).toBe(true);
  });

  it("finds a page without a fault, and closes the file by its button", async () => {
    const { page } = at;
    await opener(page, CHEST.name).click();
    await viewer(page).getByText("In the scan:").waitFor();
    expect(await viewer(page).getByText("In our record").count()).toBe(0);
    expect(await faultsOf(page, "own file")).toEqual([]);
    await viewer(page).getByRole("button", { name: "Close the file" }).click();
    await viewer(page).waitFor({ state: "detached" });
    expect(await opener(page, CHEST.name).evaluate(isFocused)).toBe(true);
    expect(at.complaints).toEqual([]);
  }, 60_000);
});

describe("a referrer", () => {
  it("opens a scan on a phone, is told whom it names, and saves a copy", async () => {
    const { page, complaints } = await sent(world.people.referrer, "phone");
    await page.getByRole("button", { name: "Show file names" }).click();
    await opener(page, CHEST.name).click();
    await viewer(page).getByText("The scan names another patient than your list.").waitFor();
    const saved = await saveCopy(page, world.people.referrer);
    expect(saved.equals(await CHEST.read(0, CHEST.sizeBytes))).toBe(true);
    await lines(page, `Saved or printed a copy of ${CHEST.name}.`).waitFor();
    await page.keyboard.press("Escape");
    await viewer(page).waitFor({ state: "detached" });
    expect(await opener(page, CHEST.name).evaluate(isFocused)).toBe(true);
    expect(complaints).toEqual([]);
  }, 90_000);
});
