import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectTaggingCommand,
  UploadPartCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256, startTestCloud, type TestCloud } from "./bucket.fixture.ts";
import type { TestRole } from "./policy.fixture.ts";

const object = { Bucket: "documents", Key: "c/one/sub/doc/attempt" };
const verified = { TagSet: [{ Key: "state", Value: "verified" }] };
const denied = expect.objectContaining({ name: "AccessDenied" }) as unknown as Error;

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(async () => {
  await cloud.close();
});

async function store(client: S3Client = cloud.client("writer"), Key = object.Key): Promise<string> {
  const put = new PutObjectCommand({
    ...object,
    Key,
    Body: "sealed",
    IfNoneMatch: "*",
    ChecksumAlgorithm: "SHA256",
  });
  return (await client.send(put)).VersionId ?? "";
}

describe("tags", () => {
  it("decide who may read: nobody before the verifier set them, nobody after he took them away", async () => {
    const version = { ...object, VersionId: await store() };
    const reader = cloud.client("reader");
    const verifier = cloud.client("verifier");
    const get = () => reader.send(new GetObjectCommand(version));
    await expect(get()).rejects.toThrow(denied);
    await verifier.send(new PutObjectTaggingCommand({ ...version, Tagging: verified }));
    expect(await (await get()).Body?.transformToString()).toBe("sealed");
    const tags = await cloud.client("owner").send(new GetObjectTaggingCommand(version));
    expect(tags.TagSet).toEqual(verified.TagSet);
    await verifier.send(new DeleteObjectTaggingCommand(version));
    await expect(get()).rejects.toThrow(denied);
  });

  it("hold for presigned reading too, and for the version that was signed", async () => {
    const version = { ...object, VersionId: await store() };
    const url = await getSignedUrl(cloud.client("reader"), new GetObjectCommand(version), { expiresIn: 300 });
    expect((await fetch(url)).status).toBe(403);
    await cloud.client("verifier").send(new PutObjectTaggingCommand({ ...version, Tagging: verified }));
    const response = await fetch(url);
    expect([response.status, await response.text()]).toEqual([200, "sealed"]);
    expect((await fetch(url, { method: "PUT", body: "x" })).status).toBe(403);
    const current = await getSignedUrl(cloud.client("reader"), new GetObjectCommand(object));
    expect((await fetch(current)).status).toBe(403);
  });

  it("can be set by no writer, neither later nor while writing, and by the verifier only as he may", async () => {
    const version = { ...object, VersionId: await store() };
    const tag = new PutObjectTaggingCommand({ ...version, Tagging: verified });
    await expect(cloud.client("writer").send(tag)).rejects.toThrow(denied);
    const other = new PutObjectTaggingCommand({
      ...version,
      Tagging: { TagSet: [{ Key: "state", Value: "x" }] },
    });
    await expect(cloud.client("verifier").send(other)).rejects.toThrow(denied);
    const put = new PutObjectCommand({
      ...object,
      Key: "c/one/tagged",
      Body: "x",
      IfNoneMatch: "*",
      Tagging: "state=verified",
    });
    await expect(cloud.client("writer").send(put)).rejects.toThrow(denied);
    expect((await cloud.client("owner").send(put)).VersionId).toBeTruthy();
  });
});

describe("a prefix by principal tag", () => {
  it("keeps two clinics apart, in both directions and for every operation", async () => {
    const version = { ...object, VersionId: await store() };
    const stranger = (role: TestRole) => cloud.client(role, "two");
    await expect(store(stranger("writer"), "c/one/foreign")).rejects.toThrow(denied);
    await expect(store(stranger("writer"), "c/two/../one/foreign")).rejects.toThrow(
      expect.objectContaining({ name: "InvalidURI" }),
    );
    await cloud.client("verifier").send(new PutObjectTaggingCommand({ ...version, Tagging: verified }));
    await expect(stranger("reader").send(new GetObjectCommand(version))).rejects.toThrow(denied);
    await expect(
      stranger("verifier").send(new PutObjectTaggingCommand({ ...version, Tagging: verified })),
    ).rejects.toThrow(denied);
    const create = new CreateMultipartUploadCommand(object);
    await expect(stranger("writer").send(create)).rejects.toThrow(denied);
    const { UploadId } = await cloud.client("writer").send(create);
    await expect(
      stranger("writer").send(new AbortMultipartUploadCommand({ ...object, UploadId })),
    ).rejects.toThrow(denied);
    expect(await store(stranger("writer"), "c/two/own")).toBeTruthy();
  });
});

