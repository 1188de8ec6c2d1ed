import { randomUUID } from "node:crypto";
import {
  DeleteObjectsCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type ObjectIdentifier,
  type S3Client,
} from "@aws-sdk/client-s3";
import { describe, expect, it } from "vitest";
import { filesBucket, onAll, onOwn } from "./bucket.ts";
import { refusal, useTarget } from "./target.ts";
import { A, B } from "./tenancy.ts";
import { allow } from "./topology.ts";

const cloud = useTarget(
  {
    keys: { storage: {} },
    buckets: { files: { ...filesBucket, objectLock: true } },
    roles: {
      owner: { may: onAll },
      remover: {
        may: (names) => [
          onOwn(names, ["DeleteObject", "DeleteObjectVersion"]),
          allow("s3:ListBucket", names.bucket("files")),
        ],
      },
      hider: { may: (names) => [onOwn(names, ["DeleteObject"])] },
    },
  },
  async (target) => ({
    Bucket: target.bucketName("files"),
    owner: (await target.as("owner")).s3,
    remover: (await target.as("remover", A)).s3,
    hider: (await target.as("hider", A)).s3,
  }),
);

async function put(clinic = A.clinic, more: object = {}) {
  const object = { Bucket: cloud().Bucket, Key: `c/${clinic}/${randomUUID()}` };
  const command = new PutObjectCommand({
    ...object,
    Body: "bytes",
    IfNoneMatch: "*",
    ChecksumAlgorithm: "SHA256",
    ...more,
  });
  const { VersionId = "" } = await cloud().owner.send(command);
  return { Key: object.Key, VersionId };
}
const remove = (s3: S3Client, Objects: ObjectIdentifier[], more: object = {}, Quiet = false) =>
  s3.send(new DeleteObjectsCommand({ Bucket: cloud().Bucket, Delete: { Objects, Quiet }, ...more }));
const isThere = async (object: ObjectIdentifier) =>
  (await refusal(cloud().owner.send(new HeadObjectCommand({ Bucket: cloud().Bucket, ...object })))) ===
  "none";

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
describe("DeleteObjects", () => {
  it("removes versions for good, hides keys that are named without one, and tells of each", async () => {
    const [gone, hidden] = [await put(), await put()];
    const { Deleted, Errors } = await remove(cloud().remover, [gone, { Key: hidden.Key }]);
    expect(Errors ?? []).toEqual([]);
    expect(Deleted).toEqual(
      expect.arrayContaining([
        gone,
        { Key: hidden.Key, DeleteMarker: true, DeleteMarkerVersionId: expect.any(String) as string },
      ]),
    );
    expect(await Promise.all([isThere(gone), isThere(hidden), isThere({ Key: hidden.Key })])).toEqual([
      false,
      true,
      false,
    ]);
  });

  it("takes a delete marker away by its id, and what was hidden is seen again", async () => {
    const { Key } = await put();
    const [marker] = (await remove(cloud().remover, [{ Key }])).Deleted ?? [];
    const VersionId = marker?.DeleteMarkerVersionId;
    const { Deleted } = await remove(cloud().remover, [{ Key, VersionId }]);
    expect(Deleted).toEqual([{ Key, VersionId, DeleteMarker: true, DeleteMarkerVersionId: VersionId }]);
    expect(await isThere({ Key })).toBe(true);
  });

  it("judges each key by itself: what one may not delete stays, and the others go", async () => {
    const [own, foreign] = [await put(), await put(B.clinic)];
    const { Deleted, Errors } = await remove(cloud().remover, [foreign, own]);
    expect(Deleted).toEqual([own]);
    expect(Errors).toMatchObject([{ ...foreign, Code: "AccessDenied" }]);
    expect(await Promise.all([isThere(own), isThere(foreign)])).toEqual([false, true]);
  });

  it("needs a right of its own for versions", async () => {
    const { Key, VersionId } = await put();
    const { Deleted, Errors } = await remove(cloud().hider, [{ Key }, { Key, VersionId }]);
    expect(Deleted).toMatchObject([{ Key, DeleteMarker: true }]);
    expect(Errors).toMatchObject([{ Key, VersionId, Code: "AccessDenied" }]);
  });

  it("tells only of what failed, where it is to be quiet", async () => {
    const [own, foreign] = [await put(), await put(B.clinic)];
    const { Deleted, Errors } = await remove(cloud().remover, [own, foreign], {}, true);
    expect(Deleted ?? []).toEqual([]);
    expect(Errors).toMatchObject([{ Key: foreign.Key, Code: "AccessDenied" }]);
    expect(await isThere(own)).toBe(false);
  });

  it("succeeds for what is not there", async () => {
    const Key = `c/${A.clinic}/${randomUUID()}`;
    const { Deleted } = await remove(cloud().remover, [{ Key }]);
    expect(Deleted).toMatchObject([{ Key, DeleteMarker: true }]);
  });

  it("leaves what is locked, whatever it stands beside, and passes over GOVERNANCE when told", async () => {
    const lock = {
      ObjectLockMode: "GOVERNANCE",
      ObjectLockRetainUntilDate: new Date(Date.now() + 30_000),
    };
    const [locked, free] = [await put(A.clinic, lock), await put()];
    const { Deleted, Errors } = await remove(cloud().owner, [locked, free]);
    expect(Deleted).toEqual([free]);
    expect(Errors).toMatchObject([{ ...locked, Code: "AccessDenied" }]);
    const bypass = { BypassGovernanceRetention: true };
    expect((await remove(cloud().remover, [locked], bypass)).Errors).toMatchObject([
      { Code: "AccessDenied" },
    ]);
    expect((await remove(cloud().owner, [locked], bypass)).Deleted).toEqual([locked]);
  });

  it("is refused as a whole when its body is not the one that was vouched for", async () => {
    const { Bucket, owner } = cloud();
    const kept = await put();
    const command = new DeleteObjectsCommand({ Bucket, Delete: { Objects: [kept] } });
    command.middlewareStack.add(
      (next) => (args) => {
        const { headers } = args.request as { headers: Record<string, string> };
        headers["x-amz-checksum-crc32"] = "AAAAAA==";
        return next(args);
      },
      { step: "build", priority: "low" },
    );
    expect(await refusal(owner.send(command))).toMatch(/^(BadDigest|InvalidRequest)$/);
    expect(await isThere(kept)).toBe(true);
  });

  it("is refused as a whole when it has more than a thousand keys", async () => {
    const kept = await put();
    const many = Array.from({ length: 1001 }, () => kept);
    expect(await refusal(remove(cloud().owner, many))).toBe("MalformedXML");
    expect(await isThere(kept)).toBe(true);
  });
});
