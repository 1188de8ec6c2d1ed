import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LIMITS, type SubmissionID } from "@postern/contract";
import type { Browser } from "playwright-core";
import { format } from "prettier";
import { afterAll, beforeAll, expect, it } from "vitest";
import { machine, stamp } from "../../scripts/bench/conditions.ts";
import { signIn as signInByAPI } from "../../scripts/demo/sign-in.ts";
import { peakAbove } from "../bench/peak.ts";
import { memoryBytes, rendererPIDs } from "../bench/processes.ts";
import { eventsOf, installCommand, signIn as signInCommand, type Command } from "../cli/command.ts";
import { codeOf, signIn, visit, type Visitor } from "../e2e/portal.ts";
import { filesLeft, newestOf, openedDigests, openedFiles } from "../e2e/upload-scene.ts";
import { launchBrowser } from "../support/browser.ts";
import { writeLargeFile, type LargeFile } from "../support/large-file.ts";
import { until } from "../support/until.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import { sendByPortal, watchLongTasks } from "./large-sending.ts";

const EVIDENCE = new URL("../../docs/evidence/uploads.json", import.meta.url);
/** On what the figures rest. */
const FOLDERS = [
  "packages/client",
  "packages/envelope",
  "packages/cli",
  "web/src/features/upload",
  "tests/full",
];
const MIB = 1024 ** 2;
const BROWSER_MIB = 2048;
const NODE_MIB = LIMITS.documentSizeBytes / MIB;
const SEALING_MIB = 64;

let world: World;
let browser: Browser;
let visitor: Visitor;
let command: Command;
let patient: SignedIn;
let directory: string;
const figures: Record<string, Readonly<Record<string, number>>> = {};

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "postern-large-"));
  [world, browser, command] = await Promise.all([
    startWorld({ portal: true }),
    launchBrowser(),
    installCommand(),
  ]);
  visitor = await visit(browser, world.origin, "desk");
  await visitor.page.goto("/sign-in");
  await signIn(visitor, world.people.patient);
  patient = await signInByAPI(world.origin, world.people.patient, await codeOf(world.people.patient));
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await command?.close();
  await world?.close();
  await rm(directory, { recursive: true, force: true });
});

const keep = (name: string, figure: Readonly<Record<string, number>>) => (figures[name] = figure);
const large = (name: string, sizeMiB: number): Promise<LargeFile> =>
  writeLargeFile(join(directory, name), sizeMiB, name);
const secondsSince = (startMs: number) => Math.round((performance.now() - startMs) / 1000);
const mebibytes = (bytes: number) => Math.round(bytes / MIB);

async function untilRouted(who: SignedIn): Promise<SubmissionID> {
  await until("routing", async () => (await newestOf(who)).state === "routed", 120);
  return (await newestOf(who)).submissionID;
}

it(`${SEALING_MIB} MiB: how long the page's own thread was busy at a time while they were sealed`, async () => {
  const file = await large("small.dcm", SEALING_MIB);
  const longTasks = await watchLongTasks(visitor.page);
  const startMs = performance.now();
  await sendByPortal(visitor.page, [file.path], 300);
  const figure = { sizeMiB: SEALING_MIB, seconds: secondsSince(startMs), ...(await longTasks()) };
  expect(await openedDigests(patient, await untilRouted(patient))).toEqual([file.sha256]);
  keep("sealing in the browser", figure);
}, 600_000);

it(`${LIMITS.documentsPerSubmission} files in one submission come in, each as it was`, async () => {
  const texts = Array.from(
    { length: LIMITS.documentsPerSubmission },
    (_, index) => `page ${index} ${"of many. ".repeat(index)}`,
  );
  const paths = texts.map((_, index) => join(directory, `page-${index}.txt`));
  await Promise.all(texts.map((text, index) => writeFile(paths[index] ?? "", text)));
  const startMs = performance.now();
  await sendByPortal(visitor.page, paths, 600);
  const seconds = secondsSince(startMs);
  const submissionID = await untilRouted(patient);
  const opened = await openedFiles(patient, submissionID);
  expect(opened.map((bytes) => Buffer.from(bytes).toString()).toSorted()).toEqual(texts.toSorted());
  const { files, objects } = await filesLeft(world, patient, submissionID);
  expect([files.length, objects]).toEqual([texts.length, texts.length]);
  keep("many files in the browser", { files: texts.length, seconds });
}, 900_000);

it(`${BROWSER_MIB} MiB come in whole from the browser`, async () => {
  const file = await large("large.dcm", BROWSER_MIB);
  const startMs = performance.now();
  const { baselineBytes, peakBytes } = await peakAbove(
    async () => memoryBytes(await rendererPIDs(process.pid)),
    () => sendByPortal(visitor.page, [file.path], 1500),
  );
  const seconds = secondsSince(startMs);
  expect(await openedDigests(patient, await untilRouted(patient))).toEqual([file.sha256]);
  keep("from the browser", {
    sizeMiB: BROWSER_MIB,
    seconds,
    baselineMiB: mebibytes(baselineBytes),
    aboveBaselineMiB: mebibytes(peakBytes),
  });
  await rm(file.path);
}, 2_400_000);

it(`${NODE_MIB} MiB, the largest that is taken, come in whole from the command line`, async () => {
  const file = await large("largest.dcm", NODE_MIB);
  await writeFile(
    join(command.directory, "patient.json"),
    JSON.stringify({ displayName: "Wilhelmina Prudhomme", birthDate: "1961-05-09" }),
  );
  await signInCommand(command, world, world.people.referrer);
  const referrer = await world.signIn(world.people.referrer);
  const startMs = performance.now();
  const facts = ["--kind", "documents", "--location", "main street", "--patient-file", "patient.json"];
  const running = command.start(["submit", ...facts, "--json", file.path]);
  const { pid = 0, ended } = running;
  const { baselineBytes, peakBytes } = await peakAbove(
    () => memoryBytes([pid]),
    () => ended,
  );
  const seconds = secondsSince(startMs);
  const { exit, ...said } = await ended;
  const last = eventsOf(said).at(-1);
  expect([exit, last?.["code"]]).toEqual([0, undefined]);
  const submissionID = last?.["submissionID"];
  expect(submissionID).toBe(await untilRouted(referrer));
  expect(await openedDigests(referrer, submissionID as SubmissionID)).toEqual([file.sha256]);
  keep("from the command line", {
    sizeMiB: NODE_MIB,
    seconds,
    memoryMiB: mebibytes(baselineBytes + peakBytes),
  });
  await rm(file.path);
}, 2_400_000);

it("and no part of any of them is left behind: the figures are those of a whole run", async () => {
  expect(world.cloud.unfinishedUploads(world.names.documentBucket.name)).toEqual([]);
  expect(visitor.complaints).toEqual([]);
  if (Object.keys(figures).length < 4) return;
  const evidence = {
    ...(await stamp(FOLDERS)),
    conditions: {
      ...machine(),
      browser: browser.version(),
      driver: "Playwright, whose inspector copies each body that a page sends",
      cloud: "the embedded one",
    },
    notProven: ["a real phone", "a line that is slow", "AWS"],
    figures,
  };
  await writeFile(EVIDENCE, await format(JSON.stringify(evidence), { parser: "json", printWidth: 110 }));
});
