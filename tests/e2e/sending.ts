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

/** A file that is neither picture, PDF, scan nor text: the portal refuses it. */
export const refusedFile: ChosenFile = {
  name: "notes.docx",
  mimeType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  buffer: Buffer.from("PK\x03\x04", "latin1"),
};

/** Plain words, as a practice's system writes them. */
export function textNamed(name: string, words: string): ChosenFile {
  return { name, mimeType: "text/plain", buffer: Buffer.from(words) };
}

/** On the page for sending: drops these files somewhere on the window. */
export async function drop(page: Page, files: readonly ChosenFile[]): Promise<void> {
  const given = files.map(({ name, mimeType, buffer }) => ({
    name,
    mimeType,
    base64: buffer.toString("base64"),
  }));
  await page.evaluate((all) => {
    const dataTransfer = new DataTransfer();
    for (const { name, mimeType, base64 } of all) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      dataTransfer.items.add(new File([bytes], name, { type: mimeType, lastModified: 1 }));
    }
    for (const type of ["dragover", "drop"]) {
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }
  }, given);
}

/** On the page for sending: gives the chooser these files. */
export async function choose(page: Page, files: readonly ChosenFile[]): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose files" }).click();
  await (await chooser).setFiles([...files]);
}

/** As `drop`, for what lies on this machine; folders, too. */
export async function dropPaths(page: Page, paths: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await session.send("Input.dispatchDragEvent", { type, x: 640, y: 300, data });
  }
  await session.detach();
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

/** In the page: how many drafts this browser keeps. */
export function countDrafts(): Promise<number> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("postern-drafts");
    opening.onerror = () => reject(new Error("no drafts"));
    opening.onsuccess = () => {
      const counting = opening.result.transaction("drafts").objectStore("drafts").count();
      counting.onsuccess = () => {
        opening.result.close();
        resolve(counting.result);
      };
    };
  });
}
