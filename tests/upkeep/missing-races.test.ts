import { S3Client } from "@aws-sdk/client-s3";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { createLedger } from "@postern/core/audit";
import { createDatabase, createVerification } from "@postern/core/aws";
import { Document } from "@postern/core/document";
import { changeDocument, changeSubmission, objectKey, type DocumentRecord } from "@postern/core/intake";
import { idSource, iso, systemClock, type Context } from "@postern/core/kernel";
import { describe, expect, it } from "vitest";
import { TABLE_NAMES, record } from "../../infra/policy/index.ts";
import { REGION } from "../../scripts/topology.ts";
import { seed } from "../intake/ingest-clinic.ts";
import { auditNow, documentNow, headNow, ok, prepareBoth, setScene, settle } from "../intake/ingest-scene.ts";

const TWO_DAYS_MS = 2 * 24 * 3600_000;
const MISSING = { state: "quarantined", reason: "missing" };

const scene = setScene();

/**
 * What ingest finds two days after the hand-over, under its own rights.
 *
 * @param meanwhile happens between its look into the bucket and its transaction, the first time
 * @param looker under whose rights it looks into the bucket
 */
async function reportMissing(
  { documentID, attemptID }: DocumentRecord,
  meanwhile: () => Promise<void>,
  looker: "ingest" | "intake" = "ingest",
) {
  const { cloud, names } = scene.world;
  const { clinicID, submissionID } = scene.sender;
  const placeOf = (name: typeof looker) => ({
    region: REGION,
    credentials: cloud.credentialsFor(names.tenantRoles[name].name, { clinic: clinicID }),
  });
  const dynamo = new DynamoDBClient({ ...placeOf("ingest"), endpoint: cloud.endpoints.aws });
  const tables = record(TABLE_NAMES, (table) => names.tables[table].name);
  const database = createDatabase(DynamoDBDocumentClient.from(dynamo), tables);
  const s3 = new S3Client({ ...placeOf(looker), endpoint: cloud.endpoints.s3 });
  const verification = createVerification(s3, names.documentBucket.name);
  let looks = 0;
  const findVersion = async (key: string) => {
    const found = await verification.findVersion(key);
    looks += 1;
    if (looks === 1) await meanwhile();
    return found;
  };
  const ctx: Context = {
    actor: { type: "system", clinicID, component: "ingest" },
    ledger: createLedger(database),
    clock: { now: () => systemClock.now() + TWO_DAYS_MS },
    newID: idSource(systemClock),
    request: { id: "req" },
    pause: () => Promise.resolve(),
  };
  const deps = { reader: database, verification: { ...verification, findVersion } };
  return await Document.reportMissing(deps, ctx, { submissionID, documentID, attemptID });
}

const nothing = () => Promise.resolve();

/** A document and its list, handed over; the list has come. */
async function handedOver() {
  const both = await prepareBoth(scene);
  await scene.sender.submit();
  await scene.sender.send(both.manifest);
  expect(await scene.handler(await scene.world.arrived(1))).toEqual(ok);
  return { ...both, lost: both.document.document };
}

async function rowOf(document: DocumentRecord): Promise<DocumentRecord> {
  const row = await documentNow(scene, document);
  if (row === null) throw new Error("the row is gone");
  return row;
}

describe("an object that comes while its document is found missing", () => {
  it("and is verified first: the document is not missing, and all of it is routed", async () => {
    const { document, lost } = await handedOver();
    const reported = await reportMissing(lost, async () => {
      await scene.sender.send(document);
      expect(await scene.handler(await scene.world.arrived(1))).toEqual(ok);
    });
    expect(reported).toEqual({ state: "verified" });
    expect(await rowOf(lost)).toMatchObject({ state: "verified" });
    expect(await headNow(scene)).toMatchObject({ state: "routed" });
    expect((await auditNow(scene)).filter((event) => event.includes("missing"))).toEqual([]);
  });

  it("and whose event comes after: it stays out and cannot be read, and its sender is asked for it", async () => {
    const { document, lost } = await handedOver();
    let versionID = "";
    await reportMissing(lost, async () => {
      versionID = await scene.sender.send(document);
    });
    expect(await rowOf(lost)).toMatchObject(MISSING);
    const events = await scene.world.arrived(1);
    for (let time = 1; time <= 2; time++) expect(await scene.handler(events)).toEqual(ok);
    expect(await rowOf(lost)).toMatchObject({ ...MISSING, objectVersionID: versionID });
    expect(await scene.world.tagsOf(objectKey(lost), versionID)).toEqual({});
    expect(await headNow(scene)).toMatchObject({ state: "incomplete" });
    expect((await auditNow(scene)).toSorted()).toEqual([
      "document.report-missing ok missing",
      "document.verify ok",
      "document.verify ok late",
      "submission.route ok incomplete",
    ]);
  });

  it("and whose event comes after another took its place: the other one is routed, alone", async () => {
    const { document, lost } = await handedOver();
    await reportMissing(lost, nothing);
    await settle(scene);
    const [row, head] = [await rowOf(lost), await headNow(scene)];
    if (head === null) throw new Error("the row is gone");
    const standIn = await scene.sender.prepare("document", 700_000);
    await seed(scene.world, [
      changeDocument(row, { state: "abandoned" }),
      changeSubmission(head, { state: "submitted" }, iso(Date.now())),
    ]);
    const versionID = await scene.sender.send(document);
    expect(await scene.handler(await scene.world.arrived(1))).toEqual(ok);
    expect(await headNow(scene)).toMatchObject({ state: "submitted" });
    await scene.sender.send(standIn);
    expect(await scene.handler(await scene.world.arrived(1))).toEqual(ok);
    expect(await headNow(scene)).toMatchObject({ state: "routed", documentCount: 1 });
    expect(await rowOf(lost)).toMatchObject({ state: "abandoned", objectVersionID: versionID });
    expect(await rowOf(standIn.document)).toMatchObject({ state: "verified" });
  });
});

describe("a document is never missing", () => {
  it("while its object is there, though nobody has verified it", async () => {
    const { document, lost } = await handedOver();
    await scene.sender.send(document);
    expect(await reportMissing(lost, nothing)).toEqual({ state: "uploading" });
    expect(await rowOf(lost)).toMatchObject({ state: "uploading" });
    await scene.handler(await scene.world.arrived(1));
  });

  it("while the bucket refuses to say what is there", async () => {
    const { lost } = await handedOver();
    await expect(reportMissing(lost, nothing, "intake")).rejects.toMatchObject({ code: "unavailable" });
    expect(await rowOf(lost)).toMatchObject({ state: "uploading" });
  });

  it("when its submission was not handed over, or it was started again", async () => {
    const { document } = await prepareBoth(scene);
    expect(await reportMissing(document.document, nothing)).toEqual({ state: "uploading" });
    await scene.sender.submit();
    const former = { ...document.document, attemptID: idSource(systemClock)("att") };
    expect(await reportMissing(former, nothing)).toEqual({ state: null });
    expect(await rowOf(document.document)).toMatchObject({ state: "uploading" });
  });

  it("twice: a repeat finds it put aside", async () => {
    const { lost } = await handedOver();
    const reports = [1, 2, 3].map(() => reportMissing(lost, nothing));
    expect(await Promise.all(reports)).toEqual(Array(3).fill({ state: "quarantined" }));
    await settle(scene);
    const events = await auditNow(scene);
    expect(events.filter((event) => event.includes("missing"))).toHaveLength(1);
    expect(await headNow(scene)).toMatchObject({ state: "incomplete" });
  });
});
