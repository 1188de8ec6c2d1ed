import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { openNarrowLine, type NarrowLine } from "../support/narrow-line.ts";
import { startWorld, type World } from "../support/world.ts";
import { signIn, visit, type Visitor } from "./portal.ts";
import { choose, sayWhatItIs } from "./sending.ts";
import { longText } from "./upload-scene.ts";

const PATIENCE = { timeout: 30_000 };
/** More than the system holds back for itself before anything shows, and far less than a part. */
const NARROW_BYTES = 2 * 1024 ** 2;

let world: World;
let line: NarrowLine;
let browser: Browser;
let visitor: Visitor;
beforeAll(async () => {
  world = await startWorld({ portal: true });
  const { host, port } = new URL(world.cloud.endpoints.s3);
  line = await openNarrowLine(Number(port));
  browser = await launchBrowser(undefined, [`--host-resolver-rules=MAP ${host} 127.0.0.1:${line.port}`]);
  visitor = await visit(browser, world.origin, "phone");
  await signIn(visitor, world.people.patient);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await line?.close();
  await world?.close();
});

it("counts what has left of a part, long before the store has all of it", async () => {
  const { page } = visitor;
  const answered: number[] = [];
  page.on("response", (response) => {
    if (response.request().method() === "PUT") answered.push(response.status());
  });
  await page.goto("/send");
  await page.getByRole("button", { name: "Choose files" }).waitFor(PATIENCE);
  await choose(page, [longText("visit.txt", "slowly")]);
  await sayWhatItIs(page);
  await page.getByText("Ready", { exact: true }).waitFor(PATIENCE);
  line.narrow(NARROW_BYTES);
  await page.getByRole("button", { name: "Send files", exact: true }).click();
  await page.getByText(/Sending, [1-9]\d?%/).waitFor(PATIENCE);
  const bar = page.getByRole("progressbar").first();
  expect(Number(await bar.getAttribute("value"))).toBeGreaterThan(0);
  expect(answered).toEqual([]);
  line.widen();
  await page.getByText("We have your files").first().waitFor(PATIENCE);
  expect(answered).not.toEqual([]);
  expect(visitor.complaints).toEqual([]);
}, 120_000);
