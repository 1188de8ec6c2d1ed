import type { Page } from "playwright-core";
import { CLINICS } from "../../scripts/demo-clinics.ts";
import { sampleFiles } from "../../scripts/demo/sample-files.ts";

/** A file as a browser's chooser is given it. */
export interface ChosenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** A picture of the demonstration, under a name of one's own. @throws Error when the demonstration has none */
export async function pictureNamed(name: string): Promise<ChosenFile> {
  const [sample] = sampleFiles();
  if (sample === undefined) throw new Error("there is no sample");
  const bytes = await sample.read(0, sample.sizeBytes);
  return { name, mimeType: "image/png", buffer: Buffer.from(bytes) };
}

/** A file that is neither picture, PDF nor scan: the portal refuses it. */
export const refusedFile: ChosenFile = {
  name: "notes.txt",
  mimeType: "text/plain",
  buffer: Buffer.from("plain words"),
};

/** On the page for sending: gives the chooser these files. */
export async function choose(page: Page, files: readonly ChosenFile[]): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose files" }).click();
  await (await chooser).setFiles([...files]);
}

/** On the page for sending: says that it is pictures for the skin team of Riverside's first location. */
export async function sayWhatItIs(page: Page): Promise<void> {
  await page.getByLabel("Photos and scans").check();
  const { name } = CLINICS.riverside.locations.main;
  await page.getByLabel("Where should it go?").selectOption({ label: name });
  await page.getByLabel("For which team?").selectOption({ label: "Skin (dermatology)" });
}

/** Presses the main act of the page for sending, and follows the submission until a team has it. */
export async function sendAndFollow(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Send files" }).click();
  await page.getByRole("link", { name: "See where it is" }).click({ timeout: 30_000 });
  await page.getByText("With the team").first().waitFor({ timeout: 30_000 });
}
