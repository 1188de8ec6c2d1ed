import { intakeRoutes, reviewRoutes, type Route, type TaskSummary } from "@postern/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findTask } from "../../scripts/demo/receive.ts";
import {
  digestOf,
  putBytes,
  sealPackage,
  statesOf,
  tinyFile,
  untilRouted,
} from "../support/sealed-package.ts";
import { countEvents, dumpTable } from "../support/table-dump.ts";
import { until } from "../support/until.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import {
  announcement,
  ask,
  declare,
  draw,
  longFile,
  openDraft,
  part,
  required,
  sealInto,
  sealList,
  sendSealed,
  signAll,
  signedPair,
  type Draft,
  type Reply,
  type SealedFile,
} from "./draft.ts";

let world: World;
let patient: SignedIn;
let provider: SignedIn;
let assistant: SignedIn;

beforeAll(async () => {
  world = await startWorld();
  patient = await world.signIn(world.people.patient);
  provider = await world.signIn(world.people.provider);
  assistant = await world.signIn(world.people.assistant);
});
afterAll(() => world?.close());

const opened = () => openDraft(world, patient, world.clinics.riverside);
const records = () => dumpTable(world, "record");

/** The same call twice, as after a lost answer. */
async function twice(call: () => Promise<Reply>) {
  const first = await call();
  const before = await records();
  const second = await call();
  const isUnchanged = JSON.stringify(await records()) === JSON.stringify(before);
  return { code: first.code, isSame: JSON.stringify(second) === JSON.stringify(first), isUnchanged };
}
/** The second changes nothing and is answered as the first was. */
const REPEATED = { code: "200", isSame: true, isUnchanged: true };

describe("a sender's call whose answer was lost", () => {
  it("declares once", async () => {
    const draft = await opened();
    const documents = [announcement(), announcement({ kind: "manifest" })];
    expect(await twice(() => draft.ask(intakeRoutes.declareDocuments, { documents }))).toEqual(REPEATED);
  });

  it("begins a document again once", async () => {
    const draft = await opened();
    const { documentID, attemptID: after } = await declare(draft);
    const again = { messageID: draw(), sealedSizeBytes: 1000, upload: "single" };
    expect(await twice(() => draft.ask(intakeRoutes.startAttempt, { documentID, after, ...again }))).toEqual(
      REPEATED,
    );
  });

  it("abandons once", async () => {
    const draft = await opened();
    const { document } = await signedPair(draft);
    const { documentID } = await declare(draft);
    expect(await twice(() => draft.ask(intakeRoutes.abandonDocument, { documentID }))).toEqual(REPEATED);
    const events = await countEvents(world, draft.submissionID);
    expect(events).toMatchObject({ "document.abandon ok": 1 });
    const states = await statesOf(world, draft.submissionID);
    expect(states).toMatchObject({ [document.documentID]: "uploading", [documentID]: "abandoned" });
  });

  it("completes once, however late it is repeated", async () => {
    const draft = await opened();
    const sealed = await sealInto(draft, patient, longFile(9 * 1024 ** 2));
    const signed = await signAll(draft, sealed);
    for (const [index, { bytes }] of sealed.parts.entries()) {
      expect(await putBytes(required(signed[index]), bytes)).toBe(200);
    }
    const { documentID, attemptID } = sealed;
    const complete = () => draft.ask(intakeRoutes.completeDocument, { documentID, attemptID });
    expect((await complete()).code).toBe("200");
    expect((await complete()).code).toBe("200");
    const isVerified = async () => (await statesOf(world, draft.submissionID))[documentID] === "verified";
    await until("verification", isVerified);
    expect(await twice(complete)).toEqual(REPEATED);
    expect(await countEvents(world, draft.submissionID)).toMatchObject({ "document.complete ok": 1 });
  });

  it("hands in once, before and after it was routed", async () => {
    const parcel = await sealPackage(patient, world.clinics.riverside);
    const [manifest] = parcel.documents.filter(({ kind }) => kind === "manifest");
    const { submissionID } = parcel;
    const input = { submissionID, documentCount: 1, manifestID: manifest?.documentID };
    const submit = () => ask(world, patient, intakeRoutes.submit, input);
    expect(await twice(submit)).toEqual(REPEATED);
    await parcel.putAll();
    await untilRouted(world, submissionID);
    expect(await twice(submit)).toEqual(REPEATED);
    expect(await countEvents(world, submissionID)).toMatchObject({
      "submission.submit ok": 1,
      "submission.route ok": 1,
    });
  });
});

