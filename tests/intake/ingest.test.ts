import { GetObjectCommand } from "@aws-sdk/client-s3";
import type { QuarantineReason } from "@postern/contract";
import { changeDocument, changeSubmission, objectKey, type DocumentRecord } from "@postern/core/intake";
import { iso } from "@postern/core/kernel";
import { describe, expect, it } from "vitest";
import { countsOf } from "../../packages/core/src/task/store.ts";
import { seed } from "./ingest-clinic.ts";
import type { LambdaBatch } from "./ingest-cloud.ts";
import { auditNow, documentNow, headNow, ok, sendBoth, setScene, settle } from "./ingest-scene.ts";
import type { Deviation } from "./ingest-sender.ts";

const scene = setScene();
const failuresOf = (batch: LambdaBatch) => ({
  batchItemFailures: batch.Records.map(({ messageId }) => ({ itemIdentifier: messageId })),
});

describe("an object arrives", () => {
  it("is verified, tagged so that it can be read, and audited", async () => {
    const { document, versionID, batch } = await sendBoth(scene);
    const key = objectKey(document.document);
    const get = new GetObjectCommand({
      Bucket: scene.world.names.documentBucket.name,
      Key: key,
      VersionId: versionID,
    });
    const reader = scene.world.reader(scene.clinic.clinicID);
    await expect(reader.send(get)).rejects.toMatchObject({ name: "AccessDenied" });
    expect(await scene.handler(batch)).toEqual(ok);
    expect(await documentNow(scene, document.document)).toMatchObject({
      state: "verified",
      objectVersionID: versionID,
      sha256: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/) as string,
      verifiedAt: expect.any(String) as string,
    });
    expect((await reader.send(get)).ContentLength).toBe(document.document.sealedSizeBytes);
    expect(await auditNow(scene)).toEqual(["document.verify ok", "document.verify ok"]);
    expect(await headNow(scene)).toMatchObject({ state: "open" });
  });

  it("in many parts is held against the digest of each of them", async () => {
    const manifest = await scene.sender.prepare("manifest");
    const large = await scene.sender.prepare("document", 17 * 1024 ** 2);
    await scene.sender.open(1, manifest.document);
    expect(large.pieces).toHaveLength(3);
    await scene.sender.send(large);
    expect(await scene.handler(await scene.world.arrived(1))).toEqual(ok);
    expect(await documentNow(scene, large.document)).toMatchObject({
      state: "verified",
      sha256: expect.stringMatching(/=-3$/) as string,
    });
  });

  it("changes nothing when its event comes again, five times and two at once", async () => {
    const { document, batch } = await sendBoth(scene);
    await scene.sender.submit();
    await Promise.all([scene.handler(batch), scene.handler(batch)]);
    for (let again = 0; again < 5; again++) expect(await scene.handler(batch)).toEqual(ok);
    expect(await auditNow(scene)).toEqual([
      "document.verify ok",
      "document.verify ok",
      "submission.route ok referrals@1",
    ]);
    expect(await documentNow(scene, document.document)).toMatchObject({ version: 2 });
    const counts = await countsOf(scene.world.database, scene.clinic.clinicID, scene.clinic.referrals);
    expect(counts).toEqual({ open: 1, claimed: 0 });
  });

  it("of an attempt that was given up stays unread", async () => {
    const { document, versionID, batch } = await sendBoth(scene);
    const set = { attemptID: "att_00000000000000000000000000" as DocumentRecord["attemptID"] };
    await seed(scene.world, [changeDocument(document.document, set)]);
    expect(await scene.handler(batch)).toEqual(ok);
    expect(await documentNow(scene, document.document)).toMatchObject({ state: "uploading" });
    expect(await scene.world.tagsOf(objectKey(document.document), versionID)).toEqual({});
  });

  it("comes again while the table or the keys fail, and is verified then", async () => {
    const { document, batch } = await sendBoth(scene);
    const tableBack = scene.world.cloud.failTable(scene.world.names.tables.audit.name);
    expect(await scene.handler(batch)).toEqual(failuresOf(batch));
    tableBack();
    const keysBack = scene.world.cloud.failKms();
    expect(await scene.handler(batch)).toEqual(failuresOf(batch));
    keysBack();
    expect(await documentNow(scene, document.document)).toMatchObject({ state: "uploading" });
    expect(await scene.handler(batch)).toEqual(ok);
    expect(await documentNow(scene, document.document)).toMatchObject({ state: "verified" });
    expect(await auditNow(scene)).toHaveLength(2);
  }, 60_000);

  it("can no longer be read when its event comes again after a reader has put it aside", async () => {
    const { document, versionID, batch } = await sendBoth(scene);
    await scene.handler(batch);
    const key = objectKey(document.document);
    expect(await scene.world.tagsOf(key, versionID)).toEqual({ state: "verified" });
    const verified = await documentNow(scene, document.document);
    if (verified === null) throw new Error("the row is gone");
    const set = { state: "quarantined", reason: "reported-unreadable" } as const;
    await seed(scene.world, [changeDocument(verified, set)]);
    expect(await scene.handler(batch)).toEqual(ok);
    expect(await scene.world.tagsOf(key, versionID)).toEqual({});
    expect(await documentNow(scene, document.document)).toMatchObject(set);
  });

  it("in a version that is not the verified one is refused", async () => {
    const { batch } = await sendBoth(scene);
    await scene.handler(batch);
    const other = batch.Records.map(({ messageId, body }) => ({
      messageId,
      body: body.replace(/"versionId":"[^"]+"/, '"versionId":"another"'),
    }));
    expect(await scene.handler({ Records: other })).toEqual(failuresOf(batch));
  });
});

