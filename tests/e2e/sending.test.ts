import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { reviewRoutes } from "@postern/contract";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CLINICS } from "../../scripts/demo-clinics.ts";
import type { DemoPerson } from "../../scripts/demo-people.ts";
import { signIn as signInByAPI } from "../../scripts/demo/sign-in.ts";
import { dicomdir, image } from "../../web/src/features/preparing/dicom.fixture.ts";
import { listVersions } from "../support/arrival.ts";
import { launchBrowser } from "../support/browser.ts";
import { asText, findText, type Haystack } from "../support/needle.ts";
import { tenantPrincipal } from "../support/principal.ts";
import { sealPackage, tinyFile, untilRouted } from "../support/sealed-package.ts";
import { dumpTables, rowsAbout } from "../support/table-dump.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import { codeOf, signIn, visit, type Visitor } from "./portal.ts";
import {
  choose,
  countDrafts,
  drop,
  dropPaths,
  pictureNamed,
  sayWhatItIs,
  sendAndFollow,
  textNamed,
} from "./sending.ts";

let world: World;
let browser: Browser;
const visitors: Visitor[] = [];

async function comes(person: DemoPerson, width: "phone" | "desk"): Promise<Visitor> {
  const visitor = await visit(browser, world.origin, width);
  visitors.push(visitor);
  await signIn(visitor, person);
  return visitor;
}

const byAPI = async (person: DemoPerson): Promise<SignedIn> =>
  signInByAPI(world.origin, person, await codeOf(person));

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld({ portal: true }), launchBrowser()]);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await world?.close();
});

/** Writes down all that a browser sends, as a person could who owns the line. */
function recordRequests({ page }: Visitor): Haystack[] {
  const sent: Haystack[] = [];
  page.on("request", (request) => {
    const body = request.postDataBuffer()?.toString("latin1") ?? "";
    sent.push({ where: request.method(), text: `${request.url()} ${body}` });
  });
  return sent;
}

/** All that lies in the bucket. */
async function readBucket(): Promise<readonly Haystack[]> {
  const { s3 } = tenantPrincipal(world, "ingest", world.clinics.riverside.clinicID);
  const Bucket = world.names.documentBucket.name;
  const versions = await listVersions(world);
  return Promise.all(
    versions.map(async ({ key, versionID }) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: key, VersionId: versionID }));
      const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
      return { where: key, text: Buffer.from(bytes).toString("latin1") };
    }),
  );
}

/** Name and birth date, as they stand in the fields. */
async function patientIn(page: Page): Promise<readonly string[]> {
  return [await page.getByLabel("Full name").inputValue(), await page.getByLabel("Birth date").inputValue()];
}

