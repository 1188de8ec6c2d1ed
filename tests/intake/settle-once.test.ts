import { submitPackage } from "@postern/client";
import { LIMITS } from "@postern/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createdMessage, deliver, listVersions, untilIdle } from "../support/arrival.ts";
import {
  factsFor,
  sealPackage,
  statesOf,
  tinyFile,
  untilRouted,
  untilVerified,
} from "../support/sealed-package.ts";
import { settledOnce, tracesOf } from "../support/settlement.ts";
import { countEvents, dumpTable } from "../support/table-dump.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";

let world: World;
let patient: SignedIn;

beforeAll(async () => {
  world = await startWorld();
  patient = await world.signIn(world.people.patient);
});
afterAll(() => world.close());

const messagesOf = async (submissionID: string) => {
  const versions = await listVersions(world, `c/${world.clinics.riverside.clinicID}/${submissionID}/`);
  return versions.map((version) => createdMessage(world, version));
};

const settleMessage = (submissionID: string) =>
  JSON.stringify({ clinicID: world.clinics.riverside.clinicID, submissionID });

describe("a submission settles once", () => {
  it("when it has as many documents as one may have", async () => {
    const documentCount = LIMITS.documentsPerSubmission;
    const files = Array.from({ length: documentCount }, (_, index) => tinyFile(`page ${index}.pdf`));
    const facts = factsFor(world.clinics.riverside);
    const { submissionID } = await submitPackage({ ...patient, files, facts });
    await untilRouted(world, submissionID, 40);
    expect(await tracesOf(world, submissionID)).toEqual(settledOnce(documentCount));
  }, 60_000);

  it("when every document has arrived before it is submitted", async () => {
    const parcel = await sealPackage(patient, world.clinics.riverside, { files: [tinyFile(), tinyFile()] });
    await parcel.putAll();
    await untilVerified(world, parcel.submissionID);
    await parcel.submit();
    await untilRouted(world, parcel.submissionID);
    expect(await tracesOf(world, parcel.submissionID)).toEqual(settledOnce(2));
  });

  it("when it was submitted before anything arrived", async () => {
    const parcel = await sealPackage(patient, world.clinics.riverside, { files: [tinyFile(), tinyFile()] });
    await parcel.submit();
    expect((await statesOf(world, parcel.submissionID))["head"]).toBe("submitted");
    await parcel.putAll();
    await untilRouted(world, parcel.submissionID);
    expect(await tracesOf(world, parcel.submissionID)).toEqual(settledOnce(2));
  });

  it("when every event comes five times, side by side, before and after it was submitted", async () => {
    const parcel = await sealPackage(patient, world.clinics.riverside, { files: [tinyFile(), tinyFile()] });
    await parcel.putAll();
    const messages = await messagesOf(parcel.submissionID);
    expect(messages).toHaveLength(3);
    const fiveTimes = Array.from({ length: 5 }, () => messages).flat();
    const twoAtOnce = () => Promise.all([deliver(world, fiveTimes), deliver(world, fiveTimes)]);

    expect(await twoAtOnce()).toEqual([0, 0]);
    expect(await countEvents(world, parcel.submissionID)).toMatchObject({ "document.verify ok": 3 });
    await parcel.submit();
    expect(await twoAtOnce()).toEqual([0, 0]);
    await untilRouted(world, parcel.submissionID);
    expect(await twoAtOnce()).toEqual([0, 0]);
    expect(await deliver(world, Array(5).fill(settleMessage(parcel.submissionID)))).toBe(0);
    expect(await tracesOf(world, parcel.submissionID)).toEqual(settledOnce(2));
  });

  it("and leaves nothing in the queues", async () => {
    await untilIdle(world);
    const dead = [world.names.queues["ingest-dead"], world.names.queues["settle-dead"]];
    for (const { name } of dead) expect(world.cloud.queueDepth(name)).toEqual({ visible: 0, inFlight: 0 });
  });
});

describe("an event that is not about an upload of ours", () => {
  it("is refused when it names another bucket or no key of ours, and changes nothing", async () => {
    const [version] = await listVersions(world);
    if (version === undefined) throw new Error("There is no object yet.");
    const foreign = createdMessage(world, version).replace(world.names.documentBucket.name, "elsewhere");
    const nameless = createdMessage(world, { ...version, key: "c/a/b" });
    const unheard = createdMessage(world, { ...version, versionID: "no-such-version" });
    const before = await dumpTable(world, "record");
    expect(await deliver(world, [foreign, nameless, "not json", unheard])).toBe(4);
    expect(await dumpTable(world, "record")).toEqual(before);
  });
});
