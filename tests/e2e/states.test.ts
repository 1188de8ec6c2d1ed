import { intakeRoutes } from "@postern/contract";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { startWorld, type World } from "../support/world.ts";
import { codeOf, signIn, visit, type Visitor } from "./portal.ts";

let world: World;
let browser: Browser;
let patient: Visitor;

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld({ portal: true }), launchBrowser()]);
  patient = await visit(browser, world.origin, "phone");
  await signIn(patient, world.people.patient);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await world?.close();
});

const tryAgain = (page: Page) => page.getByRole("button", { name: "Try again" });
const greeting = (page: Page) => page.getByRole("heading", { level: 1, name: /Maya/ });

/** What is on the page in words, as a person or a screen reader has them. */
const wordsOf = (page: Page) => page.locator("body").innerText();

describe("what a person sees when things are not as they should be", () => {
  it("offline: a sentence on every page, no way lost, and all comes back with the network", async () => {
    const { page, context } = patient;
    await greeting(page).waitFor();
    await context.setOffline(true);
    await page.getByText("You are offline.").waitFor();
    await page.getByRole("link", { name: "Send files" }).first().click();
    await tryAgain(page).first().waitFor();
    const words = await wordsOf(page);
    await context.setOffline(false);
    expect(words).toContain("We cannot reach the clinic.");
    expect(words).not.toMatch(/undefined|Error|null/);
    await page.getByText("You are offline.").waitFor({ state: "detached" });
    await tryAgain(page).first().click();
    await page.getByRole("button", { name: "Choose files" }).waitFor();
  }, 60_000);

  it("a table that does not answer: whose fault it is, that files are safe, a help code, and Try again works", async () => {
    const { page } = patient;
    const recover = world.cloud.failTable(world.names.tables.record.name);
    try {
      await page.goto("/");
      await page.getByText("This did not work, and it is our fault.").first().waitFor({ timeout: 30_000 });
      await page.getByText("What you sent before is safe.").first().waitFor();
      await page
        .getByText(/^Help code \S{8,}$/)
        .first()
        .waitFor();
    } finally {
      recover();
    }
    // Each part that failed has its own way back.
    while ((await tryAgain(page).count()) > 0) {
      const left = await tryAgain(page).count();
      await tryAgain(page).first().click();
      await expect.poll(() => tryAgain(page).count(), { timeout: 10_000 }).toBeLessThan(left);
    }
    await greeting(page).waitFor();
  }, 60_000);

  it("an address that leads nowhere, a submission of nobody, and a page for others", async () => {
    const { page } = patient;
    await page.goto("/no-such-page");
    await page.getByRole("heading", { level: 1, name: "There is no such page" }).waitFor();
    await page.goto("/submissions/not-an-id");
    await page.getByRole("heading", { level: 1, name: "There is no such page" }).waitFor();
    for (const path of ["/queues", "/tasks", "/audit"]) {
      await page.goto(path);
      await page.getByRole("heading", { level: 1, name: "This page is not for your role" }).waitFor();
      expect(await page.getByRole("main").innerText()).toContain("You are signed in as: Patient.");
    }
    await page.getByRole("link", { name: "Go to your first page" }).click();
    await greeting(page).waitFor();
  });

  it("signed out elsewhere: the next act leads to the sign-in page, which says so, and nothing is left to see", async () => {
    const { page } = patient;
    // The frame asks who this is: what it hears must be old by the time of the sign-out.
    const isQuiet = page.waitForResponse(
      (response) => new URL(response.url()).pathname === intakeRoutes.clinic.path,
    );
    await page.goto("/no-such-page");
    await page.getByRole("heading", { level: 1, name: "There is no such page" }).waitFor();
    await isQuiet;
    const status = await page.evaluate(async () => {
      const headers = { "content-type": "application/json" };
      return (await fetch("/api/auth/sign-out", { method: "POST", headers, body: "{}" })).status;
    });
    expect(status).toBeLessThan(300);
    await page.getByRole("link", { name: "Go to your first page" }).click();
    await page.getByText("Your time was over, or you signed in somewhere else.").waitFor();
    expect(new URL(page.url()).pathname).toBe("/sign-in");
    expect(await wordsOf(page)).not.toContain("Maya");
  });

  it("after sign-out the way back shows nothing of what was there", async () => {
    const visitor = await visit(browser, world.origin, "desk");
    const { page } = visitor;
    await signIn(visitor, world.people.provider);
    await page.getByRole("link", { name: /Dermatology/ }).click();
    await page.getByRole("heading", { level: 1, name: "Dermatology" }).waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByText("You are signed out.").waitFor();
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
    expect(await wordsOf(page)).not.toMatch(/Dermatology|Voss/);
    await page.goto("about:blank");
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
    expect(await wordsOf(page)).not.toMatch(/Dermatology|Voss/);
    expect([...visitor.complaints, ...patient.complaints]).toEqual([]);
  }, 60_000);

  it("a stranger at the gate causes no error: in the console, on the wire, or against the security policy", async () => {
    const context = await browser.newContext({ baseURL: world.origin });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    page.on("response", (answer) => answer.status() >= 400 && errors.push(answer.url()));
    await page.exposeFunction("violated", (what: string) => errors.push(what));
    await page.addInitScript(`addEventListener("securitypolicyviolation", (e) => violated(e.blockedURI))`);
    await page.goto("/");
    await page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
    expect(errors).toEqual([]);
    await context.close();
  });

  it("who signs in again at once is not signed out by the sign-out that is still on its way", async () => {
    const visitor = await visit(browser, world.origin, "phone");
    const { page } = visitor;
    await signIn(visitor, world.people.patient);
    let answer = () => {};
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route("**/api/auth/sign-out", async (route) => {
      await held;
      await route.continue();
    });
    const order: string[] = [];
    page.on("request", (request) => request.url().endsWith("/sign-in") && order.push("signs in"));
    page.on("response", (response) => response.url().endsWith("/sign-out") && order.push("signed out"));
    await page.getByRole("button", { name: "Sign out" }).click();
    const { email, password } = world.people.patient;
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.locator("button[aria-busy='true']").waitFor();
    answer();
    await page.getByLabel("Code from your app").fill(await codeOf(world.people.patient));
    await page.getByRole("button", { name: "Continue" }).click();
    await greeting(page).waitFor();
    expect(order).toEqual(["signed out", "signs in"]);
    await page.reload();
    await greeting(page).waitFor();
    await visitor.context.close();
  }, 60_000);
});

describe("motion", () => {
  it.each([
    ["reduce", false],
    ["no-preference", true],
  ] as const)("with %s, a form that is busy moves: %s", async (reducedMotion, moves) => {
    const context = await browser.newContext({ baseURL: world.origin, reducedMotion });
    const page = await context.newPage();
    let answer = () => {};
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route("**/api/auth/sign-in", async (route) => {
      await held;
      await route.continue();
    });
    await page.goto("/sign-in");
    await page.getByLabel("Email").fill("nobody@example.org");
    await page.getByLabel("Password", { exact: true }).fill("not a password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.locator("button[aria-busy='true'] .icon").waitFor();
    const running = await page.evaluate(() =>
      document.getAnimations().filter(({ effect }) => Number(effect?.getComputedTiming().activeDuration) > 1),
    );
    expect(running.length > 0).toBe(moves);
    answer();
    await page.getByText("did not work together").waitFor();
    await context.close();
  });
});
