import { replaceDocuments } from "@postern/client";
import { adminRoutes, intakeRoutes, type SubmissionID } from "@postern/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listVersions, untilIdle } from "../support/arrival.ts";
import {
  sealPackage,
  statesOf,
  tinyFile,
  untilRouted,
  type SealedDocument,
} from "../support/sealed-package.ts";
import { tracesOf } from "../support/settlement.ts";
import { countEvents, dumpTable } from "../support/table-dump.ts";
import { until } from "../support/until.ts";
import { startWorld, type SignedIn, type World } from "../support/world.ts";
import { passDay, passHour, tick } from "./due.ts";

let world: World;
let patient: SignedIn;

beforeAll(async () => {
  world = await startWorld();
  patient = await world.signIn(world.people.patient);
});
afterAll(() => world?.close());

/** Handed over with only some of it sent: of two documents and their list, what `sent` chooses. */
async function handedOver(sent: (document: SealedDocument, index: number) => boolean) {
  const files = [tinyFile("here.pdf"), tinyFile("lost.pdf")];
  const parcel = await sealPackage(patient, world.clinics.riverside, { files });
  const [here, lost, list] = parcel.documents;
  if (here === undefined || lost === undefined || list === undefined) throw new Error("There are not three.");
  for (const document of parcel.documents.filter(sent)) await parcel.put(document);
  await parcel.submit();
  await untilIdle(world);
  return { ...parcel, here, lost, list };
}

const untilState = (submissionID: SubmissionID, state: string) =>
  until(state, async () => (await statesOf(world, submissionID))["head"] === state);

const viewOf = (submissionID: SubmissionID) =>
  patient.api.call(intakeRoutes.readSubmission, { submissionID });

describe("a document whose bytes never come", () => {
  it("is missing after a day; its sender is told, sends it again, and the team gets all of it once", async () => {
    const { submissionID, here, lost, list, put } = await handedOver((_, index) => index !== 1);
    await passHour(world, submissionID);
    await tick(world);
    await untilIdle(world);
    expect((await viewOf(submissionID)).state).toBe("submitted");

    await passDay(world, submissionID);
    await tick(world);
    await untilState(submissionID, "incomplete");
    const told = await viewOf(submissionID);
    const states = told.documents.map(({ documentID, state, reason }) => [documentID, reason ?? state]);
    expect(Object.fromEntries(states)).toEqual({
      [here.documentID]: "verified",
      [lost.documentID]: "missing",
      [list.documentID]: "verified",
    });
    expect(await countEvents(world, submissionID)).toMatchObject({ "document.report-missing ok": 1 });

    const replacements = [{ documentID: lost.documentID, file: tinyFile("again.pdf") }];
    await replaceDocuments({ ...patient, submissionID, replacements });
    await untilRouted(world, submissionID);
    expect(await tracesOf(world, submissionID)).toMatchObject({ head: "routed", tasks: 1, receipts: 1 });

    // What was on its way all the time comes at last: it stays out, and is noted.
    await put(lost);
    const [version] = await listVersions(world, lost.objectKey);
    await until("the note", async () => {
      const rows = await dumpTable(world, "record");
      return rows.some((row) => row["objectVersionID"] === version?.versionID);
    });
    await untilIdle(world);
    expect((await statesOf(world, submissionID))[lost.documentID]).toBe("abandoned");
    expect(await tracesOf(world, submissionID)).toMatchObject({ head: "routed", tasks: 1, receipts: 1 });
  }, 60_000);

  it("may be the list of the files", async () => {
    const { submissionID, list } = await handedOver(({ kind }) => kind !== "manifest");
    await passDay(world, submissionID);
    await tick(world);
    await untilState(submissionID, "incomplete");
    const { documents } = await viewOf(submissionID);
    const aside = documents.filter(({ state }) => state === "quarantined");
    expect(aside).toMatchObject([{ documentID: list.documentID, kind: "manifest", reason: "missing" }]);
  });

  it("may be all of them, and is told to whoever looks after the clinic", async () => {
    const { submissionID, here, lost, list } = await handedOver(() => false);
    const owner = await world.signIn(world.people.owner);
    const officer = await world.signIn(world.people.securityOfficer);
    const putAside = async () =>
      (await owner.api.call(adminRoutes.overview, {})).days.reduce((sum, day) => sum + day.putAside, 0);
    const before = await putAside();
    await passDay(world, submissionID);
    await tick(world);
    await untilState(submissionID, "incomplete");
    expect(await putAside()).toBe(before + 1);
    const { documents } = await officer.api.call(adminRoutes.quarantine, {});
    const own = documents.filter((document) => document.submissionID === submissionID);
    expect(Object.fromEntries(own.map(({ documentID, reason }) => [documentID, reason]))).toEqual(
      Object.fromEntries([here, lost, list].map(({ documentID }) => [documentID, "missing"])),
    );
    expect(own).toHaveLength(3);
  });
});

describe("a document whose object is there", () => {
  it("is never missing, however late its event: it is verified, and the submission routed", async () => {
    const { submissionID, lost, ...parcel } = await handedOver((_, index) => index !== 1);
    const killed = world.cloud.killAt("ingest", "s3:GetObjectVersion");
    await parcel.put(lost);
    await killed;
    expect(await listVersions(world, lost.objectKey)).toHaveLength(1);
    await passDay(world, submissionID);
    await tick(world);
    await untilRouted(world, submissionID);
    expect(await countEvents(world, submissionID)).not.toHaveProperty("document.report-missing ok");
  });
});
