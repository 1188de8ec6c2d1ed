import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import {
  PLATFORM,
  intakeRoutes,
  keysRoutes,
  reviewRoutes,
  type Route,
  type SubmissionID,
  type TaskID,
} from "@postern/contract";
import { createLedger } from "@postern/core/audit";
import { createDatabase } from "@postern/core/aws";
import { idSource, iso, systemClock } from "@postern/core/kernel";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TABLE_NAMES, record } from "../../infra/policy/index.ts";
import { sealPackage, untilRouted, type SealedPackage } from "../support/sealed-package.ts";
import { dumpTable, rowsAbout } from "../support/table-dump.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import { ask } from "../intake/draft.ts";

const newID = idSource(systemClock);
/** More than are read at once. */
const ROWS = 620;
/** What one transaction holds. */
const BATCH = 100;

let world: World;
let patient: SignedIn;
let provider: SignedIn;
let parcel: SealedPackage;
let submissionID: SubmissionID;
let taskID: TaskID;

beforeAll(async () => {
  world = await startWorld();
  patient = await world.signIn(world.people.patient);
  provider = await world.signIn(world.people.provider);
  parcel = await sealPackage(patient, world.clinics.riverside);
  ({ submissionID } = parcel);
  await parcel.putAll();
  await parcel.submit();
  await untilRouted(world, submissionID);
  const [row] = await rowsAbout(world, "tsk", submissionID);
  ({ taskID } = reviewRoutes.task.input.parse({ taskID: row?.["taskID"] }));
  await provider.api.call(reviewRoutes.claim, { taskID, version: 1 });
});
afterAll(() => world?.close());

const documentID = () => parcel.documents[0]?.documentID ?? expect.fail("There is no document.");

/** Writes newer events of a submission, as its own operations would. */
async function writeEvents(actions: readonly string[], count: number): Promise<void> {
  const client = new DynamoDBClient({
    region: world.names.region,
    endpoint: world.cloud.endpoints.aws,
    credentials: world.cloud.rootCredentials(),
  });
  const tables = record(TABLE_NAMES, (table) => world.names.tables[table].name);
  const ledger = createLedger(createDatabase(DynamoDBDocumentClient.from(client), tables));
  const { clinicID, personID: actorID, patientID } = world.people.patient;
  const events = Array.from({ length: count }, (_, index) =>
    ledger.audit({
      eventID: newID("evt"),
      clinicID,
      at: iso(systemClock.now()),
      action: actions[index % actions.length] ?? "submission.read",
      outcome: "ok",
      actorID,
      role: "patient",
      requestID: "req",
      submissionID,
      patientID,
    }),
  );
  for (let start = 0; start < count; start += BATCH) {
    const { outcome } = await ledger.commit(events.slice(start, start + BATCH));
    expect(outcome).toBe("done");
  }
}

async function looksFor(person: SignedIn): Promise<readonly string[]> {
  const { looks } = await person.api.call(reviewRoutes.looks, { submissionID });
  return looks.map(({ name, action }) => `${name}: ${action}`);
}

describe("who looked at a submission", () => {
  const seen = ["Dr. Amara Voss: document.open", "Dr. Amara Voss: key.release"];

  it("is shown to its patient, newest first", async () => {
    expect(await looksFor(patient)).toEqual([]);
    await provider.api.call(keysRoutes.release, { submissionID, purpose: "read" });
    await provider.api.call(reviewRoutes.documentURL, { submissionID, documentID: documentID() });
    expect(await looksFor(patient)).toEqual(seen);
  });

  it("is not hidden by any number of later events that are no looks", async () => {
    await writeEvents(["submission.read", "look.list", "part.sign"], ROWS);
    expect(await looksFor(patient)).toEqual(seen);
    expect(await looksFor(provider)).toEqual(seen);
  });

  it("is not hidden by keys that were released for sending, or by refusals", async () => {
    const clinicID = world.clinics.riverside.clinicID;
    const before = (await dumpTable(world, "audit")).filter((row) => row["clinicID"] === clinicID).length;
    const refused = await ask(world, provider, keysRoutes.release, { submissionID, purpose: "append" });
    expect(refused.code).toBe("404 not-found");
    const after = (await dumpTable(world, "audit")).filter((row) => row["clinicID"] === clinicID).length;
    expect(after).toBe(before + 1);
    expect(await looksFor(patient)).toEqual(seen);
  });
});

