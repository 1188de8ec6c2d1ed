import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signIn as signInByAPI } from "../../scripts/demo/sign-in.ts";
import { launchBrowser } from "../support/browser.ts";
import { until } from "../support/until.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import { codeOf, signIn, visit, type Visitor } from "./portal.ts";
import { choose, sayWhatItIs } from "./sending.ts";
import { filesLeft, gateParts, longText, newestOf, openedFiles, type PartGate } from "./upload-scene.ts";

const PATIENCE = { timeout: 30_000 };
const NAME = "visit.txt";

let world: World;
let browser: Browser;
let who: SignedIn;

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld({ portal: true }), launchBrowser()]);
  who = await signInByAPI(world.origin, world.people.patient, await codeOf(world.people.patient));
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await world?.close();
});

const text = longText(NAME, "as it was");
const says = (page: Page, words: string | RegExp) => page.getByText(words).first().waitFor(PATIENCE);

/** What the browser says of a file's handle: before it is asked, and what the person answers. */
interface Permission {
  readonly before: "granted" | "prompt";
  readonly answer: "granted" | "denied";
}

/** A desk whose system dialog gives a real handle of a file that lies in the browser's own file system. */
async function visitDesk(permission: Permission): Promise<Visitor> {
  const visitor = await visit(browser, world.origin, "desk");
  const { page } = visitor;
  page.on("dialog", (dialog) => void dialog.accept().catch(() => undefined));
  await page.addInitScript(
    ([name, { before, answer }]) => {
      const pick = async () => [await (await navigator.storage.getDirectory()).getFileHandle(name)];
      Object.defineProperty(window, "showOpenFilePicker", { value: pick });
      let state: string = before;
      Object.assign(FileSystemFileHandle.prototype, {
        queryPermission: () => Promise.resolve(state),
        requestPermission: () => {
          state = navigator.userActivation.isActive ? answer : "denied";
          return Promise.resolve(state);
        },
      });
    },
    [NAME, permission] as const,
  );
  await page.goto("/sign-in");
  await signIn(visitor, world.people.patient);
  return visitor;
}

/** Writes the file anew, as another program does; without words, deletes it. */
async function writeFile(page: Page, words?: string): Promise<void> {
  await page.evaluate(
    async ([name, all]) => {
      const folder = await navigator.storage.getDirectory();
      if (all === undefined) return folder.removeEntry(name);
      const writable = await (await folder.getFileHandle(name, { create: true })).createWritable();
      await writable.write(all);
      await writable.close();
    },
    [NAME, words] as const,
  );
}

/** Begins to send the file; the first part goes through, then the page is loaded again, at home. */
async function beginAndReload(page: Page): Promise<void> {
  await writeFile(page, text.buffer.toString());
  await page.goto("/send");
  const gate: PartGate = await gateParts(page, 1);
  await page.getByRole("button", { name: "Choose files" }).click(PATIENCE);
  await sayWhatItIs(page);
  await page.getByText("Ready", { exact: true }).waitFor(PATIENCE);
  await page.getByRole("button", { name: "Send files" }).click();
  await gate.held;
  await says(page, /Sending, [1-9]\d%/);
  await page.goto("/");
  await gate.open();
}

const goOn = (page: Page) =>
  page
    .getByRole("link", { name: /Go on sending/ })
    .first()
    .click(PATIENCE);

/** What is kept in this browser of files that were begun. */
function draftsIn(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open("postern-drafts", 1);
        opening.onerror = () => reject(new Error("no store"));
        opening.onsuccess = () => {
          const counting = opening.result.transaction("drafts").objectStore("drafts").getAll();
          counting.onsuccess = () => {
            const rows = counting.result as { beside?: unknown }[];
            opening.result.close();
            resolve(rows.filter(({ beside }) => beside !== undefined).length);
          };
        };
      }),
  );
}

