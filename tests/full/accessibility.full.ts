import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { format } from "prettier";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stamp } from "../../scripts/bench/conditions.ts";
import type { PersonKey } from "../../scripts/demo-people.ts";
import { LANGUAGES, LANGUAGE_CODES, type Language } from "../../web/src/lib/language.ts";
import { codeOf } from "../e2e/portal.ts";
import { faultsOf } from "../e2e/look.ts";
import { launchBrowser } from "../support/browser.ts";
import { startWorld, type World } from "../support/world.ts";
import { englishOnly, foreignOn } from "./foreign-words.ts";
import { atRest, walk } from "./walk.ts";

const LOOKS_A_PAGE = "axe-core at 390 and 1280 px, light and dark; 320 px, 200 %, wider text";
const EVIDENCE = new URL("../../docs/evidence/accessibility.json", import.meta.url);
const STARTS = ["/", "/profile", "/no-such-page", "/audit"];
const WALKERS: readonly PersonKey[] = [
  "patient",
  "spanishPatient",
  "referrer",
  "frontDesk",
  "assistant",
  "provider",
  "owner",
  "securityOfficer",
];

let world: World;
let browser: Browser;
let foreign: readonly string[] = [];
const walks: { readonly role: string; readonly language: string; readonly pages: readonly string[] }[] = [];
const allFaults: string[] = [];

beforeAll(async () => {
  [world, browser, foreign] = await Promise.all([
    startWorld({ portal: true, stories: true }),
    launchBrowser(),
    englishOnly(),
  ]);
}, 120_000);

afterAll(async () => {
  await writeEvidence();
  await browser?.close();
  await world?.close();
}, 60_000);

/** Signs in without knowing the page's language, and walks over every page. */
async function faultsSeenBy(key: PersonKey, code: Language): Promise<readonly string[]> {
  const context = await browser.newContext({
    baseURL: world.origin,
    reducedMotion: "reduce",
    locale: LANGUAGES[code].locale,
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(`${page.url()}: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && /Content Security Policy/i.test(message.text()))
      faults.push(message.text());
  });
  const { email, password, role } = world.people[key];
  await page.goto("/sign-in");
  await page.locator('input[type="email"]').fill(email);
  await page.locator('input[type="password"]').fill(password);
  await page.keyboard.press("Enter");
  await page.locator('input[autocomplete="one-time-code"]').fill(await codeOf(world.people[key]));
  await page.keyboard.press("Enter");
  await page.locator(".shell").waitFor();
  await atRest(page);
  const pages = await walk(page, STARTS, async (path) => {
    const name = `${role}, ${code}, ${path}`;
    const lang = await page.locator("html").getAttribute("lang");
    if (lang !== code) faults.push(`${name}: the page says that it is in ${lang}`);
    if (code !== "en") {
      const strange = await foreignOn(page, foreign);
      faults.push(...strange.map((sentence) => `${name}: in English: ${sentence}`));
    }
    faults.push(...(await faultsOf(page, name)));
  });
  walks.push({ role, language: code, pages });
  await context.close();
  return faults;
}

async function writeEvidence(): Promise<void> {
  const axe = createRequire(import.meta.url)("axe-core/package.json") as { version: string };
  const evidence = {
    ...(await stamp(["web", "packages"])),
    conditions: { axe: axe.version, browser: browser?.version(), node: process.version, each: LOOKS_A_PAGE },
    notProven: ["Firefox", "Safari", "a screen reader", "a real phone", "people with disabilities"],
    pagesLookedAt: walks.reduce((sum, { pages }) => sum + pages.length, 0),
    faults: allFaults.length,
    walks: walks.map(({ role, language, pages }) => ({ role, language, pages: pages.length })),
  };
  await mkdir(new URL(".", EVIDENCE), { recursive: true });
  await writeFile(EVIDENCE, await format(JSON.stringify(evidence), { parser: "json", printWidth: 110 }));
}

describe.each(LANGUAGE_CODES)("every page of the portal in %s", (code) => {
  it.each(WALKERS)(
    "shows %s no fault",
    async (key) => {
      const faults = await faultsSeenBy(key, code);
      allFaults.push(...faults);
      expect(faults).toEqual([]);
    },
    600_000,
  );
});
