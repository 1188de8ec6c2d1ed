import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { portalHeaders } from "../../infra/policy/index.ts";
import { cachedGallery, cachedPortal } from "../../scripts/build-cache.ts";
import { faultsOf } from "../e2e/look.ts";
import { launchBrowser } from "../support/browser.ts";

const ORIGIN = "https://gallery.example.org";
const headersOf = portalHeaders({ bucketHost: "bucket.example.org" });

/** A page shows each part once; here they stand side by side, and so do their ids and the names of their regions. */
const REPEATED = /: (landmark-unique|duplicate-id-aria) /;

let browser: Browser;
let directory: string;
let page: Page;
const complaints: string[] = [];
const asked: string[] = [];

/** The built files under the portal's own headers. Whatever else the page asks for is written down and refused. */
async function serve(opened: Page): Promise<void> {
  await opened.route("**/*", async (route) => {
    const { origin, pathname } = new URL(route.request().url());
    const served = pathname === "/" ? "/index.html" : pathname;
    const path = join(directory, served);
    if (origin === ORIGIN && existsSync(path)) return route.fulfill({ path, headers: headersOf(served) });
    asked.push(route.request().url());
    return route.abort();
  });
}

beforeAll(async () => {
  [directory, browser] = await Promise.all([cachedGallery(), launchBrowser()]);
  const context = await browser.newContext({ reducedMotion: "reduce", locale: "en-US", timezoneId: "UTC" });
  page = await context.newPage();
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  await serve(page);
  await page.goto(ORIGIN);
  await page.locator("canvas").first().waitFor();
}, 120_000);

afterAll(async () => {
  await browser?.close();
});

describe("the gallery", () => {
  it("shows every part without fault: axe in both themes at two widths, and no sideways scroll", async () => {
    const faults = (await faultsOf(page, "gallery")).filter((each) => !REPEATED.test(each));
    expect(faults).toEqual([]);
  }, 120_000);

  it("shows the dialog without fault, and in Spanish nothing scrolls sideways", async () => {
    await page.getByRole("button", { name: "Open the dialog" }).click();
    await page.getByRole("dialog").waitFor();
    expect((await faultsOf(page, "dialog")).filter((each) => !REPEATED.test(each))).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Español" }).click();
    await page.setViewportSize({ width: 320, height: 256 });
    const [content, window] = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return [scrollWidth, clientWidth] as const;
    });
    expect(content).toBeLessThanOrEqual(window);
  }, 120_000);

  it("breaks no rule of the content security policy, and needs no network", () => {
    expect(complaints).toEqual([]);
    expect(asked).toEqual([]);
  });
});

describe("the portal that is served", () => {
  const SENTENCE = "Each part once, in each state.";
  const textOf = (built: string) =>
    readdirSync(built, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(js|css|html)$/.test(name))
      .map((name) => readFileSync(join(built, name), "utf8"))
      .join("\n");

  it("holds nothing of the gallery", async () => {
    const portal = await cachedPortal();
    expect(readdirSync(portal)).not.toContain("gallery.html");
    expect(textOf(portal)).not.toContain(SENTENCE);
    expect(textOf(portal)).not.toContain("gallery-sample");
    expect(textOf(directory)).toContain(SENTENCE);
    expect(textOf(directory)).toContain("gallery-sample");
  }, 120_000);
});
