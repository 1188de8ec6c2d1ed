import { GetObjectTaggingCommand, HeadObjectCommand } from "@aws-sdk/client-s3";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { createOpener, submitPackage } from "@postern/client";
import { adminRoutes, intakeRoutes, reviewRoutes, type SubmissionID } from "@postern/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bringBack, deliver, listVersions, untilIdle } from "../support/arrival.ts";
import { HOSTILE_NAMES } from "../support/hostile-names.ts";
import { asText, bytesAsText, findText, formsOf, type Haystack } from "../support/needle.ts";
import { rootPrincipal, tenantPrincipal } from "../support/principal.ts";
import { codeOf, rawCall } from "../support/raw-call.ts";
import { factsFor, sealPackage, tinyFile, untilRouted, untilVerified } from "../support/sealed-package.ts";
import { dumpTables, rowsAbout } from "../support/table-dump.ts";
import { recordTraffic, type Exchange } from "../support/traffic.ts";
import { until } from "../support/until.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";

const NAME = "biopsy Smith ☠ ../x.pdf";
const NOTE = "My zebramarker itches since May.";
/** What the care team writes: to the sender, and among themselves. */
const MESSAGE = "Your quokkapage two is cut off.";
const STAFF_NOTE = "Called about the wombatrash; she will resend.";
const TEAM_WORDS = [MESSAGE, "quokkapage", STAFF_NOTE, "wombatrash"];
const SECRETS = [NAME, "biopsy", "Smith", "☠", "zebramarker", NOTE];

let world: World;
let patient: SignedIn;
let provider: SignedIn;
let submissionID: SubmissionID;
let number: string;
const prints: string[] = [];
const places: Haystack[] = [];
/** What the people who may see it have seen. */
let seen: string;
/** What the sender was told, and what the team has noted, as they read it. */
let told: string | undefined;
let noted: readonly string[];
/** The names of every kind, as their sender reads them again. */
let names: readonly string[];

beforeAll(async () => {
  world = await startWorld({ logs: (name, line) => prints.push(`${name} ${line}`) });
  const recorder = recordTraffic();
  try {
    await mainJob();
    names = await sendHostileNames();
  } finally {
    recorder.stop();
  }
  gatherTraffic(recorder.exchanges);
  places.push({ where: "answers to hostile calls", text: await hostileCalls() });
  await gatherRest();
}, 120_000);
afterAll(() => world.close());

/** A package is sent, routed, claimed, opened, given back and looked at, with every message seen on its way. */
async function mainJob(): Promise<void> {
  patient = await world.signIn(world.people.patient);
  provider = await world.signIn(world.people.provider);
  const officer = await world.signIn(world.people.securityOfficer);
  const parcel = await sealPackage(patient, world.clinics.riverside, { files: [tinyFile(NAME)], note: NOTE });
  ({ submissionID, number } = parcel);
  await seeMessages("ingest", 2, () => parcel.putAll());
  await untilVerified(world, submissionID);
  // One before the commit, for later, and one after it.
  await seeMessages("settle", 2, () => parcel.submit());
  await untilRouted(world, submissionID);
  seen = await readAndReturn();
  ({ message: told } = await patient.api.call(intakeRoutes.readSubmission, { submissionID }));
  await patient.api.call(intakeRoutes.listSubmissions, {});
  await patient.api.call(reviewRoutes.looks, { submissionID });
  await officer.api.call(adminRoutes.auditEvents, { submissionID });
}

/** The provider's part. @returns the sealed list as he sees it */
async function readAndReturn(): Promise<string> {
  const { api } = provider;
  const [row] = await rowsAbout(world, "tsk", submissionID);
  const { taskID } = reviewRoutes.task.input.parse({ taskID: row?.["taskID"] });
  const { version } = await api.call(reviewRoutes.claim, { taskID, version: 1 });
  const task = await api.call(reviewRoutes.task, { taskID });
  await api.call(reviewRoutes.queues, {});
  await api.call(reviewRoutes.myTasks, {});
  const { documents, submission } = task;
  const { kind, locationID, urgency } = submission;
  const opener = createOpener(provider);
  const opened = await opener.openManifest({ submissionID, documents, facts: { kind, locationID, urgency } });
  for (const document of documents.filter((each) => each.kind === "document")) {
    const { stream } = await opener.openDocument({ submissionID, document });
    await new Response(stream).arrayBuffer();
  }
  await api.call(reviewRoutes.addNote, { taskID, idempotencyKey: crypto.randomUUID(), text: STAFF_NOTE });
  await api.call(reviewRoutes.return, { taskID, version, reason: "pages-missing", message: MESSAGE });
  const { notes } = await api.call(reviewRoutes.notes, { taskID });
  noted = notes.map(({ text }) => text);
  return JSON.stringify(opened.manifest);
}

