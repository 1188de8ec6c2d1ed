import { parseArgs } from "node:util";
import { openFile, type OpenedFile } from "@postern/cli/node-file";
import { sizeText, table } from "@postern/cli/table";
import {
  adminRoutes,
  intakeRoutes,
  type AuditEventView,
  type RoutingFacts,
  type SubmissionID,
} from "@postern/contract";
import { CLINICS } from "./demo-clinics.ts";
import { startDemoCloud, type DemoCloud, type DemoCloudOptions } from "./demo-cloud.ts";
import { claim, compareAll, findTask, openerOf } from "./demo/receive.ts";
import { sampleFiles } from "./demo/sample-files.ts";
import { send, waitUntilRouted } from "./demo/send.ts";
import { sentenceOf } from "./demo/sentence.ts";
import { createCodeBook, signIn, type SignedIn } from "./demo/sign-in.ts";
import { createStopwatch, type Stopwatch } from "./demo/stopwatch.ts";
import type { PersonKey } from "./demo-people.ts";

/** The main job without a screen: a patient sends sealed files, a provider opens them, an officer sees who did what. */
async function main(paths: readonly string[], options: DemoCloudOptions): Promise<void> {
  const watch = createStopwatch();
  const files = paths.length === 0 ? sampleFiles() : await openAll(paths);
  try {
    const world = await watch.measure("start and seed the embedded cloud", () => startDemoCloud(options));
    try {
      const trail = await play(world, files, watch);
      console.log(`\n${table(["step", "ms", "what was seen"], watch.rows)}`);
      console.log(`\nWhat the audit log says of it:\n\n${trail}`);
      const peak = sizeText(process.resourceUsage().maxRSS * 1024);
      console.log(`\nEvery byte came back as it was sent. Most memory at a time, cloud included: ${peak}.`);
    } finally {
      await world.close();
    }
  } finally {
    await Promise.all(files.map((file) => file.close()));
  }
}

function printLine(functionName: string, line: string): void {
  console.log(`${functionName.padEnd(7)} ${line}`);
}

/** @throws Error that names the file */
async function openAll(paths: readonly string[]): Promise<readonly OpenedFile[]> {
  const opened: OpenedFile[] = [];
  for (const path of paths) {
    try {
      opened.push(await openFile(path));
    } catch (cause) {
      await Promise.all(opened.map((file) => file.close()));
      throw new Error(`${path} cannot be opened.`, { cause });
    }
  }
  return opened;
}

async function play(world: DemoCloud, files: readonly OpenedFile[], watch: Stopwatch): Promise<string> {
  const codeOf = createCodeBook();
  const enter = (key: PersonKey) =>
    watch.measure(`sign in: ${world.people[key].role}`, () =>
      signIn(world.origin, world.people[key], codeOf(world.people[key])),
    );
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);

  const patient = await enter("patient");
  const facts = await factsOf(patient);
  const sent = await watch.measure(
    "seal and send",
    () => send(patient, facts, files),
    ({ number }) => `${files.length} files, ${sizeText(sizeBytes)}, submission ${number}`,
  );
  await watch.measure(
    "verify and route",
    () => waitUntilRouted(patient, sent.submissionID, sizeBytes),
    ({ documents }) => `${documents.length} sealed objects verified`,
  );

  const provider = await enter("provider");
  const found = await watch.measure(
    "find it in a queue",
    () => findTask(provider, sent.submissionID),
    ({ queue }) => `in ${queue.name}`,
  );
  const task = await watch.measure("claim", () => claim(provider, found.task));
  await watch.measure(
    "open and compare byte by byte",
    () => compareAll(openerOf(provider), task, files),
    (comparedBytes) => `${sizeText(comparedBytes)} the same`,
  );
  const officer = await enter("securityOfficer");
  return watch.measure("read the audit log", () => trailOf(officer, sent.submissionID));
}

/** A picture of the skin, for the location that has a queue for it. */
async function factsOf({ api }: SignedIn): Promise<RoutingFacts> {
  const { locations, kinds, services } = await api.call(intakeRoutes.clinic, {});
  const location = locations.find(({ name }) => name === CLINICS.riverside.locations.main.name);
  if (location === undefined || !kinds.includes("images") || !services.includes("dermatology")) {
    throw new Error("The clinic does not take pictures for dermatology.");
  }
  return { kind: "images", locationID: location.locationID, service: "dermatology", urgency: "routine" };
}

async function trailOf({ api }: SignedIn, submissionID: SubmissionID): Promise<string> {
  const events: AuditEventView[] = [];
  let cursor: string | undefined;
  do {
    const asked = cursor === undefined ? { submissionID } : { submissionID, cursor };
    const page = await api.call(adminRoutes.auditEvents, asked);
    events.push(...page.events);
    cursor = page.cursor;
  } while (cursor !== undefined);
  const inOrder = events.sort((a, b) => a.at.localeCompare(b.at));
  const rows = inOrder.map(({ at, action, outcome, role, actorName, actorID }) => [
    at.slice(11, 23),
    action,
    outcome,
    role,
    actorName ?? actorID,
  ]);
  return table(["time (UTC)", "action", "outcome", "role", "who"], rows);
}

const { values, positionals: paths } = parseArgs({
  options: { logs: { type: "boolean" } },
  allowPositionals: true,
});
try {
  await main(paths, values.logs === true ? { logs: printLine } : {});
} catch (error) {
  console.error(sentenceOf(error, paths));
  process.exitCode = 1;
}
