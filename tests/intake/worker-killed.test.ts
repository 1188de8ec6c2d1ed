import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GetObjectTaggingCommand } from "@aws-sdk/client-s3";
import { bringBack, listVersions, untilIdle, type StoredVersion } from "../support/arrival.ts";
import { rootPrincipal } from "../support/principal.ts";
import {
  sealPackage,
  statesOf,
  untilRouted,
  untilVerified,
  type SealedPackage,
} from "../support/sealed-package.ts";
import { settledOnce, tracesOf } from "../support/settlement.ts";
import { until } from "../support/until.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";

let world: World;
let patient: SignedIn;

beforeAll(async () => {
  world = await startWorld();
  patient = await world.signIn(world.people.patient);
});
afterAll(() => world.close());

/** The one document that is sent last, when everything else of its submission is there. */
async function almostSent(): Promise<{ parcel: SealedPackage; sendLast: () => Promise<void> }> {
  const parcel = await sealPackage(patient, world.clinics.riverside);
  const [document, manifest] = parcel.documents;
  if (document === undefined || manifest === undefined) throw new Error("There are not two documents.");
  await parcel.put(manifest);
  await until("the list's verification", async () => {
    const states = await statesOf(world, parcel.submissionID);
    return states[manifest.documentID] === "verified";
  });
  await parcel.submit();
  await untilIdle(world);
  return { parcel, sendLast: () => parcel.put(document) };
}

async function tagsOf({ key, versionID }: StoredVersion) {
  const { s3 } = rootPrincipal(world);
  const Bucket = world.names.documentBucket.name;
  const { TagSet } = await s3.send(new GetObjectTaggingCommand({ Bucket, Key: key, VersionId: versionID }));
  return TagSet;
}

describe("a worker that is killed", () => {
  it("between the tag and the record leaves an unverified document, and its message finishes the work", async () => {
    const { parcel, sendLast } = await almostSent();
    const killed = world.cloud.killAt("ingest", "s3:PutObjectVersionTagging");
    await sendLast();
    await killed;

    const [document] = parcel.documents;
    const states = await statesOf(world, parcel.submissionID);
    expect(states).toMatchObject({ head: "submitted", [document?.documentID ?? ""]: "uploading" });
    const [version] = await listVersions(world, document?.objectKey);
    expect(version && (await tagsOf(version))).toEqual([{ Key: "state", Value: "verified" }]);

    bringBack(world);
    await untilRouted(world, parcel.submissionID);
    expect(await tracesOf(world, parcel.submissionID)).toEqual(settledOnce(1));
  });

  it("between the record and the routing leaves it to the same message to route", async () => {
    const { parcel, sendLast } = await almostSent();
    const killed = world.cloud.killAt("ingest", "dynamodb:TransactWriteItems");
    await sendLast();
    await killed;

    await untilVerified(world, parcel.submissionID);
    expect((await statesOf(world, parcel.submissionID))["head"]).toBe("submitted");

    bringBack(world);
    await untilRouted(world, parcel.submissionID);
    expect(await tracesOf(world, parcel.submissionID)).toEqual(settledOnce(1));
  });

  it("after the routing, before it could say so, does not route twice", async () => {
    const { parcel, sendLast } = await almostSent();
    const killed = world.cloud.killAt("ingest", "dynamodb:TransactWriteItems", 2);
    await sendLast();
    await untilVerified(world, parcel.submissionID);
    bringBack(world);
    await killed;
    expect(await tracesOf(world, parcel.submissionID)).toEqual(settledOnce(1));

    bringBack(world);
    await untilIdle(world);
    expect(await tracesOf(world, parcel.submissionID)).toEqual(settledOnce(1));
  });
});
