import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { totpCode } from "@postern/local-cloud";
import { sampleFiles } from "../../scripts/demo/sample-files.ts";
import { send, waitUntilRouted } from "../../scripts/demo/send.ts";
import { launchBrowser } from "../support/browser.ts";
import { startWorld, type World } from "../support/world.ts";
import { faultsOf } from "./look.ts";
import { signIn, visit, type Visitor } from "./portal.ts";
import { choose, pictureNamed, refusedFile, sayWhatItIs, sendAndFollow } from "./sending.ts";

let world: World;
let browser: Browser;
const visitors: Visitor[] = [];

async function comes(): Promise<Visitor> {
  const visitor = await visit(browser, world.origin, "desk");
  visitors.push(visitor);
  return visitor;
}

/** Waits for the page with this heading, and looks at it. */
async function look(page: Page, name: string, heading: string | RegExp): Promise<readonly string[]> {
  await page.getByRole("heading", { level: 1, name: heading }).waitFor();
  return faultsOf(page, name);
}

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld({ portal: true }), launchBrowser()]);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await world?.close();
});

describe("the look at a page", () => {
  it("tells of what is planted: pale words, a nameless and a tiny button, a wide box, a control that cuts its words", async () => {
    const page = await browser.newPage();
    await page.goto(world.origin);
    await page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
    await page.evaluate(() => {
      const main = document.querySelector("main") ?? document.body;
      const plant = (tag: "p" | "button", text: string, styles: Readonly<Record<string, string>>) => {
        const element = document.createElement(tag);
        element.textContent = text;
        main.append(element);
        for (const [name, value] of Object.entries(styles)) element.style.setProperty(name, value);
      };
      const tiny = { width: "9px", height: "9px", padding: "0", "justify-self": "start" };
      plant("p", "pale words", { color: "#bbbbbb" });
      plant("button", "", {});
      plant("p", "wide", { width: "700px" });
      plant("button", "words that do not fit", {
        overflow: "hidden",
        "white-space": "nowrap",
        width: "60px",
      });
      plant("button", "x", tiny);
      plant("button", "y", { ...tiny, "margin-block-start": "-24px" });
    });
    const found = (await faultsOf(page, "planted")).join("\n");
    expect(found).toMatch(/phone, light: color-contrast .*pale words/);
    expect(found).toMatch(/desk, light: button-name/);
    expect(found).toMatch(/desk, light: target-size <button[^>]*>[xy]/);
    expect(found).toMatch(/320 px: scrolls sideways/);
    expect(found).toMatch(/200 %: scrolls sideways/);
    expect(found).toMatch(/text spaced: <button.*words that do not fit.* is cut off/);
    await page.close();
  }, 60_000);
});

