import { intakeRoutes, reviewRoutes } from "@postern/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deliver, listVersions, untilIdle } from "../support/arrival.ts";
import { sealPackage, statesOf, untilVerified, type SealedPackage } from "../support/sealed-package.ts";
import { countEvents } from "../support/table-dump.ts";
import { until } from "../support/until.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import { ask } from "../intake/draft.ts";
import { sendRouted } from "../intake/routed.ts";
import { dueOf, headOf, passHour, tick } from "./due.ts";

const DAY_MS = 24 * 3600_000;

let world: World;
let patient: SignedIn;

beforeAll(async () => {
  world = await startWorld();
  patient = await world.signIn(world.people.patient);
});
afterAll(() => world?.close());

const objectsOf = ({ submissionID }: SealedPackage) =>
  listVersions(world, `c/${world.clinics.riverside.clinicID}/${submissionID}/`);

/** A submission that was all sent and never handed over. */
async function unfinished(): Promise<SealedPackage> {
  const parcel = await sealPackage(patient, world.clinics.riverside);
  await parcel.putAll();
  await untilVerified(world, parcel.submissionID);
  await untilIdle(world);
  return parcel;
}

async function untilEnded({ submissionID }: SealedPackage): Promise<void> {
  await until("the end", async () => (await headOf(world, submissionID))["state"] === "expired");
}

async function untilErased({ submissionID }: SealedPackage): Promise<void> {
  await until("the deletion", async () => (await headOf(world, submissionID))["erasedAt"] !== undefined);
}

describe("a submission that nobody finishes", () => {
  it("says until when, ends, and leaves no object; each step is in the log", async () => {
    const parcel = await unfinished();
    const { submissionID } = parcel;
    const view = await patient.api.call(intakeRoutes.readSubmission, { submissionID });
    const leftMs = Date.parse(view.expiresAt ?? "") - Date.now();
    expect(leftMs / DAY_MS).toBeCloseTo(30, 1);

    await passHour(world, submissionID);
    await tick(world);
    await untilEnded(parcel);
    const ended = await patient.api.call(intakeRoutes.readSubmission, { submissionID });
    expect(ended.state).toBe("expired");
    expect(Date.parse(ended.expiresAt ?? "")).toBeLessThanOrEqual(Date.now());
    // A URL may still be good: nothing is deleted before what it brings is known.
    expect(await objectsOf(parcel)).toHaveLength(2);
    expect((await tick(world)).asked).toBe(0);

    await passHour(world, submissionID);
    await tick(world);
    await untilErased(parcel);
    expect(await objectsOf(parcel)).toEqual([]);
    const { head, ...documents } = await statesOf(world, submissionID);
    expect([head, ...Object.values(documents)]).toEqual(["expired", "abandoned", "abandoned"]);
    expect(await countEvents(world, submissionID)).toMatchObject({
      "submission.expire ok": 1,
      "document.erase ok": 2,
      "submission.erase ok": 1,
    });
    expect((await tick(world)).asked).toBe(0);
  });

  it("is not asked for each minute while its sweeper fails, and its end stays the day that was told", async () => {
    const { submissionID } = await unfinished();
    await passHour(world, submissionID);
    const { expiresAt } = await headOf(world, submissionID);
    const { clinicID } = world.clinics.riverside;
    expect(await deliver(world, [JSON.stringify({ clinicID, submissionID, look: true })])).toBe(0);
    expect(Date.parse((await dueOf(world, submissionID)) ?? "")).toBeGreaterThan(Date.now());
    expect(await headOf(world, submissionID)).toMatchObject({ state: "open", expiresAt });
    expect((await tick(world)).asked).toBe(0);
  });

  it("tells its sender plainly that it has ended, whatever he tries", async () => {
    const parcel = await unfinished();
    await passHour(world, parcel.submissionID);
    await tick(world);
    await untilEnded(parcel);
    const { submissionID } = parcel;
    const [document, manifest] = parcel.documents;
    const manifestID = manifest?.documentID;
    const submit = await ask(world, patient, intakeRoutes.submit, {
      submissionID,
      documentCount: 1,
      manifestID,
    });
    expect(submit.code).toBe("409 submission-expired");
    const documentID = document?.documentID;
    const abandon = await ask(world, patient, intakeRoutes.abandonDocument, { submissionID, documentID });
    expect(abandon.code).toBe("409 submission-expired");
  });

  it("goes on when its sender acts before the sweeper: the message then finds a new date", async () => {
    const parcel = await unfinished();
    const { submissionID } = parcel;
    await passHour(world, submissionID);
    await parcel.submit();
    const message = JSON.stringify({ clinicID: world.clinics.riverside.clinicID, submissionID });
    const Records = [{ messageId: "late", body: message }];
    expect(await world.cloud.invoke("sweep", { Records })).toEqual({ batchItemFailures: [] });
    await until("routing", async () => (await headOf(world, submissionID))["state"] === "routed");
    expect((await headOf(world, submissionID))["expiresAt"]).toBeUndefined();
    expect(await objectsOf(parcel)).toHaveLength(2);
  });
});

describe("what came back and was never answered", () => {
  it("ends too, and the clinic keeps what its team had got", async () => {
    const { submissionID, taskID } = await sendRouted(world, patient, world.clinics.riverside);
    const provider = await world.signIn(world.people.provider);
    const { version } = await provider.api.call(reviewRoutes.claim, { taskID, version: 1 });
    await provider.api.call(reviewRoutes.return, { taskID, version, reason: "pages-missing" });
    await passHour(world, submissionID);
    await tick(world);
    await until("the end", async () => (await headOf(world, submissionID))["state"] === "expired");
    await passHour(world, submissionID);
    await tick(world);
    await until("the last step", async () => (await headOf(world, submissionID))["erasedAt"] !== undefined);
    const prefix = `c/${world.clinics.riverside.clinicID}/${submissionID}/`;
    expect(await listVersions(world, prefix)).toHaveLength(2);
    const { head, ...documents } = await statesOf(world, submissionID);
    expect([head, ...Object.values(documents)]).toEqual(["expired", "verified", "verified"]);
    expect(await countEvents(world, submissionID)).not.toHaveProperty("document.erase ok");
  });
});

describe("a sweeper that is killed", () => {
  it("after the record, before the bucket, deletes the object when it comes again", async () => {
    const parcel = await unfinished();
    await passHour(world, parcel.submissionID);
    const first = world.cloud.killAt("sweep", "dynamodb:TransactWriteItems");
    await tick(world);
    await first;
    await untilEnded(parcel);
    world.cloud.redrive(world.names.queues.sweep.name);

    await passHour(world, parcel.submissionID);
    const second = world.cloud.killAt("sweep", "dynamodb:TransactWriteItems");
    await tick(world);
    await second;
    expect(await objectsOf(parcel)).toHaveLength(2);
    expect((await headOf(world, parcel.submissionID))["erasedAt"]).toBeUndefined();

    const third = world.cloud.killAt("sweep", "s3:DeleteObjectVersion");
    world.cloud.redrive(world.names.queues.sweep.name);
    await third;
    world.cloud.redrive(world.names.queues.sweep.name);
    await untilErased(parcel);
    expect(await objectsOf(parcel)).toEqual([]);
    expect(await countEvents(world, parcel.submissionID)).toMatchObject({
      "submission.expire ok": 1,
      "document.erase ok": 2,
      "submission.erase ok": 1,
    });
  });
});
