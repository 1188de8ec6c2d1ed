import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listVersions } from "../support/arrival.ts";
import { sealPackage, statesOf, untilRouted } from "../support/sealed-package.ts";
import { settledOnce, tracesOf } from "../support/settlement.ts";
import { dumpTables } from "../support/table-dump.ts";
import { until } from "../support/until.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import { passHour, tick } from "./due.ts";

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
  });
});

describe("what never came", () => {
  it("is looked for again and again, and changes nothing", async () => {
    const parcel = await sealPackage(patient, world.clinics.riverside);
    await parcel.submit();
    await passHour(world, parcel.submissionID);
    const before = await dumpTables(world, ["record", "audit"]);
    for (let run = 0; run < 3; run++) expect((await tick(world)).asked).toBe(1);
    await until("the end of the looks", () => {
      const { visible, inFlight } = world.cloud.queueDepth(world.names.queues.settle.name);
      return visible + inFlight === 0;
    });
    expect(await dumpTables(world, ["record", "audit"])).toEqual(before);

    await parcel.putAll();
    await untilRouted(world, parcel.submissionID);
  });
});