describe("a referring practice", () => {
  it("drops everything at once, says who the patient is and what each file is; none of it leaves in the clear", async () => {
    const practice = await comes(world.people.referrer, "desk");
    const sent = recordRequests(practice);
    const { page } = practice;
    await page.getByRole("link", { name: "Send a referral" }).click();
    await page.getByRole("button", { name: "Choose files" }).waitFor();
    const card = await pictureNamed("insurance card.png");
    await drop(page, [card, textNamed("visit.txt", "Seen twice. Zebramarker negative.")]);
    await page.getByLabel("What insurance card.png is").waitFor();
    await drop(page, [card]);
    await page.getByText("You chose insurance card.png already.").first().waitFor();
    expect(await page.getByLabel("What insurance card.png is").inputValue()).toBe("insurance");
    expect(await page.getByLabel("What visit.txt is").inputValue()).toBe("other");
    await page.getByLabel("What visit.txt is").selectOption({ label: "Letter" });

    await page.getByRole("button", { name: "Send files" }).press("Enter");
    const name = page.getByLabel("Full name");
    expect(await name.evaluate((element) => element === document.activeElement)).toBe(true);
    await name.fill("Noor Haddadin");
    await page.getByLabel("Birth date").fill("1979-02-03");
    await page.getByLabel("Your own number for the patient").fill("N-447133");
    await sayWhatItIs(page);
    await page.getByLabel("What do you need from us?").fill("Please see her soon.");
    await sendAndFollow(page);

    await page.getByRole("button", { name: "Show file names" }).click();
    for (const text of ["Noor Haddadin", "Feb 3, 1979", "N-447133", "Insurance,", "Letter,"]) {
      await page.getByText(text).first().waitFor();
    }
    const tables = Object.entries(await dumpTables(world));
    const stored = await readBucket();
    const places = [...sent, ...stored, ...tables.map(([where, rows]) => ({ where, text: asText(rows) }))];
    const secrets = ["Noor Haddadin", "1979-02-03", "N-447133", "Zebramarker", "visit.txt"];
    for (const secret of [...secrets, '"insurance"', '"letter"'])
      expect(findText(secret, places)).toEqual([]);
    const { main } = world.clinics.riverside.locations;
    expect(findText(main ?? "nowhere", sent)).not.toEqual([]);
    expect(stored.some(({ text }) => text.length > card.buffer.length)).toBe(true);
    expect(visitors.flatMap(({ complaints }) => complaints)).toEqual([]);
  }, 90_000);

  it("drops a folder: all that is in it, but nothing hidden", async () => {
    const folder = await mkdtemp(join(tmpdir(), "postern-drop-"));
    await mkdir(join(folder, "visits"));
    await writeFile(join(folder, ".DS_Store"), "hidden");
    await writeFile(join(folder, "letter.txt"), "Dear colleague");
    await writeFile(join(folder, "visits", "lab.txt"), "All is well");
    const { page } = await comes(world.people.referrer, "desk");
    await page.goto("/send");
    await page.getByRole("button", { name: "Choose files" }).waitFor();
    await dropPaths(page, [folder]);
    await page.getByLabel("What lab.txt is").waitFor();
    await page.getByLabel("What letter.txt is").waitFor();
    expect(await page.getByRole("button", { name: /^Remove/ }).count()).toBe(2);
    await rm(folder, { recursive: true });
  }, 90_000);

  it("chooses a folder of scans: one row for the examination, a document for each of its images", async () => {
    const folder = await mkdtemp(join(tmpdir(), "postern-disc-"));
    const files = [image("IM1", "1.2.3", 1), image("IM2", "1.2.3", 2), image("IM3", "1.2.3", 3)];
    const list = dicomdir({ "1.2.3": ["1.9.3.1", "1.9.3.2", "1.9.3.3", "1.9.3.4"] });
    const programs = [new File(["MZ\0\x01"], "VIEWER.EXE"), new File(["MZ\0\x02"], "AUTORUN.EXE")];
    for (const file of [...files, list, ...programs]) await writeFile(join(folder, file.name), file.stream());
    const { page } = await comes(world.people.patient, "desk");
    await page.goto("/send");
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Choose a folder" }).click();
    await (await chooser).setFiles(folder);
    await page.getByText("Study, 3 images").waitFor();
    await page.getByText("The disc lists 1 image more.").waitFor();
    await page.getByRole("button", { name: "Remove the 2 that cannot be sent" }).click();
    expect(await page.getByRole("button", { name: /^Remove/ }).count()).toBe(1);
    await sayWhatItIs(page);
    await sendAndFollow(page);
    await page.getByRole("article", { name: "We have your 3 files" }).waitFor();
    await rm(folder, { recursive: true });
  }, 90_000);

  it("keeps one patient to each tab, a copied tab too, and shows nobody before it was asked", async () => {
    const { page, context } = await comes(world.people.referrer, "desk");
    await page.goto("/send");
    await page.getByLabel("Full name").fill("Alice Example");
    await page.getByLabel("Birth date").fill("1950-01-02");
    await expect.poll(() => page.evaluate(countDrafts)).toBeGreaterThan(0);
    const other = await context.newPage();
    await other.goto("/send");
    await other.getByLabel("Full name").waitFor();
    expect(await patientIn(other)).toEqual(["", ""]);
    await other.getByLabel("Full name").fill("Bob Other");
    await expect.poll(() => page.evaluate(countDrafts)).toBe(2);
    expect(await patientIn(other)).toEqual(["Bob Other", ""]);

    const copying = context.waitForEvent("page");
    await page.evaluate(() => void window.open("/send"));
    const copy = await copying;
    await copy.getByRole("button", { name: "Go on with it" }).click();
    expect(await patientIn(copy)).toEqual(["Alice Example", "1950-01-02"]);
    await copy.getByLabel("Full name").fill("Carol Third");
    await page.getByLabel("Birth date").fill("1950-01-03");
    await expect.poll(() => page.evaluate(countDrafts)).toBe(3);

    await page.reload();
    await page.getByText(/^You began a referral at \d+:\d\d [ap]m\.$/).waitFor();
    expect(await page.locator("body").innerText()).not.toMatch(/Alice|Bob|Carol/);
    expect(await page.getByLabel("Full name").count()).toBe(0);
    await page.getByRole("button", { name: "Go on with it" }).click();
    expect(await patientIn(page)).toEqual(["Alice Example", "1950-01-03"]);
    await other.reload();
    await other.getByRole("button", { name: "Start empty" }).click();
    expect(await patientIn(other)).toEqual(["", ""]);
    await expect.poll(() => page.evaluate(countDrafts)).toBe(2);
    await other.reload();
    await other.getByLabel("Full name").waitFor();
    expect(await patientIn(other)).toEqual(["", ""]);
    expect(visitors.flatMap(({ complaints }) => complaints)).toEqual([]);
  }, 90_000);

  it("finds what it typed again after a reload, and nothing of it after it was sent", async () => {
    const { page } = await comes(world.people.referrer, "phone");
    await page.goto("/send");
    expect(await page.getByLabel("Full name").inputValue()).toBe("");
    await page.getByLabel("Full name").fill("Ilse Brandt");
    await page.getByLabel("Birth date").fill("1990-01-02");
    await page.getByLabel("What do you need from us?").fill("A second look.");
    await expect.poll(() => page.evaluate(countDrafts)).toBe(1);
    await page.reload();
    await page.getByRole("button", { name: "Go on with it" }).click();
    expect(await patientIn(page)).toEqual(["Ilse Brandt", "1990-01-02"]);
    expect(await page.getByLabel("What do you need from us?").inputValue()).toBe("A second look.");
    await choose(page, [await pictureNamed("arm.png")]);
    await sayWhatItIs(page);
    await sendAndFollow(page);
    await page.goto("/send");
    await page.getByLabel("Full name").waitFor();
    expect(await page.getByLabel("Full name").inputValue()).toBe("");
  }, 90_000);
});

