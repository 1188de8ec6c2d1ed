import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bringBack, deliver, listVersions, untilIdle } from "../support/arrival.ts";
import { sealPackage, statesOf, untilRouted } from "../support/sealed-package.ts";
import { settledOnce, tracesOf } from "../support/settlement.ts";
import { countEvents } from "../support/table-dump.ts";
import { until } from "../support/until.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import { dueOf, passHour, tick } from "./due.ts";

let world: World;
let patient: SignedIn;

beforeAll(async () => {
  world = await startWorld();
  patient = await world.signIn(world.people.patient);
});
afterAll(() => world?.close());

describe("a document whose event was lost", () => {
  it("is found once it is late, and its submission routed", async () => {
    const parcel = await sealPackage(patient, world.clinics.riverside);
    const [document, manifest] = parcel.documents;
    if (document === undefined || manifest === undefined) throw new Error("There are not two documents.");
    await parcel.put(manifest);
    await until("the list's verification", async () => {
      return (await statesOf(world, parcel.submissionID))[manifest.documentID] === "verified";
    });
    // The worker dies over the event, which stays away for half a minute; longer than this test.
    const killed = world.cloud.killAt("ingest", "s3:GetObjectVersion");
    await parcel.put(document);
    await killed;
    await parcel.submit();
    expect(await listVersions(world, document.objectKey)).toHaveLength(1);

    expect(await tick(world)).toEqual({ clinics: 2, asked: 0, failed: 0 });
    await passHour(world, parcel.submissionID);
    expect(await tick(world)).toEqual({ clinics: 2, asked: 1, failed: 0 });
    await untilRouted(world, parcel.submissionID);
    expect(await tracesOf(world, parcel.submissionID)).toEqual(settledOnce(1));
    expect((await tick(world)).asked).toBe(0);
    bringBack(world);
    await untilIdle(world);
    expect(await tracesOf(world, parcel.submissionID)).toEqual(settledOnce(1));
  });
});

describe("what never came", () => {
  it("is looked for again and again, less and less often, and stays as it is", async () => {
    const parcel = await sealPackage(patient, world.clinics.riverside);
    const { submissionID } = parcel;
    await parcel.submit();
    await untilIdle(world);
    const { head: _, ...before } = await statesOf(world, submissionID);
    for (let look = 1; look <= 3; look++) {
      await passHour(world, submissionID);
      expect(await tick(world)).toMatchObject({ asked: 1, failed: 0 });
      await untilIdle(world);
      expect(Date.parse((await dueOf(world, submissionID)) ?? "")).toBeGreaterThan(Date.now());
      expect((await tick(world)).asked).toBe(0);
      expect(await countEvents(world, submissionID)).toMatchObject({ "submission.postpone ok": look });
    }
    expect(await statesOf(world, submissionID)).toEqual({ head: "submitted", ...before });

    await parcel.putAll();
    await untilRouted(world, submissionID);
  });

  it("is put off once by a message that comes again and again, and side by side", async () => {
    const { submissionID, submit } = await sealPackage(patient, world.clinics.riverside);
    await submit();
    await untilIdle(world);
    await passHour(world, submissionID);
    const { clinicID } = world.clinics.riverside;
    const look = JSON.stringify({ clinicID, submissionID, look: true });
    const batch = Array.from({ length: 5 }, () => look);
    expect(await Promise.all([deliver(world, batch), deliver(world, batch)])).toEqual([0, 0]);
    const dueAt = await dueOf(world, submissionID);
    expect(await deliver(world, batch)).toBe(0);
    expect(await dueOf(world, submissionID)).toBe(dueAt);
    expect(await countEvents(world, submissionID)).toMatchObject({ "submission.postpone ok": 1 });
  });

  it("is put off even when the look itself fails, so that nothing piles up", async () => {
    const { submissionID, submit } = await sealPackage(patient, world.clinics.riverside);
    await submit();
    await untilIdle(world);
    await passHour(world, submissionID);
    const killed = world.cloud.killAt("ingest", "s3:ListBucket");
    await tick(world);
    await killed;
    expect((await tick(world)).asked).toBe(0);
  });
});
