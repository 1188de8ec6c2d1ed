import { intakeRoutes, reviewRoutes, type SubmissionID, type WrittenLanguage } from "@postern/contract";
import { submitPackage } from "@postern/client";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DemoPerson } from "../../scripts/demo-people.ts";
import { waitUntilRouted } from "../../scripts/demo/send.ts";
import { signIn as signInByAPI } from "../../scripts/demo/sign-in.ts";
import { launchBrowser } from "../support/browser.ts";
import { factsFor, tinyFile } from "../support/sealed-package.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import { codeOf, signIn, visit, type Visitor } from "./portal.ts";

const QUEUE = /Front desk intake/;

let world: World;
let browser: Browser;
let sender: SignedIn;
const visitors: Visitor[] = [];

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld({ portal: true, stories: true }), launchBrowser()]);
  const { patient } = world.people;
  sender = await signInByAPI(world.origin, patient, await codeOf(patient));
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await world?.close();
});

async function comes(person: DemoPerson, width: "phone" | "desk" = "desk"): Promise<Page> {
  const visitor = await visit(browser, world.origin, width);
  visitors.push(visitor);
  await signIn(visitor, person);
  return visitor.page;
}

/** Sends one file, and waits until the front desk's queue has it. */
async function arrival(language: WrittenLanguage = "en"): Promise<{ id: SubmissionID; number: string }> {
  const facts = factsFor(world.clinics.riverside);
  const { api, device, session } = sender;
  const sent = await submitPackage({ api, device, session, facts, language, files: [tinyFile()] });
  const { number } = await waitUntilRouted(sender, sent.submissionID, 0);
  return { id: sent.submissionID, number };
}

const rowOf = (page: Page, number: string) => page.getByRole("row").filter({ hasText: number });
const tab = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Views" }).getByRole("link", { name });

const countIn = async (page: Page, view: string) =>
  Number((await tab(page, view).innerText()).replace(/\D/g, ""));

async function openQueue(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Queues" }).first().click();
  await page.getByRole("link", { name: QUEUE }).click();
  await page.getByRole("heading", { level: 1, name: QUEUE }).waitFor();
}

/** Claims as somebody else, by the API alone; `address` is the task's page. */
async function claimByAPI(person: DemoPerson, address: string | null): Promise<void> {
  const { api } = await signInByAPI(world.origin, person, await codeOf(person));
  const { taskID } = reviewRoutes.task.input.parse({ taskID: address?.split("/").at(-1) });
  await api.call(reviewRoutes.claim, { taskID, version: 1 });
}