describe("a colleague's call whose answer was lost", () => {
  async function routedTask(): Promise<TaskSummary> {
    const parcel = await sealPackage(patient, world.clinics.riverside);
    await parcel.putAll();
    await parcel.submit();
    await untilRouted(world, parcel.submissionID);
    return (await findTask(provider, parcel.submissionID)).task;
  }

  const repeat = (route: Route, { taskID }: TaskSummary, version: number, more = {}) =>
    twice(() => ask(world, provider, route, { taskID, version, ...more }));
  const okEvents = async ({ submissionID }: TaskSummary, action: string) =>
    (await countEvents(world, submissionID))[`${action} ok`];

  it("claims once, and puts back once", async () => {
    const task = await routedTask();
    expect(await repeat(reviewRoutes.claim, task, 1)).toEqual(REPEATED);
    expect(await repeat(reviewRoutes.release, task, 2)).toEqual(REPEATED);
    expect([await okEvents(task, "task.claim"), await okEvents(task, "task.release")]).toEqual([1, 1]);
  });

  it("hands over once", async () => {
    const task = await routedTask();
    expect(await repeat(reviewRoutes.claim, task, 1)).toEqual(REPEATED);
    expect(
      await repeat(reviewRoutes.handOver, task, 2, { toPersonID: world.people.assistant.personID }),
    ).toEqual(REPEATED);
    expect(await okEvents(task, "task.hand-over")).toBe(1);
  });

  it.each([
    ["accepts", reviewRoutes.accept, {}],
    ["gives back", reviewRoutes.return, { reason: "pages-missing" }],
    ["rejects", reviewRoutes.reject, { reason: "duplicate" }],
  ] as const)("%s once", async (_, route, more) => {
    const task = await routedTask();
    expect(await repeat(reviewRoutes.claim, task, 1)).toEqual(REPEATED);
    expect(await repeat(route, task, 2, more)).toEqual(REPEATED);
  });

  it("is refused when it is another call than the one that was done", async () => {
    const task = await routedTask();
    const { taskID } = task;
    const toPersonID = world.people.frontDesk.personID;
    expect(await repeat(reviewRoutes.claim, task, 1)).toEqual(REPEATED);
    expect(
      await repeat(reviewRoutes.handOver, task, 2, { toPersonID: world.people.assistant.personID }),
    ).toEqual(REPEATED);
    const before = await records();
    const other = { taskID, version: 2, toPersonID };
    expect((await ask(world, provider, reviewRoutes.handOver, other)).code).toMatch(/^40[39] /);
    const back = await ask(world, provider, reviewRoutes.release, { taskID, version: 2 });
    expect(back.code).toMatch(/^40[39] /);
    expect(await records()).toEqual(before);
  });

  it("is refused when others have gone on since: what was put back is claimed by a colleague", async () => {
    const task = await routedTask();
    const { taskID } = task;
    expect(await repeat(reviewRoutes.claim, task, 1)).toEqual(REPEATED);
    expect(await repeat(reviewRoutes.release, task, 2)).toEqual(REPEATED);
    expect((await ask(world, assistant, reviewRoutes.claim, { taskID, version: 3 })).code).toBe("200");
    const before = await records();
    const claim = await ask(world, provider, reviewRoutes.claim, { taskID, version: 1 });
    expect(claim.code).toBe("409 already-claimed");
    expect(await records()).toEqual(before);
  });
});

/** A submission of one file and a list, of which one was put aside because it was not sealed. */
async function putAside(kind: "document" | "manifest") {
  const draft = await opened();
  const file = await sealInto(draft, patient, tinyFile());
  const list = await sealList(draft, patient, [file]);
  const [bad, good] = kind === "document" ? [file, list] : [list, file];
  await sendSealed(draft, good);
  await (
    await spoiled(draft, bad)
  )();
  await until("its being put aside", async () => {
    const states = await statesOf(world, draft.submissionID);
    return states[bad.documentID] === "quarantined" && states[good.documentID] === "verified";
  });
  return { draft, bad };
}