describe("axe finds nothing, and nothing scrolls sideways", () => {
  it("at the gate: password, refused password, new password, authenticator app, code", async () => {
    const { page } = await comes();
    const found = [...(await look(page, "sign-in", "Sign in"))];
    const { invitedPatient: invited } = world.people;
    await page.getByLabel("Email").fill(invited.email);
    await page.getByLabel("Password", { exact: true }).fill("not this one");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("did not work together").waitFor();
    found.push(...(await look(page, "sign-in refused", "Sign in")));
    await page.getByLabel("Password", { exact: true }).fill(invited.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    found.push(...(await look(page, "new password", "Choose your own password")));
    await page.getByLabel("New password").fill("three plain words here");
    await page.getByRole("button", { name: "Save the password" }).click();
    found.push(...(await look(page, "authenticator app", "Set up your second step")));
    const key = await page.getByText(/^([A-Z2-7]{4}\s*){8,}$/).textContent();
    await page
      .getByLabel("6-digit code from the app")
      .fill(totpCode((key ?? "").replace(/\s/g, ""), Date.now()));
    await page.getByRole("button", { name: "Check the code" }).click();
    await page.getByRole("button", { name: "Sign out" }).click();
    found.push(...(await look(page, "signed out", "Sign in")));
    const { frontDesk } = world.people;
    await page.getByLabel("Email").fill(frontDesk.email);
    await page.getByLabel("Password", { exact: true }).fill(frontDesk.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    found.push(...(await look(page, "code", "Enter your 6-digit code")));
    await page.getByLabel("Code from your app").fill("000000");
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByText("That code did not work.").waitFor();
    found.push(...(await look(page, "code refused", "Enter your 6-digit code")));
    expect(found).toEqual([]);
  }, 120_000);

  it("for a patient: home, sending with a refused file, the status, no such page, no permission", async () => {
    const patient = await comes();
    const { page } = patient;
    await signIn(patient, world.people.patient);
    const found = [...(await look(page, "home, empty", /Hello|Maya/))];
    await page.getByRole("link", { name: "Send files" }).first().click();
    await page.getByRole("button", { name: "Choose files" }).waitFor();
    found.push(...(await look(page, "send, empty", "Send files")));
    await choose(page, [await pictureNamed("left arm, seen from above, in the morning.png"), refusedFile]);
    await page.getByText("Not sent: we cannot take this kind of file").waitFor();
    found.push(...(await look(page, "send, one refused", "Send files")));
    await page.getByRole("button", { name: /Remove.*notes\.docx/ }).click();
    await sayWhatItIs(page);
    await sendAndFollow(page);
    found.push(...(await look(page, "status", /./)));
    await page.goto("/");
    await page.locator('main a[href^="/submissions/"]').first().waitFor();
    found.push(...(await look(page, "home", /Hello|Maya/)));
    await page.goto("/no-such-page");
    found.push(...(await look(page, "not found", "There is no such page")));
    await page.goto("/audit");
    found.push(...(await look(page, "no permission", "This page is not for your role")));
    expect(found).toEqual([]);
  }, 120_000);

  it("for the care team: queues, queue, task unclaimed, asked, claimed and opened, my tasks", async () => {
    await arrival();
    const provider = await comes();
    const { page } = provider;
    await signIn(provider, world.people.provider);
    const found = [...(await look(page, "queues", "Queues"))];
    await page.getByRole("link", { name: /Radiology/ }).click();
    await page
      .getByRole("link", { name: /Photos and scans/ })
      .first()
      .waitFor();
    found.push(...(await look(page, "queue", "Radiology")));
    await page
      .getByRole("link", { name: /Photos and scans/ })
      .first()
      .click();
    await page.getByRole("button", { name: "Claim this task" }).waitFor();
    found.push(...(await faultsOf(page, "task, unclaimed")));
    await page.getByRole("button", { name: "Claim this task" }).click();
    await page.getByRole("button", { name: "Return to sender…" }).click();
    await page.getByRole("dialog").waitFor();
    found.push(...(await faultsOf(page, "task, asked for a reason")));
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Open documents" }).click();
    await page.getByRole("button", { name: /\.png/ }).click();
    await page.locator("canvas").waitFor();
    found.push(...(await faultsOf(page, "task, opened")));
    await page.getByRole("link", { name: "My tasks" }).click();
    await page
      .getByRole("link", { name: /Photos and scans/ })
      .first()
      .waitFor();
    found.push(...(await look(page, "my tasks", "My tasks")));
    expect(found).toEqual([]);
  }, 120_000);

  it("for the security officer: the audit log, what was put aside, the overview; and the browser complains of nothing all along", async () => {
    const officer = await comes();
    await signIn(officer, world.people.securityOfficer);
    await officer.page.getByRole("table").first().waitFor();
    const found = [...(await look(officer.page, "audit", "Audit log"))];
    for (const name of ["Put aside", "Overview"]) {
      await officer.page.getByRole("link", { name, exact: true }).click();
      found.push(...(await look(officer.page, name, name)));
    }
    expect(found).toEqual([]);
    expect(visitors.flatMap(({ complaints }) => complaints)).toEqual([]);
  }, 60_000);
});

/** A practice has sent pictures, which wait for radiology. */
async function arrival(): Promise<void> {
  const referrer = await world.signIn(world.people.referrer);
  const locationID = world.clinics.riverside.locations["hill"];
  if (locationID === undefined) throw new Error("there is no such location");
  const facts = { kind: "images", locationID, service: "radiology", urgency: "routine" } as const;
  const { submissionID } = await send(referrer, facts, sampleFiles());
  await waitUntilRouted(referrer, submissionID, 0);
}