describe("what is not as recorded is put aside", () => {
  const flip = (bytes: Buffer) => {
    const other = Buffer.from(bytes);
    other.writeUInt8(other.readUInt8(other.length - 1) ^ 1, other.length - 1);
    return other;
  };
  const suite = (bytes: Buffer) => {
    const other = Buffer.from(bytes);
    other.writeUInt16BE(0x0578, 1);
    return other;
  };
  const cases: readonly (readonly [string, QuarantineReason, Deviation])[] = [
    ["another length", "size-differs", { recorded: { sealedSizeBytes: 12 } }],
    ["one other bit", "checksum-differs", { swap: flip }],
    ["an unsealed file", "not-sealed", { spoil: (bytes) => Buffer.alloc(bytes.length, "%PDF-1.7") }],
    ["a header that is cut off", "not-sealed", { spoil: (bytes) => bytes.subarray(0, 100) }],
    ["another suite", "wrong-suite", { spoil: suite }],
    ["another frame length", "wrong-suite", { sealed: { frameLengthBytes: 128 * 1024 } }],
    ["another clinic's context", "wrong-context", { sealed: { context: { clinic: "x", submission: "y" } } }],
    ["another message id", "wrong-message", { sealed: { messageID: Buffer.alloc(32, 1) } }],
    ["another wrapped key", "wrong-key", { sealed: { wrappedKey: Buffer.alloc(184, 1) } }],
    ["another master key", "wrong-key", { sealed: { keyARN: "arn:aws:kms:us-east-1:1:key/other" } }],
  ];

  it.each(cases)("%s: %s", async (_, reason, deviation) => {
    const { document, versionID, batch } = await sendBoth(scene, deviation);
    await scene.sender.submit();
    expect(await scene.handler(batch)).toEqual(ok);
    expect(await scene.handler(batch)).toEqual(ok);
    expect(await documentNow(scene, document.document)).toMatchObject({ state: "quarantined", reason });
    expect(await scene.world.tagsOf(objectKey(document.document), versionID)).toEqual({});
    expect(await headNow(scene)).toMatchObject({ state: "incomplete" });
    expect((await auditNow(scene)).toSorted()).toEqual([
      "document.verify ok",
      `document.verify ok ${reason}`,
      "submission.route ok incomplete",
    ]);
  });

  it("and the submission is routed once a sound one has taken its place", async () => {
    const { document, batch } = await sendBoth(scene, { swap: flip });
    await scene.sender.submit();
    await scene.handler(batch);
    const [aside, head] = [await documentNow(scene, document.document), await headNow(scene)];
    if (aside === null || head === null) throw new Error("the rows are gone");
    const replacement = await scene.sender.prepare("document", 700_000);
    await seed(scene.world, [
      changeDocument(aside, { state: "abandoned" }),
      changeSubmission(head, { state: "submitted" }, iso(Date.now())),
    ]);
    expect(await settle(scene)).toEqual(ok);
    expect(await headNow(scene)).toMatchObject({ state: "submitted" });
    await scene.sender.send(replacement);
    await scene.handler(await scene.world.arrived(1));
    expect(await headNow(scene)).toMatchObject({ state: "routed", documentCount: 1 });
  });
});
