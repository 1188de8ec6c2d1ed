import { intakeRoutes, reviewRoutes } from "@postern/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bringBack, deliver, listVersions, untilIdle } from "../support/arrival.ts";
import {
  sealPackage,
  tinyFile,
  untilRouted,
  untilVerified,
  type SealedDocument,
  type SealedPackage,
} from "../support/sealed-package.ts";
import { until } from "../support/until.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import { required } from "../intake/draft.ts";
import { taskOf } from "../intake/routed.ts";
import { headOf, passHour, passHourSinceRouting, tick } from "./due.ts";

let world: World;
let patient: SignedIn;

beforeAll(async () => {
  world = await startWorld();
  patient = await world.signIn(world.people.patient);
});
afterAll(() => world?.close());

const keysOf = async ({ submissionID }: SealedPackage) =>
  (await listVersions(world, `c/${world.clinics.riverside.clinicID}/${submissionID}/`)).map(({ key }) => key);
const keysOfAll = (documents: readonly SealedDocument[]) =>
  documents.map(({ objectKey }) => objectKey).toSorted();

const pair = () =>
  sealPackage(patient, world.clinics.riverside, { files: [tinyFile("a.pdf"), tinyFile("b.pdf")] });

const firstOf = ({ documents }: SealedPackage) => required(documents[0]);

async function untilErased({ submissionID }: SealedPackage): Promise<void> {
  await until("the deletion", async () => (await headOf(world, submissionID))["erasedAt"] !== undefined);
  await untilIdle(world);
}

const isDue = async ({ submissionID }: SealedPackage) =>
  (await headOf(world, submissionID))["gsi3pk"] !== undefined;

/** Sends one document; the worker dies over its event, which stays away until it is brought back. */
async function putUnheard(parcel: SealedPackage, document: SealedDocument): Promise<void> {
  const killed = world.cloud.killAt("ingest", "s3:GetObjectVersion");
  await parcel.put(document);
  await killed;
}

/** An hour passes; the clock calls, and all that it asks for is done. */
async function sweepOnce(parcel: SealedPackage, pass = passHour): Promise<void> {
  await pass(world, parcel.submissionID);
  await tick(world);
  await untilErased(parcel);
}

const abandon = (submissionID: SealedPackage["submissionID"], { documentID }: SealedDocument) =>
  patient.api.call(intakeRoutes.abandonDocument, { submissionID, documentID });

async function submit({ submissionID, documents }: SealedPackage, documentCount: number): Promise<void> {
  const { documentID: manifestID } = required(documents.at(-1));
  await patient.api.call(intakeRoutes.submit, { submissionID, documentCount, manifestID });
  await untilRouted(world, submissionID);
}

describe("what was cancelled", () => {
  it("leaves nothing of an attempt whose event comes only after all was deleted", async () => {
    const parcel = await pair();
    const { submissionID } = parcel;
    const document = firstOf(parcel);
    const { documentID, attemptID: after } = document;
    await putUnheard(parcel, document);
    const facts = { messageID: Buffer.alloc(32, 7).toString("base64"), sealedSizeBytes: 1000 } as const;
    const again = { submissionID, documentID, after, ...facts, upload: "single" } as const;
    await patient.api.call(intakeRoutes.startAttempt, again);
    await patient.api.call(intakeRoutes.cancelSubmission, { submissionID });
    await passHour(world, submissionID);
    await tick(world);
    await until("the deletion", async () => (await headOf(world, submissionID))["erasedAt"] !== undefined);
    expect(await keysOf(parcel)).toEqual([document.objectKey]);

    bringBack(world);
    await until("the late event", () => isDue(parcel));
    expect((await headOf(world, submissionID))["erasedAt"]).toBeUndefined();
    await sweepOnce(parcel);
    expect(await keysOf(parcel)).toEqual([]);
    expect((await tick(world)).asked).toBe(0);
  });

  it("leaves nothing of a document whose event was lost, whether the sweeper or the look comes first", async () => {
    const parcel = await pair();
    const { submissionID } = parcel;
    await putUnheard(parcel, firstOf(parcel));
    await patient.api.call(intakeRoutes.cancelSubmission, { submissionID });
    await passHour(world, submissionID);
    const message = JSON.stringify({ clinicID: world.clinics.riverside.clinicID, submissionID });
    const Records = [{ messageId: "first", body: message }];
    expect(await world.cloud.invoke("sweep", { Records })).toEqual({ batchItemFailures: [] });
    expect(await keysOf(parcel)).toHaveLength(1);

    bringBack(world);
    await until("the late event", () => isDue(parcel));
    await sweepOnce(parcel);
    expect(await keysOf(parcel)).toEqual([]);
    expect((await tick(world)).asked).toBe(0);
  });
});

describe("what was taken out before the care team got the rest", () => {
  it("is deleted once no URL is good, and the rest stays, decided or not", async () => {
    const parcel = await pair();
    await parcel.putAll();
    await untilVerified(world, parcel.submissionID);
    await abandon(parcel.submissionID, firstOf(parcel));
    await submit(parcel, 1);
    await untilIdle(world);
    await tick(world);
    await untilIdle(world);
    expect(await keysOf(parcel)).toHaveLength(3);

    const provider = await world.signIn(world.people.provider);
    const taskID = await taskOf(world, parcel.submissionID, 1);
    const { version } = await provider.api.call(reviewRoutes.claim, { taskID, version: 1 });
    await provider.api.call(reviewRoutes.accept, { taskID, version });
    await sweepOnce(parcel, passHourSinceRouting);
    expect((await keysOf(parcel)).toSorted()).toEqual(keysOfAll(parcel.documents.slice(1)));
    expect(await headOf(world, parcel.submissionID)).toMatchObject({ state: "closed", documentCount: 1 });
    expect((await tick(world)).asked).toBe(0);
  });

  it("is found and deleted even when nobody heard that it came", async () => {
    const parcel = await pair();
    const [lost, ...rest] = parcel.documents;
    await putUnheard(parcel, required(lost));
    await abandon(parcel.submissionID, required(lost));
    for (const document of rest) await parcel.put(document);
    await submit(parcel, 1);
    const { submissionID } = parcel;
    const { clinicID } = world.clinics.riverside;
    expect(await deliver(world, [JSON.stringify({ clinicID, submissionID, look: true })])).toBe(0);
    await passHourSinceRouting(world, submissionID);
    await tick(world);
    await until("the deletion", async () => (await headOf(world, submissionID))["erasedAt"] !== undefined);
    expect((await keysOf(parcel)).toSorted()).toEqual(keysOfAll(rest));
  });
});
