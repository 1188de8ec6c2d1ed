import { submitPackage } from "@postern/client";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signIn as signInByAPI } from "../../scripts/demo/sign-in.ts";
import { waitUntilRouted } from "../../scripts/demo/send.ts";
import { launchBrowser } from "../support/browser.ts";
import { startWorld, type World } from "../support/world.ts";
import { greyScan, letter, picture } from "./hostile-files.ts";
import { codeOf, signIn, visit, type Visitor } from "./portal.ts";
import { openTask, skinFacts, viewerPage } from "./viewer-page.ts";

const SLICES = ["IM0001", "IM0002", "IM0003", "IM0004", "IM0005", "IM0006"];
const STUDY = "Study, 6 images";
const PATIENT = { displayName: "Jane Doe", birthDate: "1980-02-03" };

let world: World;
let browser: Browser;
let referrer: Visitor;
let assistant: Visitor;
let on: ReturnType<typeof viewerPage>;
let sent: string;

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld({ portal: true }), launchBrowser()]);
  const { referrer: practice } = world.people;
  const who = await signInByAPI(world.origin, practice, await codeOf(practice));
  const files = [...SLICES.map((name) => ({ ...greyScan(), name })), letter(), picture("arm.png")];
  const facts = await skinFacts(who);
  const letterOf = { note: "Please look at her knee.", patient: PATIENT };
  ({ submissionID: sent } = await submitPackage({ ...who, ...letterOf, facts, files }).then(
    async (submitted) => {
      await waitUntilRouted(who, submitted.submissionID, 0);
      return submitted;
    },
  ));
  [referrer, assistant] = await Promise.all([
    visit(browser, world.origin, "desk"),
    visit(browser, world.origin, "desk"),
  ]);
  await Promise.all([signIn(referrer, practice), signIn(assistant, world.people.assistant)]);
  on = viewerPage(assistant.page);
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await world?.close();
});

const isInSight = (element: Element) => {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
};

describe("a study that a practice sent", () => {
  it("stands as one row with its sender, and opens to its images in the order of sending", async () => {
    const { page } = referrer;
    await page.goto(`/submissions/${sent}`);
    await page.getByRole("button", { name: "Show file names" }).click();
    await page.getByText(STUDY).click();
    const opens = page.getByRole("button", { name: /^Open (IM|letter|arm)/ });
    expect(await opens.evaluateAll((all) => all.map((each) => each.getAttribute("aria-label")))).toEqual(
      [...SLICES, "letter.txt", "arm.png"].map((name) => `Open ${name}`),
    );
    await page.getByRole("button", { name: "Open IM0001" }).click();
    await page.getByRole("img", { name: "IM0001" }).waitFor();
    await page.getByRole("button", { name: "Next file" }).click();
    await page.getByRole("img", { name: "IM0002" }).waitFor();
    expect(referrer.complaints).toEqual([]);
  }, 90_000);

  it("stands so with the care team, who reads first whom it is about", async () => {
    const { page } = assistant;
    await page.getByRole("link", { name: /Dermatology/ }).waitFor();
    await openTask(page);
    await page.getByRole("heading", { level: 1, name: PATIENT.displayName }).waitFor();
    await page.getByText("as the practice wrote").waitFor();
    await on.image("IM0001").waitFor();
    expect(await on.button("IM0002").isVisible()).toBe(false);
    await page.getByText(STUDY).click();
    const names = await page.locator(".document-list button").allInnerTexts();
    expect(names).toEqual([...SLICES, "letter.txt", "arm.png"]);
  }, 90_000);

  it("is gone through by one key, which keeps the focus on the picture", async () => {
    await on.stage.focus();
    for (const name of SLICES.slice(1, 4)) {
      await assistant.page.keyboard.press("]");
      await on.image(name).waitFor();
    }
    await assistant.page.keyboard.press("[");
    await on.image("IM0003").waitFor();
    expect(await on.stage.evaluate((stage) => stage === document.activeElement)).toBe(true);
    await on.viewer.getByText("3 of 8").waitFor();
  });

  it("says of each image in one line whose it is, and more where that differs", async () => {
    const { page } = assistant;
    await on.viewer.getByText("In the scan: Otto Nilsson").waitFor();
    await on.viewer.getByText("The scan names another patient than the sender’s list.").waitFor();
    expect(await page.getByRole("row", { name: /Otto Nilsson Jane Doe differs/ }).count()).toBe(1);
  });

  it("leaves the viewer in sight beside the last document of the list", async () => {
    await on.button("arm.png").scrollIntoViewIfNeeded();
    await on.choose("arm.png");
    await on.image("arm.png").waitFor();
    expect(await on.viewer.evaluate(isInSight)).toBe(true);
    await assistant.page.setViewportSize({ width: 390, height: 844 });
    await on.choose("letter.txt");
    await on.viewer.getByRole("article").waitFor();
    expect(await on.viewer.evaluate(isInSight)).toBe(true);
    await assistant.page.setViewportSize({ width: 1280, height: 800 });
  });

  it("is handed over by name, and there is a way on", async () => {
    const { page } = assistant;
    await on.button("Hand over…").click();
    await page.getByRole("radio", { name: new RegExp(world.people.provider.name) }).check();
    await on.button("Hand it over").click();
    await page.getByText(`You handed it to ${world.people.provider.name}.`).waitFor();
    await page.getByRole("link", { name: "Back to Dermatology" }).last().click();
    await page.getByText("Nothing waits here").waitFor();
    expect(assistant.complaints).toEqual([]);
  });
});
