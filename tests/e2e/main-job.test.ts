import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CLINICS } from "../../scripts/demo-clinics.ts";
import { sampleFiles } from "../../scripts/demo/sample-files.ts";
import { launchBrowser } from "../support/browser.ts";
import { startWorld, type World } from "../support/world.ts";
import { enrol, signIn, visit, type Visitor } from "./portal.ts";
import { refusedFile } from "./sending.ts";

let world: World;
let browser: Browser;
let picture: { name: string; mimeType: string; buffer: Buffer };
const visitors: Visitor[] = [];

async function comes(width: "phone" | "desk"): Promise<Visitor> {
  const visitor = await visit(browser, world.origin, width);
  visitors.push(visitor);
  return visitor;
}

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld({ portal: true }), launchBrowser()]);
  const [sample] = sampleFiles();
  if (sample === undefined) throw new Error("there is no sample");
  const bytes = await sample.read(0, sample.sizeBytes);
  picture = { name: "left arm ☠ ../x.png", mimeType: "image/png", buffer: Buffer.from(bytes) };
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await world?.close();
});

describe("the main job, by hand", () => {
  it("a patient sends a picture from a phone; a provider claims, opens and accepts it; the patient sees who looked", async () => {
    const patient = await comes("phone");
    await signIn(patient, world.people.patient);
    await patient.page.getByRole("link", { name: "Send files" }).first().click();
    await patient.page.getByLabel("Photos and scans").check();
    await patient.page
      .getByLabel("Where should it go?")
      .selectOption({ label: CLINICS.riverside.locations.main.name });
    await patient.page.getByLabel("For which team?").selectOption({ label: "Skin (dermatology)" });
    const chooser = patient.page.waitForEvent("filechooser");
    await patient.page.getByRole("button", { name: "Choose files" }).click();
    await (await chooser).setFiles([picture, refusedFile]);
    await patient.page.getByText("Not sent: we cannot take this kind of file").waitFor();
    await patient.page.getByRole("button", { name: /Remove.*notes\.docx/ }).click();
    await patient.page.getByRole("button", { name: "Send files" }).click();
    await patient.page.getByText("We have your files").waitFor({ timeout: 30_000 });
    await patient.page.getByRole("link", { name: "See where it is" }).click();
    await patient.page.getByText("With the team").first().waitFor({ timeout: 30_000 });

    const provider = await comes("desk");
    await signIn(provider, world.people.provider);
    await provider.page.getByRole("link", { name: /Dermatology/ }).click();
    await provider.page
      .getByRole("link", { name: /Photos and scans/ })
      .first()
      .click();
    await provider.page.getByRole("button", { name: "Claim this task" }).click();
    await provider.page.getByRole("button", { name: "Open documents" }).click();
    await provider.page.getByText(picture.name).first().waitFor();
    await provider.page.getByRole("button", { name: picture.name }).click();
    const canvas = provider.page.locator("canvas");
    await canvas.waitFor();
    const width = await canvas.evaluate((element) => (element as HTMLCanvasElement).width);
    expect(width).toBeGreaterThan(0);
    await provider.page.getByRole("button", { name: "Accept" }).click();
    await provider.page.getByText("Accepted").first().waitFor();

    await patient.page.getByText("Opened a file.").first().waitFor({ timeout: 60_000 });
    const looked = await patient.page.getByText(world.people.provider.name).count();
    expect(looked).toBeGreaterThan(0);

    const officer = await comes("desk");
    await signIn(officer, world.people.securityOfficer);
    await officer.page.getByRole("button", { name: "Accepted a task" }).first().waitFor();
    expect(visitors.flatMap(({ complaints }) => complaints)).toEqual([]);
  }, 150_000);

  it("someone who was invited sets a password and an authenticator app, and a wrong code is told", async () => {
    const visitor = await comes("phone");
    await enrol(visitor, world.people.invitedPatient, "three plain words here");
    await visitor.page.getByRole("button", { name: "Sign out" }).click();
    await visitor.page.getByLabel("Email").fill(world.people.referrer.email);
    await visitor.page.getByLabel("Password", { exact: true }).fill(world.people.referrer.password);
    await visitor.page.getByRole("button", { name: "Sign in" }).click();
    await visitor.page.getByLabel("Code from your app").fill("000000");
    await visitor.page.getByRole("button", { name: "Continue" }).click();
    await visitor.page.getByText("That code did not work.").waitFor();
    expect(visitor.complaints).toEqual([]);
  }, 90_000);
});