describe("a queue", () => {
  it("counts what waits and what is claimed; a claim in a row shows before the server has answered", async () => {
    const { number } = await arrival();
    const page = await comes(world.people.provider);
    await openQueue(page);
    const row = rowOf(page, number);
    await row.getByRole("button", { name: "Claim" }).waitFor();
    const [waiting, claimed] = [await countIn(page, "Waiting"), await countIn(page, "Claimed")];
    let answer = () => {};
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route("**/claim", async (route) => {
      await held;
      await route.continue();
    });
    // The newest stands last.
    await page.keyboard.press("k");
    await page.keyboard.press("c");
    await row.getByText("You", { exact: true }).waitFor();
    await row.getByText("In review").waitFor();
    expect(await countIn(page, "Waiting")).toBe(waiting);
    answer();
    await expect.poll(() => countIn(page, "Waiting")).toBe(waiting - 1);
    expect(await countIn(page, "Claimed")).toBe(claimed + 1);
    // It stays where it is, with the focus, and can be opened.
    expect(await row.getByRole("link").first().evaluate(isFocused)).toBe(true);
    await page.unroute("**/claim");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Put it back" }).click();
    await page.getByRole("button", { name: "Claim this task" }).waitFor();
    await page.goBack();
    await rowOf(page, number).getByRole("button", { name: "Claim" }).waitFor();
    await page.getByRole("link", { name: "Queues" }).first().click();
    await page
      .getByRole("link", { name: /^My tasks/ })
      .first()
      .waitFor();
  }, 90_000);

  it("takes a claim back when a colleague was faster, says who, and keeps the place", async () => {
    const { number } = await arrival();
    const page = await comes(world.people.provider, "phone");
    await openQueue(page);
    const row = rowOf(page, number);
    await row.getByRole("button", { name: "Claim" }).waitFor();
    const { assistant } = world.people;
    await claimByAPI(assistant, await row.getByRole("link").first().getAttribute("href"));
    await row.getByRole("button", { name: "Claim" }).click();
    await row.getByText(`A colleague was faster. ${assistant.name} has it now.`).waitFor();
    await row.getByText("A colleague", { exact: true }).waitFor();
    expect(await row.getByRole("button", { name: "Claim" }).count()).toBe(0);
    expect(await row.getByRole("link").first().evaluate(isFocused)).toBe(true);
    expect(await page.getByRole("status").filter({ hasText: "A colleague was faster." }).count()).toBe(1);
    await page.getByRole("button", { name: "Look again" }).click();
    await row.waitFor({ state: "detached" });
    await tab(page, "Claimed").click();
    await rowOf(page, number).waitFor();
  }, 90_000);

  it("takes a claim back when the clinic cannot be reached, and it can be claimed afterwards", async () => {
    const { number } = await arrival();
    const page = await comes(world.people.frontDesk);
    await openQueue(page);
    const row = rowOf(page, number);
    const claim = row.getByRole("button", { name: "Claim" });
    await claim.waitFor();
    await page.route("**/claim", (route) => route.abort());
    await claim.click();
    await row.getByText("We cannot reach the clinic.").waitFor();
    await row.getByText("Nobody yet").waitFor();
    await page.unroute("**/claim");
    await claim.click();
    await row.getByRole("link", { name: "Open" }).click();
    const main = page.getByRole("main");
    await main.getByText("Your role does not open them. You may claim the task, note something").waitFor();
    expect(await page.getByRole("button", { name: "Open documents" }).count()).toBe(0);
  }, 90_000);

  it("shows what is overdue in a view of its own, and to the owner counts alone", async () => {
    const page = await comes(world.people.owner);
    await page
      .getByText(/\d+ waiting · \d+ claimed/)
      .first()
      .waitFor();
    expect(await page.getByRole("main").getByRole("link").count()).toBe(0);
    const team = await comes(world.people.assistant);
    const queue = team.getByRole("listitem").filter({ hasText: QUEUE });
    await queue.getByText("1 overdue").waitFor();
    await openQueue(team);
    await tab(team, "Overdue").click();
    await team.getByRole("table", { name: "Overdue, longest first" }).waitFor();
    await expect.poll(() => team.getByRole("row").filter({ hasText: "Overdue" }).count()).toBe(1);
    await team.goto("/queues");
    await team.getByRole("link", { name: /Radiology/ }).click();
    await tab(team, "Overdue").click();
    await team.getByText("Nothing is overdue").waitFor();
    expect(visitors.flatMap(({ complaints }) => complaints)).toEqual([]);
  }, 90_000);
});

