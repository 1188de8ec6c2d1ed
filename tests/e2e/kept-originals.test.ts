import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { DemoPerson } from "../../scripts/demo-people.ts";
import { signIn as signInByAPI } from "../../scripts/demo/sign-in.ts";
import { withCameraTags } from "../../web/src/features/preparing/metadata/tagged-picture.fixture.ts";
import { launchBrowser } from "../support/browser.ts";
import { rootPrincipal } from "../support/principal.ts";
import { startWorld, type World } from "../support/world.ts";
import { codeOf, signIn, visit, type Visitor } from "./portal.ts";
import { choose, sayWhatItIs, sendAndFollow, type ChosenFile } from "./sending.ts";
import { newestOf, openedFiles } from "./upload-scene.ts";

let world: World;
let browser: Browser;

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld({ portal: true }), launchBrowser()]);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await world?.close();
});

const ASKED = "This clinic asked to keep photos as they are";
const REMOVED = "The place where the photo was taken was removed.";

/** A photo as a camera writes it: with place, device and a second picture behind its end. */
async function photoIn(page: Page): Promise<ChosenFile> {
  const plain = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(1600, 1200);
    canvas.getContext("2d")?.fillRect(200, 200, 400, 300);
    const blob = await canvas.convertToBlob({ type: "image/jpeg" });
    return [...new Uint8Array(await blob.arrayBuffer())];
  });
  const buffer = Buffer.from(withCameraTags(Uint8Array.from(plain), 6));
  return { name: "arm.jpg", mimeType: "image/jpeg", buffer };
}

/** Opens the page for sending and chooses the photo there. */
async function begin({ page }: Visitor): Promise<ChosenFile> {
  await page.goto("/send");
  const photo = await photoIn(page);
  await choose(page, [photo]);
  await page.getByText("1 file ready.").waitFor({ state: "attached" });
  return photo;
}

async function cameFrom(person: DemoPerson): Promise<Buffer> {
  const sender = await signInByAPI(world.origin, person, await codeOf(person));
  const [file] = await openedFiles(sender, (await newestOf(sender)).submissionID);
  return Buffer.from(file ?? []);
}

async function keepOriginals(): Promise<void> {
  await rootPrincipal(world).dynamo.send(
    new UpdateCommand({
      TableName: world.names.tables.record.name,
      Key: { pk: `${world.clinics.riverside.clinicID}#cli#clinic`, sk: "profile" },
      UpdateExpression: "SET keepsOriginal = :yes",
      ConditionExpression: "attribute_not_exists(keepsOriginal)",
      ExpressionAttributeValues: { ":yes": true },
    }),
  );
}

it("takes place and camera out of a photo, unless the clinic keeps originals; both is told before it goes", async () => {
  const { patient, referrer } = world.people;
  const atHome = await visit(browser, world.origin, "phone");
  await signIn(atHome, patient);
  const photo = await begin(atHome);
  await atHome.page.getByText(REMOVED).waitFor();
  expect(await atHome.page.getByText(ASKED).count()).toBe(0);
  await sayWhatItIs(atHome.page);
  await sendAndFollow(atHome.page);
  const cleaned = await cameFrom(patient);
  expect(cleaned.length).toBeLessThan(photo.buffer.length);
  expect(cleaned.toString("latin1")).not.toMatch(/Acme|GPS/);

  await keepOriginals();
  await begin(atHome);
  await atHome.page.getByText(ASKED).waitFor();
  expect(await atHome.page.getByText(REMOVED).count()).toBe(0);
  await sayWhatItIs(atHome.page);
  await sendAndFollow(atHome.page);
  expect((await cameFrom(patient)).equals(photo.buffer)).toBe(true);

  const atPractice = await visit(browser, world.origin, "desk");
  await signIn(atPractice, referrer);
  const { page } = atPractice;
  const referred = await begin(atPractice);
  await page.getByText(ASKED).waitFor();
  await page.getByLabel("Full name").fill("Noor Haddadin");
  await page.getByLabel("Birth date").fill("1979-02-03");
  await sayWhatItIs(page);
  await sendAndFollow(page);
  expect((await cameFrom(referrer)).equals(referred.buffer)).toBe(true);
  expect([...atHome.complaints, ...atPractice.complaints]).toEqual([]);
}, 120_000);
