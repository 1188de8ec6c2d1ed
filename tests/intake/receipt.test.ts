import { GetPublicKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { HeadObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { createPublicKey, verify } from "node:crypto";
import { receiptStatement, receiptText, type SignedReceipt } from "@postern/contract";
import { verifyReceipt } from "@postern/client";
import { describeReceipt, findReceipt, objectKey, type DocumentRecord } from "@postern/core/intake";
import { sha256 } from "@postern/core/kernel";
import { describe, expect, it } from "vitest";
import { REGION } from "../../scripts/topology.ts";
import { seed } from "./ingest-clinic.ts";
import {
  auditNow,
  documentNow,
  headNow,
  ok,
  prepareBoth,
  sendBoth,
  setScene,
  settle,
} from "./ingest-scene.ts";

const scene = setScene();

const receiptNow = () => findReceipt(scene.world.database, scene.sender);

/** As KMS tells it to the account's administrator. */
async function publicKey(): Promise<string> {
  const { cloud, names } = scene.world;
  const credentials = cloud.rootCredentials();
  const kms = new KMSClient({ region: REGION, endpoint: cloud.endpoints.aws, credentials });
  const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId: names.keyARNs.receipts }));
  return Buffer.from(PublicKey ?? []).toString("base64");
}

/** What the bucket itself attests of a document. */
async function attested(document: DocumentRecord) {
  const { cloud, names } = scene.world;
  const s3 = new S3Client({
    region: REGION,
    endpoint: cloud.endpoints.s3,
    credentials: cloud.rootCredentials(),
    forcePathStyle: true,
  });
  const head = await s3.send(
    new HeadObjectCommand({
      Bucket: names.documentBucket.name,
      Key: objectKey(document),
      ChecksumMode: "ENABLED",
    }),
  );
  return { sealedSizeBytes: head.ContentLength, sha256: head.ChecksumSHA256 };
}

async function routed(): Promise<SignedReceipt> {
  const receipt = await receiptNow();
  if (receipt === null) throw new Error("there is no receipt");
  return receipt;
}

describe("a submission that is routed", () => {
  it("has a receipt of what the bucket attests, signed by the key of receipts", async () => {
    const { manifest, document, batch } = await sendBoth(scene);
    await scene.sender.submit();
    await scene.handler(batch);
    const { signature, ...receipt } = await routed();
    const head = await headNow(scene);
    expect(receipt).toMatchObject({
      clinicID: scene.clinic.clinicID,
      clinicName: "Riverside",
      submissionID: scene.sender.submissionID,
      number: head?.number,
      round: 1,
      kind: "referral",
      issuedAt: head?.routedAt,
      dueAt: head?.dueAt,
      keyID: scene.world.names.keyARNs.receipts.split("/").at(-1),
    });
    const documents = [manifest, document].map(async ({ document: { documentID, kind } }) => {
      const now = await documentNow(scene, { documentID } as DocumentRecord);
      if (now === null) throw new Error("a document is missing");
      return { documentID, kind, ...(await attested(now)) };
    });
    const byID = (a: { documentID: string }, b: { documentID: string }) =>
      a.documentID < b.documentID ? -1 : 1;
    expect(receipt.documents).toEqual((await Promise.all(documents)).toSorted(byID));

    const key = createPublicKey({
      key: Buffer.from(await publicKey(), "base64"),
      format: "der",
      type: "spki",
    });
    const statement = receiptStatement(await sha256(receiptText(receipt)));
    const bytes = Buffer.from(signature, "base64");
    expect(verify("sha256", statement, { key, dsaEncoding: "ieee-p1363" }, bytes)).toBe(true);
  });

  it("has one receipt, however often it is settled, at once and later", async () => {
    const { batch } = await sendBoth(scene);
    await scene.handler(batch);
    await scene.sender.submit();
    await Promise.all([settle(scene), settle(scene), settle(scene)]);
    const first = await routed();
    expect(await settle(scene)).toEqual(ok);
    expect(await scene.handler(batch)).toEqual(ok);
    expect(await routed()).toEqual(first);
  });

  it("has a receipt that anyone can verify with the published key, and nobody can change", async () => {
    const { batch } = await sendBoth(scene);
    await scene.sender.submit();
    await scene.handler(batch);
    const receipt = await routed();
    const keys = [{ keyID: receipt.keyID, publicKey: await publicKey() }];
    expect(scene.world.cloud.publicKey("receipts")).toBe(keys[0]?.publicKey);
    const verdict = async (change: Partial<SignedReceipt>) =>
      (await verifyReceipt(JSON.stringify({ ...receipt, ...change }), keys)).kind;
    expect(await verdict({})).toBe("valid");
    expect(await verdict({ dueAt: receipt.issuedAt })).toBe("altered");
  });
});

describe("a submission of several rounds", () => {
  it("has a receipt of each, of which the newest is shown and none is written over", async () => {
    const { batch } = await sendBoth(scene);
    await scene.sender.submit();
    await scene.handler(batch);
    const first = await routed();
    await seed(scene.world, [describeReceipt({ ...first, round: 2 })]);
    expect(await routed()).toEqual({ ...first, round: 2 });
    await expect(seed(scene.world, [describeReceipt(first)])).rejects.toThrow("refused");
  });
});

describe("without its receipt", () => {
  it("nothing is routed; when the key can be used again, the same message routes it", async () => {
    const { batch } = await sendBoth(scene);
    await scene.handler(batch);
    await scene.sender.submit();
    const restore = scene.world.cloud.failKms();
    const before = await auditNow(scene);
    try {
      expect(await settle(scene)).toEqual({ batchItemFailures: [{ itemIdentifier: "settle" }] });
    } finally {
      restore();
    }
    expect(await headNow(scene)).toMatchObject({ state: "submitted" });
    expect(await receiptNow()).toBeNull();
    expect(await auditNow(scene)).toEqual(before);
    expect(await settle(scene)).toEqual(ok);
    expect(await headNow(scene)).toMatchObject({ state: "routed" });
    expect(await routed()).toMatchObject({ round: 1 });
  });

  it("stays what is not whole: no receipt before the last document is verified", async () => {
    const { manifest } = await prepareBoth(scene);
    await scene.sender.submit();
    await scene.sender.send(manifest);
    await scene.handler(await scene.world.arrived(1));
    expect(await receiptNow()).toBeNull();
  });
});
