import { readFile, writeFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { reviewRoutes, type RoutingFacts, type TaskID, type TaskView } from "@postern/contract";
import { submitPackage, type SourceFile } from "@postern/client";
import { codeOf, signIn } from "../tests/e2e/portal.ts";
import { launchBrowser } from "../tests/support/browser.ts";
import { startWorld, type World } from "../tests/support/world.ts";
import type { DemoPerson } from "./demo-people.ts";
import { claim, findTask } from "./demo/receive.ts";
import { samplePage } from "./demo/sample-files.ts";
import { waitUntilRouted } from "./demo/send.ts";
import { signIn as signInByCall, type SignedIn } from "./demo/sign-in.ts";

const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 };
const DESK = { viewport: { width: 1280, height: 740 }, deviceScaleFactor: 1 };

/** Draws the film that nobody's chest was on. */
async function drawFilm(browser: Browser): Promise<Uint8Array> {
  const drawing = await readFile(new URL("shots/film.svg", import.meta.url), "utf8");
  const page = await browser.newPage({ viewport: { width: 1200, height: 1400 } });
  await page.setContent(`<body style="margin:0">${drawing}</body>`);
  const picture = await page.screenshot();
  await page.close();
  return picture;
}

const fileOf = (name: string, bytes: Uint8Array): SourceFile => ({
  name,
  sizeBytes: bytes.length,
  read: async (start, end) => Uint8Array.from(bytes.subarray(start, end)),
});

/** What the pages show. */
interface Morning {
  /** The task with the film. */
  readonly taskID: TaskID;
  /** Somebody tries to open what is not his to open, and the log says so. */
  readonly tryInVain: () => Promise<void>;
}

/** One clinic's morning: a form is accepted, papers go back to the patient, a film waits with a provider. */
async function livesThrough(world: World, film: Uint8Array): Promise<Morning> {
  const enter = async (person: DemoPerson) => signInByCall(world.origin, person, await codeOf(person));
  const [patient, provider] = [await enter(world.people.patient), await enter(world.people.provider)];
  const { main, hill } = world.clinics.riverside.locations;
  if (main === undefined || hill === undefined) throw new Error("The demonstration has no such location.");
  const sends = async (facts: RoutingFacts, note: string, files: readonly SourceFile[]) => {
    const { submissionID } = await submitPackage({ ...patient, facts, files, note });
    await waitUntilRouted(patient, submissionID, 0);
    return await claim(provider, (await findTask(provider, submissionID)).task);
  };
  const pdf = (name: string) => fileOf(name, samplePage());
  const form = await sends({ kind: "consent", locationID: main, urgency: "routine" }, "Signed.", [
    pdf("consent form.pdf"),
  ]);
  await provider.api.call(reviewRoutes.accept, { taskID: form.taskID, version: form.version });
  const skin = { kind: "documents", locationID: main, service: "dermatology", urgency: "soon" } as const;
  await giveBack(provider, await sends(skin, "From my family doctor.", [pdf("letter.pdf")]));
  const chest = { kind: "images", locationID: hill, service: "radiology", urgency: "soon" } as const;
  const task = await sends(chest, "The film of last week, and the letter that came with it.", [
    fileOf("chest film.png", film),
    pdf("letter.pdf"),
  ]);
  return { taskID: task.taskID, tryInVain: async () => tryInVain(await enter(world.people.assistant), task) };
}

async function giveBack({ api }: SignedIn, { taskID, version }: TaskView): Promise<void> {
  const message = "Page 2 of the letter did not come with it.";
  await api.call(reviewRoutes.return, { taskID, version, reason: "pages-missing", message });
}

async function tryInVain({ api }: SignedIn, { submissionID, documents }: TaskView): Promise<void> {
  const documentID = documents[0]?.documentID;
  if (documentID === undefined) throw new Error("The task has no document.");
  const opened = await api
    .call(reviewRoutes.documentURL, { submissionID, documentID })
    .catch(() => undefined);
  if (opened !== undefined) throw new Error("A document was open to somebody who does not have its task.");
}

/** Signs in by the pages themselves. */
async function enters(
  browser: Browser,
  world: World,
  person: DemoPerson,
  place: typeof PHONE,
): Promise<Page> {
  const context = await browser.newContext({ ...place, baseURL: world.origin, reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto("/");
  await signIn({ page, context, complaints: [] }, person);
  return page;
}

async function showHome(page: Page): Promise<void> {
  await page.locator('main a[href^="/submissions/"]').first().waitFor();
}

async function showFilm(page: Page, taskID: TaskID): Promise<void> {
  await page.goto(`/tasks/${taskID}`);
  await page.getByRole("button", { name: "Open documents" }).click();
  await page.locator("canvas").first().waitFor();
  const film = page.getByRole("button", { name: "chest film.png" });
  // One of the two is open already, and the log counts each opening.
  if ((await film.getAttribute("aria-pressed")) !== "true") await film.click();
  await page.locator(".viewer .title", { hasText: "chest film.png" }).waitFor();
  await page.locator("canvas").first().waitFor();
}

async function showLog(page: Page): Promise<void> {
  await page.getByRole("table").first().waitFor();
}

async function keep(page: Page, name: string): Promise<void> {
  await page.evaluate(async () => {
    (document.activeElement as HTMLElement | null)?.blur();
    scrollTo(0, 0);
    await document.fonts.ready;
  });
  await writeFile(new URL(`../docs/pictures/${name}.png`, import.meta.url), await page.screenshot());
  await page.context().close();
}

const [world, browser] = await Promise.all([startWorld({ portal: true }), launchBrowser()]);
try {
  const { patient, provider, securityOfficer } = world.people;
  const morning = await livesThrough(world, await drawFilm(browser));
  const home = await enters(browser, world, patient, PHONE);
  await showHome(home);
  await keep(home, "patient-home");
  const task = await enters(browser, world, provider, DESK);
  await showFilm(task, morning.taskID);
  await keep(task, "task");
  await morning.tryInVain();
  const log = await enters(browser, world, securityOfficer, DESK);
  await showLog(log);
  await keep(log, "audit");
} finally {
  await browser.close();
  await world.close();
}