describe("the bucket's key", () => {
  it("is needed to store, to begin an upload, to add and to complete parts", async () => {
    const keyless = cloud.client("keyless");
    await expect(store(keyless)).rejects.toThrow(denied);
    const create = new CreateMultipartUploadCommand({ ...object, ChecksumAlgorithm: "SHA256" });
    await expect(keyless.send(create)).rejects.toThrow(denied);
    const { UploadId } = await cloud.client("writer").send(create);
    const part = { ...object, UploadId, PartNumber: 1, Body: "part", ChecksumAlgorithm: "SHA256" } as const;
    await expect(keyless.send(new UploadPartCommand(part))).rejects.toThrow(denied);
    const { ETag } = await cloud.client("writer").send(new UploadPartCommand(part));
    const Parts = [{ PartNumber: 1, ETag, ChecksumSHA256: sha256("part") }];
    const complete = new CompleteMultipartUploadCommand({
      ...object,
      UploadId,
      IfNoneMatch: "*",
      MultipartUpload: { Parts },
    });
    await expect(keyless.send(complete)).rejects.toThrow(denied);
    expect((await cloud.client("writer").send(complete)).VersionId).toBeTruthy();
  });

  it("is needed to read bytes and checksums, though not to see that an object is there", async () => {
    await store();
    const keyless = cloud.client("keyless");
    await expect(keyless.send(new GetObjectCommand(object))).rejects.toThrow(denied);
    await expect(
      keyless.send(new HeadObjectCommand({ ...object, ChecksumMode: "ENABLED" })),
    ).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
    expect((await keyless.send(new HeadObjectCommand(object))).ContentLength).toBe(6);
    const head = await cloud
      .client("owner")
      .send(new HeadObjectCommand({ ...object, ChecksumMode: "ENABLED" }));
    expect(head).toMatchObject({ ChecksumSHA256: sha256("sealed"), ChecksumType: "FULL_OBJECT" });
  });

  it("stops the bucket while KMS is failing", async () => {
    cloud.kms.fail(true);
    await expect(store()).rejects.toMatchObject({
      name: "KMS.KMSInternalException",
      $metadata: { httpStatusCode: 500 },
    });
    cloud.kms.fail(false);
    expect(await store()).toBeTruthy();
  });
});

describe("what is missing", () => {
  it("looks forbidden to those who may not list the bucket", async () => {
    const missing = { ...object, VersionId: "none" };
    await expect(cloud.client("keyless").send(new GetObjectCommand(object))).rejects.toThrow(denied);
    await expect(cloud.client("verifier").send(new GetObjectCommand(missing))).rejects.toThrow(
      expect.objectContaining({ name: "NoSuchVersion" }),
    );
    await expect(cloud.client("owner").send(new GetObjectCommand(object))).rejects.toThrow(
      expect.objectContaining({ name: "NoSuchKey" }),
    );
    const elsewhere = new GetObjectCommand({ ...object, Bucket: "nothing" });
    await expect(cloud.client("owner").send(elsewhere)).rejects.toThrow(
      expect.objectContaining({ name: "NoSuchBucket" }),
    );
  });

  it("still shows its versions below a delete marker, until they are deleted one by one", async () => {
    const owner = cloud.client("owner");
    const version = { ...object, VersionId: await store() };
    const deleted = await owner.send(new DeleteObjectCommand(object));
    expect(deleted.DeleteMarker).toBe(true);
    await expect(owner.send(new GetObjectCommand(object))).rejects.toThrow(
      expect.objectContaining({ name: "NoSuchKey" }),
    );
    expect((await owner.send(new HeadObjectCommand(version))).ContentLength).toBe(6);
    expect(await store()).toBeTruthy();
    await expect(cloud.client("writer").send(new DeleteObjectCommand(version))).rejects.toThrow(denied);
    await owner.send(new DeleteObjectCommand(version));
    await expect(owner.send(new GetObjectCommand(version))).rejects.toThrow(
      expect.objectContaining({ name: "NoSuchVersion" }),
    );
    const list = await owner.send(new ListObjectVersionsCommand({ Bucket: "documents", Prefix: "c/one/" }));
    expect([list.Versions?.length, list.DeleteMarkers?.length]).toEqual([1, 1]);
  });
});

describe("lists", () => {
  it("come in pages, in the order of the keys, with the prefix asked for", async () => {
    for (const name of ["c/one/b", "c/one/a ü&<", "c/one/c", "c/two/a"])
      await store(cloud.client("owner"), name);
    const owner = cloud.client("owner");
    const query = { Bucket: "documents", Prefix: "c/one/", MaxKeys: 2 };
    const page = await owner.send(new ListObjectsV2Command(query));
    expect(page.Contents?.map((entry) => entry.Key)).toEqual(["c/one/a ü&<", "c/one/b"]);
    const ContinuationToken = page.NextContinuationToken;
    const rest = await owner.send(new ListObjectsV2Command({ ...query, ContinuationToken }));
    expect(rest.Contents?.map((entry) => entry.Key)).toEqual(["c/one/c"]);
    expect(rest.IsTruncated).toBe(false);
    await expect(cloud.client("writer").send(new ListObjectsV2Command(query))).rejects.toThrow(denied);
  });
});