describe("a look at the list of names", () => {
  it("is told from a look at a file by the log itself, whatever becomes of the list", async () => {
    const manifestID = parcel.documents.find(({ kind }) => kind === "manifest")?.documentID;
    if (manifestID === undefined) throw new Error("There is no list.");
    await provider.api.call(reviewRoutes.documentURL, { submissionID, documentID: manifestID });
    const { looks } = await patient.api.call(reviewRoutes.looks, { submissionID });
    const opened = looks.filter(({ action }) => action === "document.open");
    expect(opened.map(({ documentID: id, isList }) => [id, isList])).toEqual([
      [manifestID, true],
      [documentID(), undefined],
    ]);
  });
});

/** Calls that are refused, by whom, and the id that was asked for in vain. */
interface Vain {
  readonly action: string;
  readonly route: Route;
  readonly who: () => Promise<SignedIn>;
  readonly input: () => Readonly<Record<string, unknown>>;
  readonly asked: string;
}

const VAIN: Readonly<Record<string, Vain>> = {
  "another clinic's document": {
    action: "document.open",
    route: reviewRoutes.documentURL,
    who: () => world.signIn(world.people.harborProvider),
    input: () => ({ submissionID, documentID: documentID() }),
    asked: "documentID",
  },
  "a document that is not with one": {
    action: "document.open",
    route: reviewRoutes.documentURL,
    who: () => world.signIn(world.people.assistant),
    input: () => ({ submissionID, documentID: documentID() }),
    asked: "documentID",
  },
  "a document, in a role that reads none": {
    action: "document.open",
    route: reviewRoutes.documentURL,
    who: () => world.signIn(world.people.frontDesk),
    input: () => ({ submissionID, documentID: documentID() }),
    asked: "documentID",
  },
  "another clinic's task": {
    action: "task.read",
    route: reviewRoutes.task,
    who: () => world.signIn(world.people.harborProvider),
    input: () => ({ taskID }),
    asked: "taskID",
  },
  "a task, as a patient": {
    action: "task.read",
    route: reviewRoutes.task,
    who: () => world.signIn(world.people.patient),
    input: () => ({ taskID }),
    asked: "taskID",
  },
  "another clinic's key": {
    action: "key.release",
    route: keysRoutes.release,
    who: () => world.signIn(world.people.harborPatient),
    input: () => ({ submissionID, purpose: "read" }),
    asked: "submissionID",
  },
  "a key, as the owner": {
    action: "key.release",
    route: keysRoutes.release,
    who: () => world.signIn(world.people.owner),
    input: () => ({ submissionID, purpose: "read" }),
    asked: "submissionID",
  },
  "abandoning another's document": {
    action: "document.abandon",
    route: intakeRoutes.abandonDocument,
    who: () => world.signIn(world.people.referrer),
    input: () => ({ submissionID, documentID: documentID() }),
    asked: "documentID",
  },
  "abandoning a document that was handed in": {
    action: "document.abandon",
    route: intakeRoutes.abandonDocument,
    who: () => Promise.resolve(patient),
    input: () => ({ submissionID, documentID: documentID() }),
    asked: "documentID",
  },
};

describe("a refusal's row names what was asked for", () => {
  const people = new Map<Vain["who"], SignedIn>();

  it.each(Object.entries(VAIN))("%s", async (_, { action, route, who, input, asked }) => {
    const person = people.get(who) ?? (await who());
    people.set(who, person);
    const before = new Set((await dumpTable(world, "audit")).map(({ sk }) => sk));
    const values = input();
    expect((await ask(world, person, route, values)).code).toMatch(/^4/);
    const rows = (await dumpTable(world, "audit")).filter(({ sk }) => !before.has(sk));
    expect(rows).toMatchObject([
      { action, outcome: "refused", actorID: person.session.personID, entityID: values[asked] },
    ]);
    expect(rows[0]?.["clinicID"]).toBe(person.session.clinicID);
  });

  it("and nothing else that was sent: what is no id of ours is left out", async () => {
    const before = new Set((await dumpTable(world, "audit")).map(({ sk }) => sk));
    const text = "Maya Lindqvist, born 1988";
    expect((await ask(world, provider, reviewRoutes.task, { taskID: text })).code).toBe("400 input");
    const sent = { submissionID: text, documentID: documentID() };
    expect((await ask(world, patient, intakeRoutes.abandonDocument, sent)).code).toBe("400 input");
    const rows = (await dumpTable(world, "audit")).filter(({ sk }) => !before.has(sk));
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toContain("Lindqvist");
    expect(rows.filter(({ clinicID }) => clinicID === PLATFORM)).toEqual([]);
  });
});
