import { writeFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { signIn, visit } from "../tests/e2e/portal.ts";
import { launchBrowser } from "../tests/support/browser.ts";
import { startWorld, type World } from "../tests/support/world.ts";
import { CLINICS } from "./demo-clinics.ts";
import { sampleFiles } from "./demo/sample-files.ts";

/** Sends the demo's files as the demo's patient, and shows where they are. */
async function sendAsPatient(browser: Browser, world: World): Promise<Page> {
  const visitor = await visit(browser, world.origin, "phone");
  const { page } = visitor;
  await signIn(visitor, world.people.patient);
  await page.goto("/send");
  await page.getByLabel("Photos and scans").check();
  const location = CLINICS.riverside.locations.main.name;
  await page.getByLabel("Where should it go?").selectOption({ label: location });
  await page.getByLabel("For which team?").selectOption({ label: "Skin (dermatology)" });
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose files" }).click();
  const files = sampleFiles().map(async (file, index) => ({
    name: ["left arm.png", "letter.pdf"][index] ?? file.name,
    mimeType: "application/octet-stream",
    buffer: Buffer.from(await file.read(0, file.sizeBytes)),
  }));
  await (await chooser).setFiles(await Promise.all(files));
  await page.getByRole("button", { name: "Send files" }).click();
  await page.getByRole("link", { name: "See where it is" }).click();
  await page.getByText("With the team").first().waitFor();
  return page;
}

async function openAsProvider(browser: Browser, world: World): Promise<Page> {
  const visitor = await visit(browser, world.origin, "desk");
  const { page } = visitor;
  await signIn(visitor, world.people.provider);
  await page.getByRole("link", { name: /Dermatology/ }).click();
  await page
    .getByRole("link", { name: /Photos and scans/ })
    .first()
    .click();
  await page.getByRole("button", { name: "Claim this task" }).click();
  await page.getByRole("button", { name: "Open documents" }).click();
  await page.getByRole("button", { name: "left arm.png" }).click();
  await page.locator("canvas").waitFor();
  return page;
}

/** Both pictures side by side, as the README shows them. */
async function joined(browser: Browser, phone: Buffer, desk: Buffer): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: 1560, height: 780 } });
  const image = (bytes: Buffer, height: number) =>
    `<img height="${height}" src="data:image/png;base64,${bytes.toString("base64")}" style="border:1px solid #b9c4bf;border-radius:14px">`;
  await page.setContent(
    `<body style="margin:0;display:flex;gap:28px;align-items:center;justify-content:center;height:780px;background:#dfe6e2">${image(phone, 720)}${image(desk, 700)}</body>`,
  );
  return await page.screenshot();
}

const [world, browser] = await Promise.all([startWorld({ portal: true }), launchBrowser()]);
try {
  const phone = await sendAsPatient(browser, world);
  const desk = await openAsProvider(browser, world);
  const picture = await joined(browser, await phone.screenshot(), await desk.screenshot());
  await writeFile(new URL("../docs/pictures/portal.png", import.meta.url), picture);
} finally {
  await browser.close();
  await world.close();
}
