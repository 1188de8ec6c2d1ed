import { createOpener } from "@postern/client";
import { intakeRoutes } from "@postern/contract";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { signIn as signInByAPI } from "../../scripts/demo/sign-in.ts";
import { launchBrowser } from "../support/browser.ts";
import { HOSTILE_NAMES } from "../support/hostile-names.ts";
import { until } from "../support/until.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import { codeOf, signIn, visit, type Visitor } from "./portal.ts";
import { drop, sayWhatItIs, textNamed } from "./sending.ts";
import { newestOf } from "./upload-scene.ts";

const PATIENCE = { timeout: 60_000 };
/** The portal takes no hidden files: a folder has those of the system among them. */
const NAMES = HOSTILE_NAMES.filter(({ given }) => !given.startsWith("."));

let world: World;
let browser: Browser;
let visitor: Visitor;
let who: SignedIn;

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld({ portal: true }), launchBrowser()]);
  visitor = await visit(browser, world.origin, "phone");
  await visitor.page.goto("/sign-in");
  await signIn(visitor, world.people.patient);
  who = await signInByAPI(world.origin, world.people.patient, await codeOf(world.people.patient));
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await world?.close();
});

/** The names in the sealed list, as its sender reads them. */
async function readNames(): Promise<readonly string[]> {
  const { submissionID } = await newestOf(who);
  const submission = await who.api.call(intakeRoutes.readSubmission, { submissionID });
  const { manifest } = await createOpener(who).openManifest({
    submissionID,
    documents: submission.documents,
    facts: submission,
  });
  return manifest.documents.map(({ name }) => name);
}

it("names of every kind go through the browser, do nothing on the page, and are in no address and no request", async () => {
  const { page } = visitor;
  const sent: string[] = [];
  page.on("request", (request) => {
    const { origin } = new URL(request.url());
    sent.push(request.url(), origin === world.origin ? (request.postData() ?? "") : "");
  });
  await page.goto("/send");
  await page.getByRole("button", { name: "Choose files" }).waitFor(PATIENCE);
  await drop(
    page,
    NAMES.map(({ given, what }) => textNamed(given, `The page ${what}.`)),
  );
  await sayWhatItIs(page);
  await page.getByText(`${NAMES.length} files ready.`).waitFor({ ...PATIENCE, state: "attached" });
  expect(await page.locator("main img[src='x']").count()).toBe(0);
  // Wide names make no page wider than the phone.
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.getByRole("button", { name: "Send files" }).click();
  await page.getByText("We have your files").first().waitFor(PATIENCE);
  await until("routing", async () => (await newestOf(who)).state === "routed", 60);
  expect(await readNames()).toEqual(NAMES.map(({ kept }) => kept));
  const all = sent.join("\n");
  const marks = NAMES.flatMap(({ mark }) => (mark === undefined ? [] : [mark]));
  expect(marks.filter((mark) => all.includes(mark))).toEqual([]);
  expect(all).toContain("/api/intake/submissions");
  expect(visitor.complaints).toEqual([]);
}, 180_000);
