import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { startWorld, type World } from "../support/world.ts";
import { faultsOf } from "./look.ts";
import { signIn, visit, type Visitor } from "./portal.ts";

/** Lists are read from the server. */
const PATIENCE = { timeout: 20_000 };

let world: World;
let browser: Browser;
let patient: Visitor;

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld({ portal: true }), launchBrowser()]);
  patient = await visit(browser, world.origin, "phone");
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await world?.close();
});

const languageOf = (page: Page) => page.locator("html").getAttribute("lang");
const themeOf = (page: Page) => page.locator("html").getAttribute("data-theme");
const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });
const groundOf = (page: Page) =>
  page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

describe("the language", () => {
  it("changes at the gate at once, and what was typed stays", async () => {
    const { page } = patient;
    await heading(page, "Sign in").waitFor();
    expect(await languageOf(page)).toBe("en");
    await page.getByLabel("Email").fill("rosa@example.org");
    await page.getByRole("button", { name: "Español" }).click();
    await heading(page, "Entrar").waitFor();
    await page.getByText("Vea lo que envió y dónde está.").waitFor();
    await page.getByText("Nadie vigila esta página todo el día.").waitFor();
    await page.getByText("Aún no lo ha revisado un traductor").waitFor();
    expect(await languageOf(page)).toBe("es");
    expect(await page.title()).toBe("Entrar · Postern");
    expect(await page.getByLabel("Correo electrónico").inputValue()).toBe("rosa@example.org");
    expect(await page.getByRole("button", { name: "Español" }).getAttribute("aria-pressed")).toBe("true");
    await page.reload();
    await heading(page, "Entrar").waitFor();
    await page.getByRole("button", { name: "English" }).click();
    await heading(page, "Sign in").waitFor();
  });

  it("is the browser's own at a first visit", async () => {
    const context = await browser.newContext({ baseURL: world.origin, locale: "es-MX" });
    const page = await context.newPage();
    await page.goto("/");
    await heading(page, "Entrar").waitFor();
    expect(await languageOf(page)).toBe("es");
    await context.close();
  });

  it("is chosen in the profile, keeps the focus there, and outlives signing out", async () => {
    const { page } = patient;
    await signIn(patient, world.people.patient);
    await page.getByRole("link", { name: "Profile" }).click();
    await heading(page, "Your profile").waitFor();
    await page.getByRole("radio", { name: /Español/ }).check();
    await heading(page, "Su perfil").waitFor();
    expect(
      await page.getByRole("radio", { name: /Español/ }).evaluate((e) => e === document.activeElement),
    ).toBe(true);
    await page.getByRole("link", { name: "Inicio" }).waitFor();
    await page.getByRole("button", { name: "Salir" }).click();
    await page.getByText("Su sesión está cerrada.").waitFor();
    await page.getByRole("button", { name: "English" }).click();
  });
});

describe("the profile", () => {
  it("says who one is to the clinic, to every role", async () => {
    const { page } = patient;
    await signIn(patient, world.people.patient);
    await page.getByRole("link", { name: "Profile" }).click();
    const about = page.getByRole("region", { name: "About you" });
    await about.getByText("Riverside Clinic").waitFor();
    expect(await about.innerText()).toMatch(/Maya Lindqvist[\s\S]*Patient/);
    const officer = await visit(browser, world.origin, "desk");
    await signIn(officer, world.people.securityOfficer);
    await officer.page.getByRole("link", { name: "Profile" }).click();
    await officer.page.getByRole("region", { name: "About you" }).getByText("Security officer").waitFor();
    await officer.context.close();
  }, 60_000);

  it("has the colours that the person chose, also before the page is drawn again", async () => {
    const { page } = patient;
    await page.emulateMedia({ colorScheme: "light" });
    const light = await groundOf(page);
    await page.getByRole("radio", { name: "Dark" }).check();
    expect(await themeOf(page)).toBe("dark");
    const dark = await groundOf(page);
    expect(dark).not.toBe(light);
    await page.reload();
    await heading(page, "Your profile").waitFor();
    expect([await themeOf(page), await groundOf(page)]).toEqual(["dark", dark]);
    await page.getByRole("radio", { name: "As on this device" }).check();
    expect([await themeOf(page), await groundOf(page)]).toEqual([null, light]);
  });

  it("lists where one is signed in; another place is ended after a question, and is out at its next call", async () => {
    const { page } = patient;
    const other = await visit(browser, world.origin, "desk");
    await signIn(other, world.people.patient);
    await page.reload();
    const devices = page.getByRole("region", { name: "Where you are signed in" });
    await expect.poll(() => devices.getByRole("listitem").count(), PATIENCE).toBe(2);
    expect(await devices.getByRole("listitem").first().innerText()).toMatch(/Chrome on Linux[\s\S]*This one/);
    expect(await faultsOf(page, "profile")).toEqual([]);

    await devices.getByRole("button", { name: "Sign out Chrome on Linux" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Leave it" }).click();
    await expect.poll(() => devices.getByRole("listitem").count(), PATIENCE).toBe(2);

    await devices.getByRole("button", { name: "Sign out Chrome on Linux" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Sign out" }).click();
    await devices.getByText("Signed out: Chrome on Linux.").waitFor();
    await devices.getByText("You are signed in nowhere else.").waitFor();
    await other.page.getByRole("link", { name: "Profile" }).click();
    await other.page.getByText("Your time was over, or you signed in somewhere else.").waitFor();
    await other.context.close();
  }, 90_000);

  it("tells the truth when a place could not be signed out, and leaves the question open", async () => {
    const visitor = await visit(browser, world.origin, "desk");
    const other = await visit(browser, world.origin, "desk");
    await signIn(other, world.people.provider);
    await signIn(visitor, world.people.provider);
    const { page, context } = visitor;
    await page.getByRole("link", { name: "Profile" }).click();
    const devices = page.getByRole("region", { name: "Where you are signed in" });
    await devices.getByRole("button", { name: "Sign out Chrome on Linux" }).click();
    await context.setOffline(true);
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Sign out" }).click();
    await dialog.getByText("We cannot reach the clinic.").waitFor();
    await context.setOffline(false);
    await dialog.getByRole("button", { name: "Sign out" }).click();
    await devices.getByText("Signed out: Chrome on Linux.").waitFor();
    await other.context.close();
    expect([...patient.complaints, ...visitor.complaints]).toEqual([]);
  }, 60_000);
});
