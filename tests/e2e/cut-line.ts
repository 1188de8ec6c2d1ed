import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { intakeRoutes, LIMITS, type SubmissionID } from "@postern/contract";
import type { Browser, Page } from "playwright-core";
import { signIn as signInByAPI } from "../../scripts/demo/sign-in.ts";
import { launchBrowser } from "../support/browser.ts";
import { drawCuts, openCuttingProxy, type CuttingProxy } from "../support/cutting-proxy.ts";
import { writeLargeFile, type LargeFile } from "../support/large-file.ts";
import { until } from "../support/until.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import { codeOf, signIn, visit, type Visitor } from "./portal.ts";
import { sayWhatItIs } from "./sending.ts";
import { filesLeft, newestOf, openedDigests } from "./upload-scene.ts";

const MIB = 1024 ** 2;
const PATIENCE = { timeout: 60_000 };
/** On the way to the bucket, and to the portal. */
const BUCKET_CUTS = 10;
const PORTAL_CUTS = 4;
/** So much of what a run asks the portal for is always sent. */
const PORTAL_BYTES = 8_000;
/** After these breaks, from 1, every URL that was given out has expired. */
const EXPIRING = [2, 7];
/** The tab is loaded anew after this break. */
const RELOADING = 5;

/** A patient's browser, every line of which breaks again and again, and a file to be sent by it. */
export interface CutLine {
  readonly world: World;
  readonly visitor: Visitor;
  /** The same patient, over the API and by a line that holds. */
  readonly who: SignedIn;
  readonly file: LargeFile;
  readonly bucket: CuttingProxy;
  readonly portal: CuttingProxy;
  /** How often the bucket has said to the browser that a URL has expired. */
  refusals(): number;
  close(): Promise<void>;
}

/** The bucket's clock, which can be put so far ahead that no URL of before is good. */
function createExpiry() {
  let aheadMs = 0;
  return {
    clock: { now: () => Date.now() + aheadMs },
    expire: () => (aheadMs = (LIMITS.urlTtlSeconds + 60) * 1000),
    end: () => (aheadMs = 0),
  };
}

const portOf = (address: string) => Number(new URL(address).port);

/** @param seed draws the cuts and the file */
export async function openCutLine(sizeMiB: number, seed: number): Promise<CutLine> {
  const directory = await mkdtemp(join(tmpdir(), "postern-cut-line-"));
  const expiry = createExpiry();
  const [world, file] = await Promise.all([
    startWorld({ portal: true, clock: expiry.clock }),
    writeLargeFile(join(directory, "scan.dcm"), sizeMiB, `cut line ${seed}`),
  ]);
  const s3 = world.cloud.endpoints.s3;
  const bucketCuts = drawCuts(seed, BUCKET_CUTS, sizeMiB * MIB);
  const bucket = await openCuttingProxy(portOf(s3), bucketCuts, (count) => {
    if (EXPIRING.includes(count)) expiry.expire();
  });
  const portal = await openCuttingProxy(portOf(world.origin), drawCuts(seed, PORTAL_CUTS, PORTAL_BYTES));
  const by = (address: string, { port }: CuttingProxy) => `MAP ${new URL(address).host} 127.0.0.1:${port}`;
  const browser: Browser = await launchBrowser(undefined, [
    `--host-resolver-rules=${by(s3, bucket)}, ${by(world.origin, portal)}`,
  ]);
  const visitor = await visit(browser, world.origin, "phone");
  visitor.page.on("dialog", (dialog) => void dialog.accept().catch(() => undefined));
  let refusals = 0;
  visitor.page.on("response", (response) => {
    if (response.status() !== 403 || !response.url().startsWith(s3)) return;
    refusals += 1;
    expiry.end();
  });
  await visitor.page.goto("/sign-in");
  await signIn(visitor, world.people.patient);
  return {
    world,
    visitor,
    who: await signInByAPI(world.origin, world.people.patient, await codeOf(world.people.patient)),
    file,
    bucket,
    portal,
    refusals: () => refusals,
    async close() {
      await browser.close();
      await Promise.all([bucket.close(), portal.close()]);
      await world.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

async function chooseFile(page: Page, { path }: LargeFile): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose files" }).click(PATIENCE);
  await (await chooser).setFiles(path);
}

function armAll({ bucket, portal }: CutLine, isArmed: boolean): void {
  bucket.arm(isArmed);
  portal.arm(isArmed);
}

/** Sends the file; the tab is loaded anew on the way, and the file chosen again. */
export async function sendOverCutLine(line: CutLine, seconds: number): Promise<SubmissionID> {
  const { page } = line.visitor;
  await page.goto("/send");
  await chooseFile(page, line.file);
  await sayWhatItIs(page);
  await page.getByText("Ready", { exact: true }).waitFor(PATIENCE);
  armAll(line, true);
  await press(page, "Send files");
  await until("half of the cuts", () => line.bucket.broken.length >= RELOADING, seconds);
  armAll(line, false);
  await page.reload();
  await page.goto("/");
  await page.getByRole("link", { name: /Go on sending/ }).click(PATIENCE);
  await chooseFile(page, line.file);
  await page.getByText("Found").first().waitFor(PATIENCE);
  armAll(line, true);
  await press(page, "Send files");
  await page
    .getByText("We have your files")
    .first()
    .waitFor({ timeout: seconds * 1000 });
  return (await newestOf(line.who)).submissionID;
}

/** What has come in when nothing was lost and nothing is left over, beside the file's digest. */
export const WHOLE = {
  submissions: 1,
  bucketCuts: BUCKET_CUTS,
  portalCuts: PORTAL_CUTS,
  unfinished: [],
  files: ["verified"],
  lists: ["verified"],
  objects: 1,
};

/** What came in: the digests of what its sender opens, and everything that lies there. */
export async function arrivedOverCutLine(line: CutLine, submissionID: SubmissionID) {
  const { who, world } = line;
  await until("routing", async () => (await newestOf(who)).state === "routed", 60);
  const { submissions } = await who.api.call(intakeRoutes.listSubmissions, {});
  return {
    submissions: submissions.length,
    bucketCuts: line.bucket.broken.length,
    portalCuts: line.portal.broken.length,
    digests: await openedDigests(who, submissionID),
    unfinished: world.cloud.unfinishedUploads(world.names.documentBucket.name),
    ...(await filesLeft(world, who, submissionID)),
  };
}