/** Signs other bytes than the sealed ones. @returns what sends them */
async function spoiled(draft: Draft, { documentID, attemptID, parts: [own] }: SealedFile) {
  const bytes = crypto.getRandomValues(new Uint8Array(own?.bytes.length ?? 0));
  const parts = [part({ sizeBytes: bytes.length, sha256: digestOf(bytes) })];
  const asked = { documentID, attemptID, parts };
  const body = await draft.done(intakeRoutes.signParts, asked);
  const [signed] = intakeRoutes.signParts.output.parse(body).parts;
  return () => putBytes(required(signed), bytes);
}

describe("declaring the same thing twice in one call", () => {
  it.each([
    ["reference", () => ({ reference: "one" })],
    ["message id", () => ({ messageID: Buffer.alloc(32, 5).toString("base64") })],
  ])("is refused for a %s", async (_, more) => {
    const draft = await opened();
    const before = await records();
    const documents = [announcement(more()), announcement(), announcement(more())];
    expect((await draft.ask(intakeRoutes.declareDocuments, { documents })).code).toBe("400 input");
    expect(await records()).toEqual(before);
  });

  it("is refused for two files that stand in for one", async () => {
    const { draft, bad } = await putAside("document");
    const before = await records();
    const documents = [1, 2].map(() => announcement({ replaces: bad.documentID }));
    expect((await draft.ask(intakeRoutes.declareDocuments, { documents })).code).toBe("400 input");
    expect(await records()).toEqual(before);
    const once = await draft.ask(intakeRoutes.declareDocuments, { documents: documents.slice(1) });
    expect(once.code).toBe("200");
  });

  it("is refused for two lists", async () => {
    const draft = await opened();
    const documents = [announcement({ kind: "manifest" }), announcement({ kind: "manifest" })];
    expect((await draft.ask(intakeRoutes.declareDocuments, { documents })).code).toBe("400 input");
  });
});

describe("what stands in for something else", () => {
  it.each([
    ["a file for a list", "manifest", "document"],
    ["a list for a file", "document", "manifest"],
  ] as const)("is of its kind: %s is refused", async (_, former, kind) => {
    const { draft, bad } = await putAside(former);
    const before = await records();
    const documents = [announcement({ kind, replaces: bad.documentID })];
    expect((await draft.ask(intakeRoutes.declareDocuments, { documents })).code).toMatch(/^40[04] /);
    expect(await records()).toEqual(before);
  });

  it("may be a list for a list that was put aside, once and in one call", async () => {
    const { draft, bad } = await putAside("manifest");
    const documents = [announcement({ kind: "manifest", replaces: bad.documentID })];
    expect(await twice(() => draft.ask(intakeRoutes.declareDocuments, { documents }))).toEqual(REPEATED);
  });
});

describe("abandoning in a submission that came back incomplete", () => {
  /** Handed in, and then the first file came as bytes that are not sealed. */
  async function incomplete(fileCount: number) {
    const draft = await opened();
    const files = [];
    for (let index = 0; index < fileCount; index++) files.push(await sealInto(draft, patient, tinyFile()));
    const list = await sealList(draft, patient, files);
    const [first, ...rest] = files;
    const spoil = await spoiled(draft, required(first));
    const [signed] = await signAll(draft, list);
    for (const file of rest) await sendSealed(draft, file);
    const input = { documentCount: fileCount, manifestID: list.documentID };
    await draft.done(intakeRoutes.submit, input);
    expect(await spoil()).toBe(200);
    expect(await putBytes(required(signed), required(list.parts[0]).bytes)).toBe(200);
    const isBack = async () => (await statesOf(world, draft.submissionID))["head"] === "incomplete";
    await until("its coming back", isBack);
    const abandon = (documentID: string) => draft.ask(intakeRoutes.abandonDocument, { documentID });
    return { draft, first: required(first), rest, abandon };
  }

  it("is refused for the last file", async () => {
    const { first, abandon } = await incomplete(1);
    const before = await records();
    expect((await abandon(first.documentID)).code).toMatch(/^409 /);
    expect(await records()).toEqual(before);
  });

  it("works for a file that was put aside while another stays, and then for no more", async () => {
    const { first, rest, abandon } = await incomplete(2);
    expect(await twice(() => abandon(first.documentID))).toEqual(REPEATED);
    expect((await abandon(required(rest[0]).documentID)).code).toMatch(/^409 /);
  });
});