async function expectArrived(): Promise<void> {
  const { submissionID } = await newestOf(who);
  await until("routing", async () => (await newestOf(who)).state === "routed", 30);
  const files = await openedFiles(who, submissionID);
  expect(files.map((bytes) => Buffer.compare(bytes, text.buffer))).toEqual([0]);
  expect(await filesLeft(world, who, submissionID)).toEqual({
    files: ["verified"],
    lists: ["verified"],
    objects: 1,
  });
}

/** Parts that the page sends from now on. */
function watchParts(page: Page): readonly string[] {
  const sent: string[] = [];
  page.on("request", (request) => request.method() === "PUT" && sent.push(request.url()));
  return sent;
}

describe("files of which the browser keeps handles", () => {
  it("are gone on with after a reload, without a choice where the browser allows it", async () => {
    const { page, context, complaints } = await visitDesk({ before: "granted", answer: "denied" });
    await beginAndReload(page);
    await goOn(page);
    await says(page, "We have your files");
    await expectArrived();
    expect(await draftsIn(page)).toBe(0);
    expect(complaints).toEqual([]);
    await context.close();
  }, 90_000);

  it("are gone on with by one press where the person is asked first", async () => {
    const { page, context } = await visitDesk({ before: "prompt", answer: "granted" });
    await beginAndReload(page);
    await goOn(page);
    await says(page, "Your browser knows where this file is");
    await page.getByRole("button", { name: "Go on with this file" }).click();
    await says(page, "We have your files");
    await expectArrived();
    expect(await draftsIn(page)).toBe(0);
    await context.close();
  }, 90_000);

  it("are asked for where the person does not allow it, and where they are gone", async () => {
    const { page, context } = await visitDesk({ before: "prompt", answer: "denied" });
    await beginAndReload(page);
    await goOn(page);
    await page.getByRole("button", { name: "Go on with this file" }).click(PATIENCE);
    await says(page, "Your browser did not open your files for us.");
    await says(page, "Choose this file again to go on");
    await context.close();

    const other = await visitDesk({ before: "granted", answer: "denied" });
    await beginAndReload(other.page);
    await writeFile(other.page);
    const sent = watchParts(other.page);
    await goOn(other.page);
    await says(other.page, "Your browser did not find them where they were.");
    await says(other.page, "Choose this file again to go on");
    expect(sent).toEqual([]);
    await other.context.close();
  }, 90_000);

  it("that changed meanwhile are told before a byte is sent, and go when the person says so", async () => {
    const { page, context } = await visitDesk({ before: "granted", answer: "denied" });
    await beginAndReload(page);
    await writeFile(page, longText(NAME, "changed since").buffer.toString());
    const sent = watchParts(page);
    await goOn(page);
    await says(page, "Not all of it is as it was");
    await says(page, "This file has changed");
    expect(sent).toEqual([]);
    await writeFile(page, text.buffer.toString());
    await page.reload();
    await says(page, "We have your files");
    await expectArrived();
    await context.close();
  }, 90_000);

  it("are forgotten at sign-out, without the server's help", async () => {
    const { page, context } = await visitDesk({ before: "granted", answer: "denied" });
    await beginAndReload(page);
    expect(await draftsIn(page)).toBe(1);
    await page.route("**/api/auth/sign-out", (route) => route.abort());
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("Email").waitFor(PATIENCE);
    await until("forgetting", async () => (await draftsIn(page)) === 0, 10);
    await context.close();
  }, 90_000);

  it("leave the dialog as it was where the browser has another one only", async () => {
    const visitor = await visit(browser, world.origin, "desk");
    await signIn(visitor, world.people.patient);
    await visitor.page.goto("/send");
    await choose(visitor.page, [text]);
    await visitor.page.getByText("Ready", { exact: true }).waitFor(PATIENCE);
    expect(visitor.complaints).toEqual([]);
    await visitor.context.close();
  }, 90_000);
});
