import type { Browser, BrowserContext, Page } from "playwright-core";
import { totpCode } from "@postern/local-cloud";
import type { DemoPerson } from "../../scripts/demo-people.ts";
import { createCodeBook, nextCode } from "../../scripts/demo/sign-in.ts";

/** Someone in front of the portal, in a browser profile of their own. */
export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser complained about: refused by the content security policy, uncaught errors. */
  readonly complaints: readonly string[];
}

const book = createCodeBook();

/** A code of the person that was not used yet: each is good once, so all sign-ins of a test file draw from here. */
export function codeOf(person: DemoPerson): Promise<string> {
  return nextCode(book, person);
}

/** Opens the portal on a phone or at a desk. */
export async function visit(browser: Browser, origin: string, width: "phone" | "desk"): Promise<Visitor> {
  const viewport = width === "phone" ? { width: 390, height: 844 } : { width: 1280, height: 800 };
  const context = await browser.newContext({ viewport, baseURL: origin, reducedMotion: "reduce" });
  // Only the dialog of an `<input>` can be given files from outside, so here is a browser that has no other.
  await context.addInitScript(() => Reflect.deleteProperty(window, "showOpenFilePicker"));
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && /Content Security Policy/i.test(message.text())) {
      complaints.push(message.text());
    }
  });
  await page.goto("/");
  return { page, context, complaints };
}

async function givePassword(page: Page, { email, password }: DemoPerson): Promise<void> {
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Signs in with password and code. */
export async function signIn({ page }: Visitor, person: DemoPerson): Promise<void> {
  await givePassword(page, person);
  await page.getByLabel("Code from your app").fill(await codeOf(person));
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "Sign out" }).waitFor();
}

/** The first sign-in: a password of one's own, and the typed key of the authenticator app. */
export async function enrol({ page }: Visitor, person: DemoPerson, password: string): Promise<void> {
  await givePassword(page, person);
  await page.getByLabel("New password").fill(password);
  await page.getByRole("button", { name: "Save the password" }).click();
  const shown = await page.getByText(/^([A-Z2-7]{4}\s*){8,}$/).textContent();
  const code = totpCode((shown ?? "").replace(/\s/g, ""), Date.now());
  await page.getByLabel("6-digit code from the app").fill(code);
  await page.getByRole("button", { name: "Check the code" }).click();
  await page.getByRole("button", { name: "Sign out" }).waitFor();
}