describe("a task", () => {
  it("whose claim comes too late says who was faster, and then stands as it is", async () => {
    const { number } = await arrival();
    const page = await comes(world.people.frontDesk);
    await openQueue(page);
    const row = rowOf(page, number);
    await row.getByRole("link").first().click();
    await page.getByRole("button", { name: "Claim this task" }).waitFor();
    const { provider } = world.people;
    await claimByAPI(provider, page.url());
    await page.keyboard.press("c");
    const alert = page.getByRole("alert");
    await alert.getByText("A colleague was faster.").waitFor();
    await alert.getByText(`${provider.name} has it now.`).waitFor();
    await page.getByText("There is nothing for you to do here now.").waitFor();
    await page.getByText("Your role does not open them. You may still note something.").waitFor();
    expect(await page.getByRole("region", { name: "Document viewer" }).count()).toBe(0);
  }, 90_000);

  it("has notes of the team, whose words outlive a reload", async () => {
    const { number } = await arrival();
    const page = await comes(world.people.assistant);
    await openQueue(page);
    await page.getByRole("link", { name: number }).click();
    await page.getByText("Only your team sees these").waitFor();
    await page.getByText("No notes yet.").waitFor();
    await page.getByRole("button", { name: "Add the note" }).click();
    await page.getByText("Write the note first.").waitFor();
    const field = page.getByLabel("Add a note");
    expect(await field.evaluate(isFocused)).toBe(true);
    await field.fill("Called her, she brings the card on Monday.");
    await expect.poll(() => page.evaluate(draftsKept)).toBeGreaterThan(0);
    await page.reload();
    await expect.poll(() => field.inputValue()).toBe("Called her, she brings the card on Monday.");
    await page.getByRole("button", { name: "Add the note" }).click();
    const note = page.getByRole("listitem").filter({ hasText: "she brings the card" });
    await note.getByText(world.people.assistant.name).waitFor();
    expect(await field.inputValue()).toBe("");
    const desk = await comes(world.people.frontDesk);
    await desk.goto(page.url());
    await desk.getByText("Called her, she brings the card on Monday.").waitFor();
  }, 90_000);

  it("is returned in the sender's language, with words of one's own; what was decided may be looked at", async () => {
    const { id, number } = await arrival("es");
    const page = await comes(world.people.provider);
    await openQueue(page);
    await page.getByRole("link", { name: number }).click();
    await page.getByRole("button", { name: "Claim this task" }).click();
    await page.getByRole("button", { name: "Return to sender…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("The sender reads this, in Spanish (Español)").waitFor();
    await dialog.getByRole("radio", { name: "Pages are missing" }).check();
    const preview = dialog.locator(".sender-reads");
    expect(await preview.getAttribute("lang")).toBe("es");
    const template = await preview.innerText();
    await dialog.getByRole("radio", { name: "Something else" }).check();
    await dialog.getByRole("button", { name: "Return it" }).click();
    await dialog.getByText("Say here what the sender should do.").waitFor();
    const words = dialog.getByLabel("Your own words");
    expect(await words.evaluate(isFocused)).toBe(true);
    await words.fill("Falta su tarjeta del seguro.");
    expect(await preview.innerText()).toContain("Falta su tarjeta del seguro.");
    expect(await preview.innerText()).not.toContain(template);
    // Left and taken up again: nothing that was written is lost.
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Return to sender…" }).click();
    expect(await words.inputValue()).toBe("Falta su tarjeta del seguro.");
    await dialog.getByRole("button", { name: "Return it" }).click();
    const main = page.getByRole("main");
    await main.getByText("You returned it. You may still open the documents").waitFor();
    await main
      .getByRole("region", { name: "What the sender was told" })
      .getByText("Falta su tarjeta")
      .waitFor();
    await page.getByRole("button", { name: "Open documents" }).click();
    await page.getByRole("button", { name: "page.pdf" }).waitFor();
    const view = await sender.api.call(intakeRoutes.readSubmission, { submissionID: id });
    expect(view).toMatchObject({
      state: "returned",
      decision: "other",
      message: "Falta su tarjeta del seguro.",
    });
    expect(visitors.flatMap(({ complaints }) => complaints)).toEqual([]);
  }, 90_000);
});

/** In the page: how many drafts this browser holds. They are written a moment after the last key. */
async function draftsKept(): Promise<number> {
  const known = await indexedDB.databases();
  if (!known.some(({ name }) => name === "postern-drafts")) return 0;
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("postern-drafts");
    opening.onerror = () => reject(new Error("the drafts cannot be opened"));
    opening.onsuccess = () => {
      const counting = opening.result.transaction("drafts").objectStore("drafts").count();
      counting.onsuccess = () => {
        opening.result.close();
        resolve(counting.result);
      };
    };
  });
}

const isFocused = (element: Element) => element === document.activeElement;
