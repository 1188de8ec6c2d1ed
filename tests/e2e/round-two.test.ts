import { intakeRoutes, reviewRoutes } from "@postern/contract";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DemoPerson } from "../../scripts/demo-people.ts";
import { samplePage } from "../../scripts/demo/sample-files.ts";
import { signIn as signInByAPI } from "../../scripts/demo/sign-in.ts";
import { launchBrowser } from "../support/browser.ts";
import {
  digestOf,
  putBytes,
  sealPackage,
  statesOf,
  tinyFile,
  untilRouted,
} from "../support/sealed-package.ts";
import { until } from "../support/until.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import { codeOf, signIn, visit, type Visitor } from "./portal.ts";

/** One more page; no two are the same. */
function pageNamed(name: string) {
  return {
    name,
    mimeType: "application/pdf",
    buffer: Buffer.concat([samplePage(), Buffer.from(`% ${name}\n`)]),
  };
}

let world: World;
let browser: Browser;
let sender: SignedIn;
const visitors: Visitor[] = [];

async function comes(person: DemoPerson, width: "phone" | "desk"): Promise<Page> {
  const visitor = await visit(browser, world.origin, width);
  visitors.push(visitor);
  await signIn(visitor, person);
  return visitor.page;
}

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld({ portal: true }), launchBrowser()]);
  const { patient } = world.people;
  sender = await signInByAPI(world.origin, patient, await codeOf(patient));
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await world?.close();
});

/** Picks files by the button of this name. */
async function pick(page: Page, button: string, name: string): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: button }).click();
  await (await chooser).setFiles([pageNamed(name)]);
}

async function sendAgain(page: Page): Promise<void> {
  await page.getByText("Ready", { exact: true }).first().waitFor();
  await page.getByRole("button", { name: "Send files" }).click();
  await page.getByRole("link", { name: "See where it is" }).click({ timeout: 30_000 });
  await page.getByText("With the team").first().waitFor({ timeout: 30_000 });
}

/** Sends two files, one of which comes in as something else than what was sealed. @returns the number */
async function sendSpoiled(): Promise<{ submissionID: string; number: string }> {
  const files = [tinyFile("front.pdf"), tinyFile("back.pdf")];
  const parcel = await sealPackage(sender, world.clinics.riverside, { files });
  const { submissionID, number } = parcel;
  const [spoiled, ...others] = parcel.documents;
  if (spoiled === undefined) throw new Error("nothing was declared");
  const { documentID, attemptID: after } = spoiled;
  const bytes = crypto.getRandomValues(new Uint8Array(spoiled.bytes.length));
  const messageID = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64");
  const attempt = { after, messageID, sealedSizeBytes: bytes.length, upload: "single" } as const;
  const place = { submissionID, documentID };
  const { attemptID } = await sender.api.call(intakeRoutes.startAttempt, { ...place, ...attempt });
  const part = { partNumber: 1, sizeBytes: bytes.length, sha256: digestOf(bytes) };
  const signed = await sender.api.call(intakeRoutes.signParts, { ...place, attemptID, parts: [part] });
  if (signed.parts[0] === undefined) throw new Error("nothing was signed");
  for (const other of others) await parcel.put(other);
  await parcel.submit();
  expect(await putBytes(signed.parts[0], bytes)).toBe(200);
  await until("putting aside", async () => (await statesOf(world, submissionID))["head"] === "incomplete");
  return { submissionID, number };
}