/** Sends a file under each of the names. @returns the names that the sealed list has, in their order */
async function sendHostileNames(): Promise<readonly string[]> {
  const files = HOSTILE_NAMES.map(({ given }) => tinyFile(given));
  const facts = factsFor(world.clinics.riverside);
  const sent = await submitPackage({ ...patient, files, facts });
  const mine = { submissionID: sent.submissionID };
  await untilRouted(world, sent.submissionID);
  const { documents } = await patient.api.call(intakeRoutes.readSubmission, mine);
  const { manifest } = await createOpener(patient).openManifest({ ...mine, documents, facts });
  return manifest.documents.map(({ name }) => name);
}

/** Lets the worker die of each message until it is a dead letter, reads it there, and delivers it at last. */
async function seeMessages(
  name: "ingest" | "settle",
  count: number,
  send: () => Promise<void>,
): Promise<void> {
  const restore =
    name === "ingest" ? world.cloud.failTable(world.names.tables.record.name) : await killSettling();
  await send();
  const dead = world.names.queues[`${name}-dead`].name;
  await until("dead letters", () => {
    bringBack(world);
    return world.cloud.queueDepth(dead).visible === count;
  });
  restore();
  const receive = new ReceiveMessageCommand({
    QueueUrl: world.cloud.queueUrl(dead),
    MaxNumberOfMessages: 10,
    MessageAttributeNames: ["All"],
    MessageSystemAttributeNames: ["All"],
  });
  const { Messages = [] } = await rootPrincipal(world).sqs.send(receive);
  expect(Messages).toHaveLength(count);
  places.push({ where: `messages of ${name}`, text: asText(Messages) });
  const bodies = Messages.map(({ Body }) => Body ?? "");
  // Messages that came back while their worker was dying have left deaths over.
  await until(
    "a delivery that nobody dies of",
    async () => (await deliver(world, bodies).catch(() => 1)) === 0,
  );
}

/** Submitting needs the tables, so settling is stopped in another way: the worker dies at each look. */
async function killSettling(): Promise<() => void> {
  await untilIdle(world);
  const killed = world.cloud.killAt("ingest", "dynamodb:Query", 10);
  return () => void killed;
}

/** Those who send a name where it has no place must not find it written down anywhere. */
async function hostileCalls(): Promise<string> {
  const misplaced = { submissionID: NAME, name: NAME, note: NOTE, filename: NAME };
  const answers = [
    await rawCall(world, patient, intakeRoutes.openSubmission, misplaced),
    await rawCall(world, patient, intakeRoutes.readSubmission, { submissionID: NAME }),
    await rawCall(world, patient, intakeRoutes.listSubmissions, { cursor: NAME }),
    await rawCall(world, provider, reviewRoutes.documentURL, { submissionID, documentID: NAME }),
    await rawCall(world, patient, { method: "POST", path: "/api/keys/release" }, misplaced),
    await rawCall(world, provider, reviewRoutes.addNote, { taskID: NAME, idempotencyKey: NAME, text: NOTE }),
    await rawCall(world, provider, reviewRoutes.return, { taskID: NAME, reason: NAME, message: NOTE }),
    await rawCall(world, patient, { method: "GET", path: `/api/review/${encodeURIComponent(NAME)}` }, {}),
  ];
  expect(answers.map(codeOf).every((code) => /^4\d\d /.test(code))).toBe(true);
  return answers.map(({ body }) => body).join("\n");
}

