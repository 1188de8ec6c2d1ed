import { readFile } from "node:fs/promises";
import { verifyReceipt, parseReceiptKeys } from "@postern/client";
import { intakeRoutes, type SignedReceipt, type SubmissionID } from "@postern/contract";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signIn as signInByAPI } from "../../scripts/demo/sign-in.ts";
import { launchBrowser } from "../support/browser.ts";
import { sealPackage, tinyFile, untilRouted } from "../support/sealed-package.ts";
import { startWorld, type World } from "../support/world.ts";
import { faultsOf } from "./look.ts";
import { codeOf, signIn, visit } from "./portal.ts";

let world: World;
let browser: Browser;
let submissionID: SubmissionID;
/** The receipt, as its file has it. */
let saved: string;

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld({ portal: true }), launchBrowser()]);
  await send();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await world?.close();
});

async function send(): Promise<void> {
  const { patient } = world.people;
  const sender = await signInByAPI(world.origin, patient, await codeOf(patient));
  const parcel = await sealPackage(sender, world.clinics.riverside, { files: [tinyFile(), tinyFile()] });
  await parcel.putAll();
  await parcel.submit();
  ({ submissionID } = parcel);
  await untilRouted(world, submissionID);
  saved = JSON.stringify(await sender.api.call(intakeRoutes.readReceipt, { submissionID }), null, 2);
}

async function download(page: Page, button: string): Promise<Buffer> {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: button }).click(),
  ]);
  return readFile(await file.path());
}

const asFile = (text: string, name = "receipt.json") => ({
  name,
  mimeType: "application/json",
  buffer: Buffer.from(text),
});

describe("the receipt of what was sent", () => {
  it("stands on the submission's page, and can be taken along as a file that proves it and as a paper", async () => {
    const visitor = await visit(browser, world.origin, "phone");
    const { page } = visitor;
    await signIn(visitor, world.people.patient);
    await page.goto(`/submissions/${submissionID}`);
    const receipt = page.getByRole("article", { name: "We have your 2 files" });
    await receipt.getByText("Someone will look by").waitFor();
    await receipt.getByText("What came in: 2 files and the list of names").click();
    expect(await receipt.getByText(/^SHA-256 /).count()).toBe(3);
    expect(await faultsOf(page, "submission with its receipt")).toEqual([]);

    expect((await download(page, "Receipt file")).toString("utf8")).toBe(`${saved}\n`);
    expect(await receipt.getByText((JSON.parse(saved) as SignedReceipt).number).count()).toBe(1);
    const keys = parseReceiptKeys(await (await fetch(`${world.origin}/receipt-keys.json`)).text());
    expect((await verifyReceipt(saved, keys ?? [])).kind).toBe("valid");
    expect((await download(page, "PDF to read or print")).subarray(0, 5).toString("latin1")).toBe("%PDF-");
    expect(visitor.complaints).toEqual([]);
    await visitor.context.close();
  });
});

describe("whoever checks a receipt, signed in nowhere", () => {
  it("is told whether it is real, and nothing leaves the page meanwhile", async () => {
    const visitor = await visit(browser, world.origin, "desk");
    const { page } = visitor;
    await page.getByRole("link", { name: "Check a receipt" }).click();
    const chooser = page.locator("[data-picker=receipt]");
    await page.getByRole("button", { name: "Choose the receipt file" }).waitFor();
    await page.waitForLoadState("networkidle");
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await visitor.context.setOffline(true);

    await chooser.setInputFiles(asFile(saved));
    await page.getByText("This receipt is real.").waitFor();
    const { number, documents } = JSON.parse(saved) as SignedReceipt;
    await page.getByText(number).waitFor();
    await page.getByText("What came in: 2 files and the list of names").click();
    await page.getByText(documents[0]?.sha256.slice(0, 16) ?? "none").waitFor();
    expect(await faultsOf(page, "a receipt that is real")).toEqual([]);

    await chooser.setInputFiles(asFile(saved.replace(number, "AAAA-BBBB")));
    await page.getByText("Do not trust this receipt.").waitFor();
    await page.getByText("What it says, not proven").waitFor();
    await chooser.setInputFiles(asFile(saved.replace(/"keyID": "[^"]+"/, '"keyID": "mrk-other"')));
    await page.getByText("We cannot tell.").waitFor();
    await chooser.setInputFiles(asFile("%PDF-1.4", "receipt.pdf"));
    await page.getByText("This is not a receipt.").waitFor();

    expect(asked).toEqual([]);
    expect(visitor.complaints).toEqual([]);
    await visitor.context.close();
  });

  it("may believe keys that he kept, instead of this portal's", async () => {
    const keys = await (await fetch(`${world.origin}/receipt-keys.json`)).text();
    const visitor = await visit(browser, world.origin, "phone");
    const { page } = visitor;
    await page.route("**/receipt-keys.json", (route) => route.fulfill({ status: 404, body: "{}" }));
    await page.goto("/verify");
    await page.locator("[data-picker=receipt]").setInputFiles(asFile(saved));
    await page.getByText("The portal’s public key did not come.").waitFor();
    await page.getByText("Use keys that you kept").click();
    const chooser = page.locator("[data-picker=keys]");
    await chooser.setInputFiles(asFile("{}", "receipt-keys.json"));
    await page.getByText("That is not a file of keys.").waitFor();
    await chooser.setInputFiles(asFile(keys, "receipt-keys.json"));
    await page.getByText("Using 1 key of your file.").waitFor();
    await page.locator("[data-picker=receipt]").setInputFiles(asFile(saved));
    await page.getByText("It fits the keys in your file.").waitFor();
    expect(await page.getByText("This receipt is real.").count()).toBe(0);
    expect(await faultsOf(page, "a receipt that fits keys of a file")).toEqual([]);
    await page.getByText("Use keys that you kept").click();
    await page.unroute("**/receipt-keys.json");
    await page.getByRole("button", { name: "Use this portal’s key again" }).click();
    await page.getByText("Using 1 key of your file.").waitFor({ state: "detached" });
    expect(await page.getByText("It fits the keys in your file.").count()).toBe(0);
    await page.locator("[data-picker=receipt]").setInputFiles(asFile(saved));
    await page.getByText("This receipt is real.").waitFor();
    expect(visitor.complaints).toEqual([]);
    await visitor.context.close();
  });
});
