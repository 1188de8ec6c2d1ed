import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { totpCode } from "@postern/local-cloud";
import { CLINICS } from "../../scripts/demo-clinics.ts";
import { launchBrowser } from "../support/browser.ts";
import { startWorld, type World } from "../support/world.ts";
import { comeByKeyboard, leaveByKeyboard } from "./by-keyboard.ts";
import { choose, expectFocusKept, pick, press, tabTo, type, walkRound } from "./focus.ts";
import { visit, type Visitor } from "./portal.ts";
import { pictureNamed, textNamed, type ChosenFile } from "./sending.ts";

const LOCATION = CLINICS.riverside.locations.main.name;
/** A submission is checked and queued meanwhile. */
const PATIENCE = { timeout: 30_000 };

let world: World;
let browser: Browser;

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld({ portal: true }), launchBrowser()]);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await world?.close();
});

/** On the page for sending. The system's own dialog is not ours to walk. */
async function chooseByKeys({ page }: Visitor, files: readonly ChosenFile[]): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await press(page, page.getByRole("button", { name: "Choose files" }));
  await (await chooser).setFiles([...files]);
  await page.getByRole("status").filter({ hasText: "ready." }).waitFor();
  await expectFocusKept(page, "Choose files");
}

/** On the page for sending, where all is said. */
async function sendByKeys({ page }: Visitor): Promise<void> {
  await press(page, page.getByRole("button", { name: "Send files" }));
  await page.getByText("We have your files").waitFor(PATIENCE);
  await expectFocusKept(page, "We have your files");
  await press(page, page.getByRole("link", { name: "See where it is" }));
  await page.getByText("With the team").first().waitFor(PATIENCE);
  await expectFocusKept(page);
}

describe("a patient, by keyboard alone, on a phone", () => {
  let patient: Visitor;

  beforeAll(async () => {
    await world.signIn(world.people.patient);
    patient = await comeByKeyboard(world, browser, "phone", world.people.patient);
  }, 60_000);

  it("sends a file, with what it is, where it goes and a note", async () => {
    const { page, complaints } = patient;
    await walkRound(page);
    await press(page, page.getByRole("main").getByRole("link", { name: "Send files" }));
    await page.getByRole("button", { name: "Choose files" }).waitFor();
    await expectFocusKept(page);
    await chooseByKeys(patient, [await pictureNamed("left arm.png"), await pictureNamed("twice.png")]);
    await press(page, page.getByRole("button", { name: /Remove.*twice\.png/ }));
    await page.getByText("twice.png").waitFor({ state: "detached" });
    await expectFocusKept(page);
    await choose(page, page.getByRole("group", { name: "What is it?" }), "Photos and scans");
    await press(page, page.getByRole("button", { name: "Send files" }));
    await expectFocusKept(page, "Where should it go?");
    await pick(page, page.getByLabel("Where should it go?"), LOCATION);
    await pick(page, page.getByLabel("For which team?"), "Skin (dermatology)");
    await choose(page, page.getByRole("group", { name: "How urgent is it?" }), "Soon");
    await type(page, page.getByLabel("Note to your care team (optional)"), "It grows since June.");
    await walkRound(page);
    await sendByKeys(patient);
    expect(complaints).toEqual([]);
  }, 90_000);

  it("has the names shown, opens the file, closes it, and reads who looked", async () => {
    const { page } = patient;
    const looked = page.getByRole("region", { name: "Who looked" });
    await looked.getByText("Nobody has opened your files yet.").waitFor();
    await walkRound(page);
    await press(page, page.getByRole("button", { name: "Show file names" }));
    const opener = page.getByRole("button", { name: "Open left arm.png" });
    await opener.waitFor();
    await expectFocusKept(page);
    await page.keyboard.press("Tab");
    await expectFocusKept(page, "Open left arm.png");
    await page.keyboard.press("Enter");
    await page.getByRole("img", { name: "left arm.png" }).waitFor();
    await looked.getByText("Opened left arm.png.").waitFor();
    await expectFocusKept(page, "File viewer");
    await walkRound(page);
    await press(page, page.getByRole("button", { name: "Close the file" }));
    await page.getByRole("region", { name: "File viewer" }).waitFor({ state: "detached" });
    await expectFocusKept(page, "Open left arm.png");
    expect(await looked.innerText()).toMatch(
      /Opened left arm\.png\.[\s\S]*Saw the file names and the note\./,
    );
  }, 60_000);

  it("goes to the profile: into Spanish and back, ends another device, signs out", async () => {
    const { page, complaints } = patient;
    await press(page, page.getByRole("link", { name: "Profile" }));
    await page.getByRole("heading", { level: 1, name: "Your profile" }).waitFor();
    await page.getByText("This one", { exact: true }).waitFor();
    await expectFocusKept(page);
    await walkRound(page);
    await tabTo(page, page.getByRole("radio", { name: "English" }));
    await page.keyboard.press("ArrowDown");
    await page.getByRole("heading", { level: 1, name: "Su perfil" }).waitFor();
    await expectFocusKept(page, "Español");
    await page.keyboard.press("ArrowUp");
    await page.getByRole("heading", { level: 1, name: "Your profile" }).waitFor();
    await expectFocusKept(page, "English");
    await press(page, page.getByRole("button", { name: /^Sign out A browser/ }));
    await press(page, page.getByRole("dialog").getByRole("button", { name: "Sign out" }));
    await page.getByText("You are signed in nowhere else.").waitFor();
    await expectFocusKept(page);
    await leaveByKeyboard(page);
    await walkRound(page);
    expect(complaints).toEqual([]);
  }, 60_000);
});