describe("a submission that came back", () => {
  it("is returned for missing pages, answered by its patient, opened again and handed over", async () => {
    const files = [tinyFile("first page.pdf")];
    const parcel = await sealPackage(sender, world.clinics.riverside, { files });
    await parcel.putAll();
    await parcel.submit();
    await untilRouted(world, parcel.submissionID);

    const provider = await comes(world.people.provider, "desk");
    await provider.getByRole("link", { name: /Front desk intake/ }).click();
    await provider.getByRole("link", { name: parcel.number }).waitFor();
    await provider.keyboard.press("j");
    await provider.keyboard.press("Enter");
    await provider.getByRole("button", { name: "Claim this task" }).waitFor();
    await provider.keyboard.press("c");
    await provider.getByRole("button", { name: "Return to sender…" }).click();
    await provider.getByRole("radio", { name: "Pages are missing" }).check();
    await provider.getByRole("button", { name: "Return it" }).click();
    await provider.getByText("Returned").first().waitFor();

    const patient = await comes(world.people.patient, "phone");
    await patient.getByRole("link", { name: parcel.number }).first().click();
    await patient.getByText("Pages are missing.").waitFor();
    await patient.getByRole("link", { name: "Add what is missing" }).click();
    await pick(patient, "Choose files", "second page.pdf");
    await sendAgain(patient);
    await patient.getByText("You sent it again, round 2").waitFor();

    await provider.getByRole("link", { name: "Queues" }).first().click();
    await provider.getByRole("link", { name: /Front desk intake/ }).click();
    await provider.getByText("Round 2").waitFor();
    await provider.getByRole("link", { name: parcel.number }).click();
    const asked = provider.getByRole("region", { name: "What was asked for" });
    await asked.getByText(/: pages are missing\.$/).waitFor();
    await asked.getByText("1 of 2 documents is new since then.").waitFor();
    await provider.getByRole("button", { name: "Claim this task" }).click();
    await provider.getByRole("button", { name: "Open documents" }).click();
    await provider.getByText("first page.pdf").first().waitFor();
    await provider.getByText("second page.pdf").first().waitFor();
    const fresh = provider.getByRole("listitem").filter({ hasText: "New" });
    expect(await fresh.getByRole("button").allTextContents()).toEqual(["second page.pdf"]);

    const { assistant } = world.people;
    await provider.getByRole("button", { name: "Hand over…" }).click();
    await provider.getByRole("radio", { name: assistant.name }).check();
    expect(await provider.getByRole("radio", { name: world.people.provider.name }).count()).toBe(0);
    await provider.getByRole("button", { name: "Hand it over" }).click();
    await provider.getByRole("definition").filter({ hasText: assistant.name }).waitFor();
    const colleague = await comes(assistant, "desk");
    await colleague.getByRole("link", { name: /My tasks.*1 task/ }).click();
    await colleague.getByRole("link", { name: parcel.number }).waitFor();
    expect(visitors.flatMap(({ complaints }) => complaints)).toEqual([]);
  }, 150_000);

  it("has one file put aside: it is replaced in its place; a colleague who is faster is told of", async () => {
    const { submissionID, number } = await sendSpoiled();
    const patient = await comes(world.people.patient, "phone");
    await patient.getByRole("link", { name: number }).first().click();
    await patient.getByText("A file needs you").first().waitFor();
    await patient.getByRole("link", { name: "Send the file again" }).click();
    await patient.getByText("What came in is not what you sent.").waitFor();
    await patient.getByRole("button", { name: "Show file names" }).click();
    await pick(patient, "Choose front.pdf again", "better front.pdf");
    await sendAgain(patient);
    await patient.getByRole("button", { name: "Show file names" }).click();
    await patient.getByText("better front.pdf").waitFor();
    await patient.getByText("back.pdf", { exact: true }).waitFor();

    const frontDesk = await comes(world.people.frontDesk, "desk");
    await frontDesk.getByRole("link", { name: /Front desk intake/ }).click();
    await frontDesk.getByRole("link", { name: number }).click();
    await frontDesk.getByRole("button", { name: "Claim this task" }).waitFor();
    const { assistant } = world.people;
    const { api } = await signInByAPI(world.origin, assistant, await codeOf(assistant));
    const taskID = reviewRoutes.task.input.parse({
      taskID: new URL(frontDesk.url()).pathname.split("/")[2],
    }).taskID;
    await api.call(reviewRoutes.claim, { taskID, version: 1 });
    await frontDesk.getByRole("button", { name: "Claim this task" }).click();
    await frontDesk.getByText(`${assistant.name} has it now.`).waitFor();
    expect((await statesOf(world, submissionID))["head"]).toBe("routed");
    expect(visitors.flatMap(({ complaints }) => complaints)).toEqual([]);
  }, 150_000);
});
