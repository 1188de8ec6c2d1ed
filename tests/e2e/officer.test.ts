import { adminRoutes, reviewRoutes } from "@postern/contract";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { claimTask, sendPackage, sendUnsealed } from "../security/oversight-scene.ts";
import { launchBrowser } from "../support/browser.ts";
import { rawCall } from "../support/raw-call.ts";
import { startWorld, type World } from "../support/world.ts";
import { signIn, visit, type Visitor } from "./portal.ts";

let world: World;
let browser: Browser;
let submissionID: string;
let number: string;
let unsealedID: string;
let officer: Visitor;

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld({ portal: true }), launchBrowser()]);
  const patient = await world.signIn(world.people.patient);
  const provider = await world.signIn(world.people.provider);
  const parcel = await sendPackage(world, patient);
  ({ submissionID, number } = parcel);
  const taskID = await claimTask(world, provider, parcel);
  await provider.api.call(reviewRoutes.accept, { taskID, version: 2 });
  unsealedID = (await sendUnsealed(world, patient)).submissionID;
  await rawCall(world, provider, adminRoutes.auditEvents, {});
  officer = await visit(browser, world.origin, "desk");
  await signIn(officer, world.people.securityOfficer);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await world?.close();
});

const entry = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

describe("the security officer", () => {
  it("finds what was refused; the choice survives a reload and the way back", async () => {
    const { page } = officer;
    await entry(page, "Accepted a task").waitFor();
    await page.getByLabel("Outcome", { exact: true }).selectOption({ label: "Refused" });
    await entry(page, "Accepted a task").waitFor({ state: "hidden" });
    const row = page.getByRole("row").filter({ hasText: "Dr. Amara Voss" });
    await row.getByText("Read the audit log").waitFor();
    expect(new URL(page.url()).searchParams.get("outcome")).toBe("refused");
    await page.reload();
    await row.getByText("Read the audit log").waitFor();
    expect(await page.getByLabel("Outcome", { exact: true }).inputValue()).toBe("refused");
    await page.goBack();
    await entry(page, "Accepted a task").waitFor();
    expect(await page.getByLabel("Outcome", { exact: true }).inputValue()).toBe("");
  }, 60_000);

  it("keeps both of two choices when the second comes before the first is answered", async () => {
    const { page } = officer;
    await page.goto("/audit");
    await entry(page, "Accepted a task").waitFor();
    let release = () => {};
    const answered = new Promise<void>((resolve) => (release = resolve));
    await page.route("**/api/admin/audit?*", async (route) => {
      await answered;
      await route.continue();
    });
    await page.getByLabel("Person", { exact: true }).selectOption(world.people.provider.personID);
    await page.getByLabel("What", { exact: true }).selectOption({ label: "Accepted a task" });
    release();
    await page.waitForURL(/action=task\.accept/);
    const { searchParams } = new URL(page.url());
    expect(searchParams.get("person")).toBe(world.people.provider.personID);
    await entry(page, "Handed in files").waitFor({ state: "detached" });
    await entry(page, "Accepted a task").waitFor();
    await page.unrouteAll({ behavior: "wait" });
  }, 60_000);

  it("sees what happened since, when the same is looked for again", async () => {
    const { page } = officer;
    await page.goto("/audit");
    await entry(page, "Accepted a task").waitFor();
    const late = page.getByRole("row").filter({ hasText: world.people.frontDesk.name });
    expect(await late.count()).toBe(0);
    await world.signIn(world.people.frontDesk);
    await page.getByRole("button", { name: "Find" }).click();
    await late.first().waitFor();
  }, 60_000);

  it("opens an entry by keyboard, sees its request, and goes on to the person", async () => {
    const { page } = officer;
    await page.goto("/audit");
    const accepted = entry(page, "Accepted a task");
    await accepted.focus();
    await page.keyboard.press("Enter");
    expect(await accepted.getAttribute("aria-expanded")).toBe("true");
    await page.getByText(/^[0-9a-f]{8}-[0-9a-f-]{27}$/).waitFor();
    const way = page.getByRole("link", { name: "Only this person" });
    await way.focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/person=per_/);
    await entry(page, "Handed in files").waitFor({ state: "detached" });
    expect(await page.getByLabel("Person", { exact: true }).inputValue()).toBe(
      world.people.provider.personID,
    );
  }, 60_000);

  it("finds a submission by its typed number, in any month; a name is told to be none", async () => {
    const { page } = officer;
    await page.goto("/audit");
    const typed = page.getByLabel("Id, or a submission’s number");
    await typed.fill("Maya Lindqvist");
    await typed.press("Enter");
    await page.getByText("This is no id or number").waitFor();
    expect(page.url()).not.toContain("Maya");
    await typed.fill(number.toLowerCase().replace("-", " "));
    await typed.press("Enter");
    await page.waitForURL((url) => url.searchParams.get("number") === number);
    await entry(page, "Handed in files").waitFor();
    expect(await page.getByLabel("Month", { exact: true }).inputValue()).toBe("");
    await page.getByRole("link", { name: "Clear all" }).click();
    await page.waitForURL((url) => url.search === "");
  }, 60_000);

  it("is told when nothing is found", async () => {
    const { page } = officer;
    await page.goto("/audit?month=2020-01");
    await page.getByRole("heading", { name: "No such entries" }).waitFor();
    expect(await page.getByRole("table").count()).toBe(0);
  }, 60_000);

  it("sees why a file was put aside, and goes on to its submission", async () => {
    const { page } = officer;
    await page.getByRole("link", { name: "Put aside" }).click();
    await page.getByText("Not sealed").waitFor();
    await page.getByRole("link", { name: unsealedID }).click();
    await entry(page, "Announced files").waitFor();
    expect(officer.complaints).toEqual([]);
  }, 60_000);

  it("reads all of it in Spanish as well, the choices too", async () => {
    const { page, context } = officer;
    await context.addCookies([{ name: "postern-language", value: "es", url: world.origin }]);
    await page.goto("/audit");
    await entry(page, "Aceptó una tarea").waitFor();
    await page.getByLabel("Resultado", { exact: true }).selectOption({ label: "Rechazado" });
    await entry(page, "Aceptó una tarea").waitFor({ state: "hidden" });
    const row = page.getByRole("row").filter({ hasText: "Dr. Amara Voss" });
    expect(await row.getByRole("button").textContent()).toBe("Leyó el registro de auditoría");
    await page.getByRole("link", { name: "Resumen" }).click();
    await page.getByRole("heading", { name: "Qué pasó con los envíos" }).waitFor();
  }, 60_000);
});

describe("the overview", () => {
  it("tells the owner how much was accepted, in a drawing and in a table, and of nobody", async () => {
    const owner = await visit(browser, world.origin, "phone");
    await signIn(owner, world.people.owner);
    const { page } = owner;
    await page.getByRole("link", { name: "Overview" }).click();
    const counts = page.getByRole("listitem").filter({ hasText: "Accepted" });
    expect(await counts.locator("b").textContent()).toBe("1");
    expect(await counts.locator("rect").count()).toBeGreaterThan(27);
    const table = page.getByRole("table", { name: "By day, newest first" });
    const columns = await table.getByRole("columnheader").allTextContents();
    const cells = await table.getByRole("row").nth(1).getByRole("cell").allTextContents();
    expect(cells[columns.indexOf("Accepted") - 1]).toBe("1");
    const text = await page.getByRole("main").innerText();
    expect(text).not.toContain(world.people.patient.name);
    expect(text).not.toContain(submissionID);
    await page.getByLabel("Month", { exact: true }).selectOption({ index: 1 });
    await page.getByText("Nothing happened in this month").waitFor();
    await page.goto("/quarantine");
    await page.getByText("This page is not for your role").waitFor();
    expect(owner.complaints).toEqual([]);
  }, 60_000);
});