describe("an invited patient, by keyboard alone", () => {
  it("comes in for the first time, with a password of one's own and a second step", async () => {
    const { invitedPatient: person } = world.people;
    const { page, complaints } = await visit(browser, world.origin, "phone");
    const password = page.getByLabel("Password", { exact: true });
    await type(page, page.getByLabel("Email"), person.email);
    await type(page, password, "not-this-one");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").waitFor();
    await expectFocusKept(page, "Password");
    await page.keyboard.press("Control+A");
    await page.keyboard.type(person.password);
    await page.keyboard.press("Enter");
    await page.getByLabel("New password").waitFor();
    await expectFocusKept(page, "New password");
    await walkRound(page);
    await type(page, page.getByLabel("New password"), "leo-has-chosen-this");
    await page.keyboard.press("Enter");
    const key = page.getByText(/^([A-Z2-7]{4}\s*){8,}$/);
    await key.waitFor();
    await expectFocusKept(page);
    await walkRound(page);
    const code = totpCode(((await key.textContent()) ?? "").replace(/\s/g, ""), Date.now());
    await type(page, page.getByLabel("6-digit code from the app"), code);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Sign out" }).waitFor();
    await expectFocusKept(page);
    expect(complaints).toEqual([]);
  }, 60_000);
});

describe("a referrer, by keyboard alone", () => {
  it("sends a letter and a picture with whom it is about and what each is, and follows it", async () => {
    const referrer = await comeByKeyboard(world, browser, "desk", world.people.referrer);
    const { page, complaints } = referrer;
    await walkRound(page);
    await press(page, page.getByRole("main").getByRole("link", { name: "Send a referral" }));
    await page.getByRole("button", { name: "Choose files" }).waitFor();
    await expectFocusKept(page);
    await chooseByKeys(referrer, [await pictureNamed("arm.png"), textNamed("page.txt", "Please see her.")]);
    await pick(page, page.getByLabel("What page.txt is"), "Letter");
    await pick(page, page.getByLabel("Where should it go?"), LOCATION);
    await press(page, page.getByRole("button", { name: "Send files" }));
    await expectFocusKept(page, "Full name");
    await page.keyboard.type("Noor Haddadin");
    await type(page, page.getByLabel("Birth date"), "02031979");
    await type(page, page.getByLabel("What do you need from us? (optional)"), "A second look.");
    await walkRound(page);
    await sendByKeys(referrer);
    await press(page, page.getByRole("button", { name: "Show file names" }));
    await page.getByText("Noor Haddadin").waitFor();
    await expectFocusKept(page);
    expect(await page.getByRole("listitem").filter({ hasText: "page.txt" }).innerText()).toContain("Letter");
    await leaveByKeyboard(page);
    expect(complaints).toEqual([]);
  }, 90_000);
});