describe("a patient", () => {
  it("sends and reads in Spanish; the clinic learns in which language to answer", async () => {
    const { page, context } = await comes(world.people.patient, "phone");
    await context.addCookies([{ name: "postern-language", value: "es", url: world.origin }]);
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "Hola, Maya" }).waitFor();
    await page.getByRole("link", { name: "Enviar archivos" }).first().click();
    await page.getByRole("button", { name: "Elegir archivos" }).waitFor();
    expect(await page.getByText("¿Quién es el paciente?").count()).toBe(0);
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Elegir archivos" }).click();
    await (await chooser).setFiles([textNamed("síntomas.txt", "Me duele el brazo. Señal de año nuevo.")]);
    await page.getByText("1 archivo listo.").waitFor({ state: "attached" });
    const { name } = CLINICS.riverside.locations.main;
    await page.getByLabel("¿A dónde debe llegar?").selectOption({ label: name });
    await page.getByRole("button", { name: "Enviar archivos" }).click();
    await page.getByRole("link", { name: "Ver dónde está" }).click({ timeout: 30_000 });
    await page.getByText("Con el equipo").first().waitFor({ timeout: 30_000 });
    await page.getByText("Nadie ha abierto sus archivos todavía.").waitFor();
    const submissionID = new URL(page.url()).pathname.split("/")[2];
    const rows = await rowsAbout(world, "sub", submissionID ?? "");
    expect(rows.find(({ sk }) => sk === "head")).toMatchObject({ language: "es" });
    expect(visitors.flatMap(({ complaints }) => complaints)).toEqual([]);
  }, 90_000);

  it("sees at home what is asked, in the team's own words, and answers it there", async () => {
    const parcel = await sealPackage(await byAPI(world.people.patient), world.clinics.riverside, {
      files: [tinyFile("page one.pdf")],
    });
    await parcel.putAll();
    await parcel.submit();
    await untilRouted(world, parcel.submissionID);
    const provider = await byAPI(world.people.provider);
    const [row] = await rowsAbout(world, "tsk", parcel.submissionID);
    const { taskID } = reviewRoutes.task.input.parse({ taskID: row?.["taskID"] });
    const { version } = await provider.api.call(reviewRoutes.claim, { taskID, version: 1 });
    const message = "We have the front page. Please add the back of it.";
    await provider.api.call(reviewRoutes.return, { taskID, version, reason: "pages-missing", message });

    const { page } = await comes(world.people.patient, "phone");
    const ask = page.getByRole("region", { name: "The clinic needs 1 thing from you" });
    await ask.getByText(message).waitFor();
    await ask.getByText("Pages are missing.").waitFor();
    await ask.getByRole("link", { name: /Add what is missing.*Papers and letters/ }).click();
    await page.getByText("The team wrote to you").waitFor();
    await page.getByText(message).waitFor();
    await choose(page, [textNamed("back.txt", "The back of the page.")]);
    await sendAndFollow(page);
    expect(await page.getByText("The team wrote to you").count()).toBe(0);
    await page.getByRole("link", { name: "Home" }).first().click();
    await page.getByRole("heading", { name: "What I sent" }).waitFor();
    expect(await page.getByText("The clinic needs").count()).toBe(0);
    expect(visitors.flatMap(({ complaints }) => complaints)).toEqual([]);
  }, 90_000);
});
