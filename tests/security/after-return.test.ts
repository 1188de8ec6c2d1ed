import {
  intakeRoutes,
  keysRoutes,
  reviewRoutes,
  type DocumentID,
  type SubmissionID,
  type TaskID,
} from "@postern/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { factsFor, sealPackage, statesOf, tinyFile, untilRouted } from "../support/sealed-package.ts";
import { dumpTable, rowsAbout } from "../support/table-dump.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import {
  ask,
  draftOf,
  sealInto,
  sealList,
  sendSealed,
  type Draft,
  type SealedFile,
} from "../intake/draft.ts";

let world: World;
let patient: SignedIn;
/** Has the submission in its first round, and gives it back. */
let former: SignedIn;
/** Has it in its second. */
let next: SignedIn;
let draft: Draft;
let submissionID: SubmissionID;
/** Of the first round. */
let first: DocumentID;
/** Of the second. */
let second: SealedFile;
let list: SealedFile;

beforeAll(async () => {
  world = await startWorld();
  patient = await world.signIn(world.people.patient);
  former = await world.signIn(world.people.provider);
  next = await world.signIn(world.people.assistant);
  const parcel = await sealPackage(patient, world.clinics.riverside);
  await parcel.putAll();
  await parcel.submit();
  ({ submissionID } = parcel);
  draft = draftOf(world, patient, submissionID, factsFor(world.clinics.riverside));
  first = parcel.documents[0]?.documentID ?? expect.fail("There is no document.");
  await untilRouted(world, submissionID);
  await former.api.call(reviewRoutes.claim, { taskID: await taskOf(1), version: 1 });
});
afterAll(() => world?.close());

async function taskOf(round: number): Promise<TaskID> {
  const rows = await rowsAbout(world, "tsk", submissionID);
  const row = rows.find((one) => one["round"] === round && one["version"] !== undefined);
  return reviewRoutes.task.input.parse({ taskID: row?.["taskID"] }).taskID;
}

/** What each of the two functions that must agree says to a reader. */
async function reading(person: SignedIn, documentID = first) {
  const url = await ask(world, person, reviewRoutes.documentURL, { submissionID, documentID });
  const key = await ask(world, person, keysRoutes.release, { submissionID, purpose: "read" });
  const looks = await ask(world, person, reviewRoutes.looks, { submissionID });
  return { url: url.code, key: key.code, looks: looks.code };
}

const READS = { url: "200", key: "200", looks: "200" };
const MISSES = { url: "404 not-found", key: "404 not-found", looks: "404 not-found" };

/** The state of the submission's head, and its round. */
async function head() {
  const rows = await dumpTable(world, "record");
  const own = rows.find(({ pk, sk }) => sk === "head" && String(pk).endsWith(`#sub#${submissionID}`));
  return `${String(own?.["state"])} ${String(own?.["round"])}`;
}

/** Each step leaves what the next one starts from. */
describe("someone who had a submission and gave it back", () => {
  it("reads it while it is with him, and still once it is given back", async () => {
    expect(await reading(former)).toEqual(READS);
    const giveBack = { taskID: await taskOf(1), version: 2, reason: "pages-missing" as const };
    await former.api.call(reviewRoutes.return, giveBack);
    expect(await head()).toBe("returned 1");
    expect(await reading(former)).toEqual(READS);
  });

  it("reads neither the old nor the new once the sender has begun the next round", async () => {
    second = await sealInto(draft, patient, tinyFile());
    expect(await head()).toBe("open 2");
    expect(await reading(former)).toEqual(MISSES);
    await sendSealed(draft, second);
    list = await sealList(draft, patient, [{ documentID: first }, second]);
    await sendSealed(draft, list);
    const states = async () => {
      const { [second.documentID]: file, [list.documentID]: manifest } = await statesOf(world, submissionID);
      return [file, manifest];
    };
    await expect.poll(states, { timeout: 20_000 }).toEqual(["verified", "verified"]);
    expect(await reading(former)).toEqual(MISSES);
    expect(await reading(former, second.documentID)).toEqual(MISSES);
  });

  it("does not read it after it was handed in again: it is another's task then", async () => {
    await draft.done(intakeRoutes.submit, { documentCount: 2, manifestID: list.documentID });
    await untilRouted(world, submissionID);
    expect(await head()).toBe("routed 2");
    for (const documentID of [first, second.documentID]) {
      expect(await reading(former, documentID)).toEqual(MISSES);
      expect(await reading(next, documentID)).toEqual(MISSES);
    }
  });

  it("leaves it to whoever claims the next task, who reads the old and the new", async () => {
    await next.api.call(reviewRoutes.claim, { taskID: await taskOf(2), version: 1 });
    for (const documentID of [first, second.documentID]) {
      expect(await reading(next, documentID)).toEqual(READS);
      expect(await reading(former, documentID)).toEqual(MISSES);
    }
  });

  it("reads it again when he is given the next task", async () => {
    const given = { taskID: await taskOf(2), version: 2, toPersonID: world.people.provider.personID };
    await next.api.call(reviewRoutes.handOver, given);
    expect(await reading(former, second.documentID)).toEqual(READS);
    expect(await reading(next, second.documentID)).toEqual(MISSES);
  });
});

describe("the sender", () => {
  it("reads what was sent in both rounds, all the time", async () => {
    for (const documentID of [first, second.documentID]) {
      expect(await reading(patient, documentID)).toEqual(READS);
    }
  });
});