function gatherTraffic(exchanges: readonly Exchange[]): void {
  const text = (part: (exchange: Exchange) => string) => exchanges.map(part).join("\n");
  places.push(
    { where: "URLs", text: text(({ url }) => url) },
    { where: "requests", text: text(({ requestBody }) => bytesAsText(requestBody)) },
    {
      where: "answers",
      text: text(({ responseHeaders, responseBody }) => responseHeaders + bytesAsText(responseBody)),
    },
  );
}

async function gatherRest(): Promise<void> {
  for (const [table, rows] of Object.entries(await dumpTables(world)))
    places.push({ where: `table ${table}`, text: asText(rows) });
  const { s3 } = rootPrincipal(world);
  const reader = tenantPrincipal(world, "ingest", world.clinics.riverside.clinicID).s3;
  const described = (await listVersions(world)).map(async ({ key: Key, versionID: VersionId }) => {
    const version = { Bucket: world.names.documentBucket.name, Key, VersionId };
    const { TagSet } = await s3.send(new GetObjectTaggingCommand(version));
    const head = await reader.send(new HeadObjectCommand({ ...version, ChecksumMode: "ENABLED" }));
    return [Key, TagSet, head];
  });
  places.push({ where: "objects", text: asText(await Promise.all(described)) });
  places.push({ where: "prints of the functions", text: prints.join("\n") });
}

describe("the name of a file and the note beside it", () => {
  it("are read by the one who may open them", () => {
    expect(seen).toContain("biopsy Smith");
    expect(seen).toContain("zebramarker");
  });

  it.each(SECRETS)("stand nowhere outside the sealed list: %s", (secret) => {
    expect(findText(secret, places)).toEqual([]);
  });
});

describe("a name of whatever kind", () => {
  it.each(HOSTILE_NAMES.map((each, index) => ({ ...each, index })))(
    "comes back as it was, without what hides or disguises: $what",
    ({ kept, index }) => {
      expect(names[index]).toBe(kept);
    },
  );

  it.each(HOSTILE_NAMES.filter(({ mark }) => mark !== undefined))(
    "stands nowhere outside the sealed list: $what",
    ({ given, kept, mark = "" }) => {
      expect(
        [...new Set([Buffer.from(given).toString(), kept, mark])].flatMap((text) => findText(text, places)),
      ).toEqual([]);
    },
  );
});

describe("what the care team writes", () => {
  it("is read by the sender, and by the team", () => {
    expect(told).toBe(MESSAGE);
    expect(noted).toEqual([STAFF_NOTE]);
  });

  it.each(TEAM_WORDS)("is sent and answered, and stands in no row, log or address: %s", (words) => {
    const where = new Set(findText(words, places).map((found) => found.split(":")[0]));
    expect(where).toEqual(new Set(["requests", "answers"]));
  });
});

describe("the search that finds nothing", () => {
  it("has looked into every place where something could stand", () => {
    expect(places.map(({ where }) => where).toSorted()).toEqual([
      "URLs",
      "answers",
      "answers to hostile calls",
      "messages of ingest",
      "messages of settle",
      "objects",
      "prints of the functions",
      "requests",
      "table audit",
      "table directory",
      "table limit",
      "table log",
      "table record",
      "table session",
    ]);
  });

  it("finds the submission's number and id wherever they belong", () => {
    const placesOf = (text: string) => new Set(findText(text, places).map((found) => found.split(":")[0]));
    expect(placesOf(number)).toEqual(new Set(["answers", "table record"]));
    expect(placesOf(submissionID)).toEqual(
      new Set([
        "messages of ingest",
        "messages of settle",
        "URLs",
        "requests",
        "answers",
        "table audit",
        "table record",
        "objects",
        "prints of the functions",
      ]),
    );
  });

  it("would find each form of a name in the middle of anything", () => {
    for (const form of formsOf(NAME))
      expect(findText(NAME, [{ where: "here", text: `ab${form}cd` }])).not.toEqual([]);
    for (const text of ["name=SMITH&", '"biopsy"', "see Smith."])
      expect(["Smith", "biopsy"].flatMap((word) => findText(word, [{ where: "here", text }]))).toHaveLength(
        1,
      );
    for (const lead of ["", "a", "ab"]) {
      const text = Buffer.from(`${lead}${NAME}, and more`).toString("base64");
      expect(findText(NAME, [{ where: "here", text }])).toHaveLength(1);
    }
  });
});
