import { intakeRoutes } from "@postern/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bringBack, untilIdle } from "../support/arrival.ts";
import { sealPackage, statesOf, untilRouted, untilVerified } from "../support/sealed-package.ts";
import { settledOnce, tracesOf } from "../support/settlement.ts";
import { dumpTable } from "../support/table-dump.ts";
import { until } from "../support/until.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import { declare, draw, openDraft, part, required, signedPair, type Draft, type Place } from "./draft.ts";

let world: World;
let patient: SignedIn;
let referrer: SignedIn;

beforeAll(async () => {
  world = await startWorld();
  patient = await world.signIn(world.people.patient);
  referrer = await world.signIn(world.people.referrer);
});
afterAll(() => world?.close());

const opened = (sender = patient) => openDraft(world, sender, world.clinics.riverside);

/** Submits and looks whether anything of the records has changed. */
async function submit(draft: Draft, documentCount: number, manifestID?: string) {
  const before = await dumpTable(world, "record");
  const list = manifestID === undefined ? {} : { manifestID };
  const { code } = await draft.ask(intakeRoutes.submit, { documentCount, ...list });
  const after = await dumpTable(world, "record");
  return { code, isUnchanged: JSON.stringify(after) === JSON.stringify(before) };
}

const sign = (draft: Draft, place: Place, sizeBytes = 1000) =>
  draft.done(intakeRoutes.signParts, { ...place, parts: [part({ sizeBytes })] });

describe("handing in is refused", () => {
  const unsent = { code: "409 documents-unsent", isUnchanged: true };

  it("while a file is only declared", async () => {
    const draft = await opened();
    await declare(draft);
    const manifest = await declare(draft, { kind: "manifest" });
    await sign(draft, manifest);
    expect(await submit(draft, 1, manifest.documentID)).toEqual(unsent);
  });

  it("while the list is only declared", async () => {
    const draft = await opened();
    await sign(draft, await declare(draft));
    const manifest = await declare(draft, { kind: "manifest" });
    expect(await submit(draft, 1, manifest.documentID)).toEqual(unsent);
  });

  it("while a file of many parts is on its way, and nobody has said that it is whole", async () => {
    const draft = await opened();
    const large = await declare(draft, { sealedSizeBytes: 9 * 1024 ** 2, upload: "multipart" });
    await sign(draft, large);
    const manifest = await declare(draft, { kind: "manifest" });
    await sign(draft, manifest);
    expect(await submit(draft, 1, manifest.documentID)).toEqual(unsent);
  });

  it("while a file was begun again", async () => {
    const draft = await opened();
    const { document, manifest } = await signedPair(draft);
    const { documentID, attemptID: after } = document;
    const again = { messageID: draw(), sealedSizeBytes: 1000, upload: "single" };
    await draft.done(intakeRoutes.startAttempt, { documentID, after, ...again });
    expect(await submit(draft, 1, manifest.documentID)).toEqual(unsent);
  });

  it("when the list is meant to be another document, or none", async () => {
    const draft = await opened();
    const { document, manifest } = await signedPair(draft);
    expect(await submit(draft, 1, document.documentID)).toEqual({
      code: "409 documents-differ",
      isUnchanged: true,
    });
    expect(await submit(draft, 1)).toEqual({ code: "400 input", isUnchanged: true });
    expect((await submit(draft, 1, manifest.documentID)).code).toBe("200");
  });

  it("when the list is the one that a later list has replaced", async () => {
    const draft = await opened();
    const { manifest: former } = await signedPair(draft);
    const manifest = await declare(draft, { kind: "manifest" });
    await sign(draft, manifest);
    const refusal = { code: "409 documents-differ", isUnchanged: true };
    expect(await submit(draft, 1, former.documentID)).toEqual(refusal);
    expect(await submit(draft, 2, manifest.documentID)).toEqual(refusal);
    expect((await submit(draft, 1, manifest.documentID)).code).toBe("200");
  });
});

it("what was abandoned need not have been sent", async () => {
  const draft = await opened();
  const { manifest } = await signedPair(draft);
  const { documentID } = await declare(draft);
  await draft.done(intakeRoutes.abandonDocument, { documentID });
  expect((await submit(draft, 1, manifest.documentID)).code).toBe("200");
});

describe("handing in and beginning a file again at the same moment", () => {
  const PAIRS = 20;

  /** One pair of calls. @returns what they were answered, sorted, and what is there afterwards */
  async function race(turn: number) {
    const draft = await opened(referrer);
    const { document, manifest } = await signedPair(draft);
    const { documentID, attemptID: after } = turn % 4 < 2 ? document : manifest;
    const attempt = { messageID: draw(), sealedSizeBytes: 1000, upload: "single" };
    const calls = [
      () => draft.ask(intakeRoutes.submit, { documentCount: 1, manifestID: manifest.documentID }),
      () => draft.ask(intakeRoutes.startAttempt, { documentID, after, ...attempt }),
    ];
    const inOrder = turn % 2 === 0 ? calls : calls.toReversed();
    const replies = await Promise.all(inOrder.map((call) => call()));
    const states = await statesOf(world, draft.submissionID);
    const codes = replies.map(({ code }) => (code.startsWith("409 ") ? "409" : code)).toSorted();
    return { codes, head: states["head"], document: states[documentID] };
  }

  it("lets one of the two win, and never hands in a file that nobody can send", async () => {
    const ends: string[] = [];
    for (let turn = 0; turn < PAIRS; turn++) {
      const { codes, head, document } = await race(turn);
      ends.push(`${codes.join(" ")}: ${head} ${document}`);
    }
    const allowed = ["200 409: submitted uploading", "200 409: open declared"];
    expect(ends.filter((end) => !allowed.includes(end))).toEqual([]);
    expect(ends).toHaveLength(PAIRS);
  }, 60_000);
});

describe("when the message that asked to settle came to nothing", () => {
  /**
   * Ingest was asked before the last file had come, and died when it had just verified that: everything is verified
   * and handed in, nobody has routed it, and the file's own event is not seen again for half a minute.
   */
  async function handedInUnheard() {
    const parcel = await sealPackage(patient, world.clinics.riverside);
    const { submissionID } = parcel;
    const [document, manifest] = parcel.documents;
    await parcel.put(required(manifest));
    const isVerified = async () =>
      (await statesOf(world, submissionID))[required(manifest).documentID] === "verified";
    await until("the list's verification", isVerified);
    await parcel.submit();
    await untilIdle(world);
    const killed = world.cloud.killAt("ingest", "dynamodb:TransactWriteItems");
    await parcel.put(required(document));
    await killed;
    await untilVerified(world, submissionID);
    expect((await statesOf(world, submissionID))["head"]).toBe("submitted");
    return parcel;
  }

  const settleQueue = () => world.names.queues.settle.name;

  /** What there is once everything has come that can still come. */
  async function endOf(submissionID: string) {
    bringBack(world);
    await untilIdle(world);
    return tracesOf(world, submissionID);
  }

  it("a second one, which comes later, routes it once", async () => {
    const { submissionID } = await handedInUnheard();
    world.cloud.redrive(settleQueue());
    await untilRouted(world, submissionID);
    expect(await endOf(submissionID)).toEqual(settledOnce(1));
  });

  it("handing it in again routes it, too, and once", async () => {
    const { submissionID, submit: submitAgain } = await handedInUnheard();
    await submitAgain();
    await untilRouted(world, submissionID);
    expect(await endOf(submissionID)).toEqual(settledOnce(1));
  });
});
