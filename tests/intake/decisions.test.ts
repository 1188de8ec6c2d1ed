import { LIMITS, intakeRoutes, reviewRoutes } from "@postern/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { asText, findText } from "../support/needle.ts";
import { factsFor, tinyFile, untilRouted } from "../support/sealed-package.ts";
import { countEvents, dumpTables, rowsAbout } from "../support/table-dump.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import { ask, draftOf, sealInto, sealList, sendSealed } from "./draft.ts";
import { moveTo, sendRouted, taskOf, type Routed } from "./routed.ts";

const MESSAGE = "Page two is cut off: we cannot read the biopsy result.";

let world: World;
let patient: SignedIn;
let provider: SignedIn;
let routed: Routed;

beforeAll(async () => {
  world = await startWorld();
  patient = await world.signIn(world.people.patient);
  provider = await world.signIn(world.people.provider);
});
beforeEach(async () => {
  routed = await sendRouted(world, patient, world.clinics.riverside);
  await provider.api.call(reviewRoutes.claim, { taskID: routed.taskID, version: 1 });
});
afterAll(() => world?.close());

const giveBack = (more: Readonly<Record<string, unknown>> = { message: MESSAGE }, person = provider) =>
  ask(world, person, reviewRoutes.return, {
    taskID: routed.taskID,
    version: 2,
    reason: "pages-missing",
    ...more,
  });
const readBySender = () =>
  patient.api.call(intakeRoutes.readSubmission, { submissionID: routed.submissionID });
const readByTeam = (taskID = routed.taskID) => provider.api.call(reviewRoutes.task, { taskID });

/** Adds a page as the sender and hands the next round in. */
async function answer(): Promise<void> {
  const { submissionID } = routed;
  const draft = draftOf(world, patient, submissionID, factsFor(world.clinics.riverside));
  const [first] = (await readBySender()).documents.filter(({ kind }) => kind === "document");
  if (first === undefined) throw new Error("There is no document.");
  const second = await sealInto(draft, patient, tinyFile());
  await sendSealed(draft, second);
  expect(await readBySender()).toMatchObject({ state: "open", decision: "pages-missing", message: MESSAGE });
  const list = await sealList(draft, patient, [first, second]);
  await sendSealed(draft, list);
  await draft.done(intakeRoutes.submit, { documentCount: 2, manifestID: list.documentID });
  await untilRouted(world, submissionID);
}

describe("a reason to return", () => {
  it("is taken from a front desk only if it can be judged without opening a document", async () => {
    const desk = await world.signIn(world.people.frontDesk);
    const toPersonID = world.people.frontDesk.personID;
    await provider.api.call(reviewRoutes.handOver, { taskID: routed.taskID, version: 2, toPersonID });
    const unread = await giveBack({ version: 3, reason: "unreadable", message: MESSAGE }, desk);
    expect(unread.code).toBe("403 reason-unread");
    expect((await readBySender()).state).toBe("routed");
    expect((await giveBack({ version: 3, reason: "other", message: MESSAGE }, desk)).code).toBe("200");
  });
});

describe("a message with a decision", () => {
  it("is read by the sender and by the care team", async () => {
    expect((await giveBack()).code).toBe("200");
    expect(await readBySender()).toMatchObject({ state: "returned", message: MESSAGE });
    expect(await readByTeam()).toMatchObject({ decision: "pages-missing", message: MESSAGE });
  });

  it("goes with a rejection, too", async () => {
    const { taskID } = routed;
    const rejection = { taskID, version: 2, reason: "duplicate" as const, message: MESSAGE };
    await provider.api.call(reviewRoutes.reject, rejection);
    expect(await readBySender()).toMatchObject({ state: "rejected", message: MESSAGE });
  });

  it("need not be there", async () => {
    await giveBack({});
    expect(await readBySender()).not.toHaveProperty("message");
    expect(await readByTeam()).not.toHaveProperty("message");
  });

  it("stands nowhere in the clear, and in each row sealed for that row alone", async () => {
    await giveBack();
    await readBySender();
    await readByTeam();
    const dump = Object.entries(await dumpTables(world));
    const places = dump.map(([where, rows]) => ({ where, text: asText(rows) }));
    for (const secret of [MESSAGE, "biopsy result"]) expect(findText(secret, places)).toEqual([]);
    const [task] = await rowsAbout(world, "tsk", routed.submissionID);
    const heads = await rowsAbout(world, "sub", routed.submissionID);
    const head = heads.find(({ sk }) => sk === "head");
    expect(task?.["message"]).toMatch(/^[A-Za-z0-9+/=]{80,}$/);
    expect(head?.["message"]).not.toBe(task?.["message"]);
  });

  it("is bounded, and refused with nothing of it in the answer", async () => {
    for (const message of ["", "   ", "x".repeat(LIMITS.messageLength + 1)]) {
      const { code, body } = await giveBack({ message });
      expect(code).toBe("400 input");
      expect(JSON.stringify(body)).not.toContain("xxx");
    }
    expect(await readBySender()).toMatchObject({ state: "routed" });
  });
});

describe("a decision that is called again", () => {
  it("is answered as before, with one row in the log", async () => {
    const answers = await Promise.all([giveBack(), giveBack()]);
    expect([...answers, await giveBack()].map(({ code }) => code)).toEqual(["200", "200", "200"]);
    expect(await countEvents(world, routed.submissionID)).toMatchObject({ "task.return ok": 1 });
    expect((await readByTeam()).version).toBe(3);
  });

  it("with other words is refused, and the first stand", async () => {
    await giveBack();
    for (const more of [{ message: "Something else." }, {}]) {
      expect((await giveBack(more)).code).toBe("409 task-changed");
    }
    expect(await readBySender()).toMatchObject({ message: MESSAGE });
  });
});

describe("the next round", () => {
  it("shows the decision until its answer is handed in, and then neither it nor its message", async () => {
    await giveBack();
    await answer();
    const view = await readBySender();
    expect(view).toMatchObject({ state: "routed", round: 2 });
    for (const member of ["decision", "decidedAt", "message"]) expect(view).not.toHaveProperty(member);
    expect(await readByTeam()).toMatchObject({ state: "returned", message: MESSAGE });

    const taskID = await taskOf(world, routed.submissionID, 2);
    expect(await readByTeam(taskID)).not.toHaveProperty("message");
    const { asked, documents } = await readByTeam(taskID);
    expect(asked).toMatchObject({ decision: "pages-missing", message: MESSAGE });
    const isNew = (verifiedAt = "") => verifiedAt > (asked?.at ?? "");
    const files = documents.filter(({ kind, state }) => kind === "document" && state === "verified");
    expect([files.length, files.filter(({ verifiedAt }) => isNew(verifiedAt)).length]).toEqual([2, 1]);
    expect(await readByTeam()).not.toHaveProperty("asked");
    await provider.api.call(reviewRoutes.claim, { taskID, version: 1 });
    await provider.api.call(reviewRoutes.accept, { taskID, version: 2 });
    const closed = await readBySender();
    expect(closed).toMatchObject({ state: "closed", decidedAt: expect.any(String) });
    for (const member of ["decision", "message"]) expect(closed).not.toHaveProperty(member);
  });
});

describe("who may", () => {
  it("not another sender read it, nor another clinic's team", async () => {
    await giveBack();
    const { submissionID, taskID } = routed;
    const referrer = await world.signIn(world.people.referrer);
    expect((await ask(world, referrer, intakeRoutes.readSubmission, { submissionID })).code).toMatch(/^404/);
    const harbor = await world.signIn(world.people.harborProvider);
    expect((await ask(world, harbor, reviewRoutes.task, { taskID })).code).toMatch(/^404/);
  });

  it("not a colleague of another location decide or read", async () => {
    const { main, hill } = world.clinics.riverside.locations;
    if (main === undefined || hill === undefined) throw new Error("The clinic has not two locations.");
    await moveTo(world, world.people.provider, [hill]);
    try {
      expect((await giveBack()).code).toBe("404 not-found");
      const { taskID } = routed;
      expect((await ask(world, provider, reviewRoutes.task, { taskID })).code).toBe("404 not-found");
    } finally {
      await moveTo(world, world.people.provider, [main, hill]);
    }
    expect(await readBySender()).toMatchObject({ state: "routed" });
  });
});

describe("a report that a document cannot be opened", () => {
  it("whose answer was lost is met as done, and done once", async () => {
    const { submissionID } = routed;
    const [document] = (await readBySender()).documents.filter(({ kind }) => kind === "document");
    const report = (person = provider) =>
      ask(world, person, reviewRoutes.reportUnreadable, { submissionID, documentID: document?.documentID });
    expect(await report()).toMatchObject({ code: "200", body: {} });
    expect(await report()).toMatchObject({ code: "200", body: {} });
    expect(await countEvents(world, submissionID)).toMatchObject({ "document.report-unreadable ok": 1 });
    const assistant = await world.signIn(world.people.assistant);
    expect((await report(assistant)).code).toBe("404 not-found");
  });
});
