import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectLegalHoldCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectRetentionCommand,
  UploadPartCommand,
  type ObjectLockRetention,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startTestCloud, type TestCloud } from "./bucket.fixture.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const object = { Bucket: "archive", Key: "tile/000" };
const days = (count: number) => new Date(Date.now() + count * DAY_MS);
const named = (name: string) => expect.objectContaining({ name }) as unknown as Error;
const denied = named("AccessDenied");

let cloud: TestCloud;
let owner: S3Client;
beforeEach(async () => {
  cloud = await startTestCloud();
  owner = cloud.client("owner");
});
afterEach(() => cloud.close());

const put = async (client: S3Client, more: object = {}) => {
  const command = new PutObjectCommand({ ...object, Body: "tile", ChecksumAlgorithm: "SHA256", ...more });
  return { ...object, VersionId: (await client.send(command)).VersionId ?? "" };
};
const locked = (mode: "GOVERNANCE" | "COMPLIANCE", until = days(1)) =>
  put(owner, { ObjectLockMode: mode, ObjectLockRetainUntilDate: until });
const remove = (client: S3Client, version: object, BypassGovernanceRetention = false) =>
  client.send(new DeleteObjectCommand({ ...object, ...version, BypassGovernanceRetention }));
const retain = (version: object, Retention: ObjectLockRetention, BypassGovernanceRetention = false) =>
  owner.send(new PutObjectRetentionCommand({ ...object, ...version, Retention, BypassGovernanceRetention }));

describe("COMPLIANCE", () => {
  it("binds everybody until its time, whoever asks to pass over it", async () => {
    const version = await locked("COMPLIANCE");
    await expect(remove(owner, version)).rejects.toThrow(denied);
    await expect(remove(owner, version, true)).rejects.toThrow(denied);
  });

  it("is made longer, and neither shorter, nor looser, nor taken away", async () => {
    const version = await locked("COMPLIANCE", days(2));
    for (const retention of [
      { Mode: "COMPLIANCE", RetainUntilDate: days(1) },
      { Mode: "GOVERNANCE", RetainUntilDate: days(3) },
      {},
    ] as const)
      await expect(retain(version, retention, true)).rejects.toThrow(denied);
    const until = days(3);
    await retain(version, { Mode: "COMPLIANCE", RetainUntilDate: until });
    const { Retention } = await owner.send(new GetObjectRetentionCommand(version));
    expect(Retention).toEqual({ Mode: "COMPLIANCE", RetainUntilDate: until });
  });

  it("ends", async () => {
    const version = await locked("COMPLIANCE", new Date(Date.now() + 60_000));
    cloud.later(61_000);
    await remove(owner, version);
    await expect(owner.send(new HeadObjectCommand(version))).rejects.toThrow(named("NotFound"));
  });
});

describe("GOVERNANCE", () => {
  it("is passed over by who may and says so, and by nobody else", async () => {
    const version = await locked("GOVERNANCE");
    await expect(remove(owner, version)).rejects.toThrow(denied);
    await expect(remove(cloud.client("keeper"), version, true)).rejects.toThrow(denied);
    await remove(owner, version, true);
  });

  it("is made longer by who may lock, and shorter or taken away only past it", async () => {
    const version = await locked("GOVERNANCE", days(2));
    await retain(version, { Mode: "GOVERNANCE", RetainUntilDate: days(3) });
    await expect(retain(version, { Mode: "GOVERNANCE", RetainUntilDate: days(1) })).rejects.toThrow(denied);
    await expect(retain(version, {})).rejects.toThrow(denied);
    await retain(version, {}, true);
    await remove(owner, version);
  });
});

describe("a legal hold", () => {
  it("binds without an end, beside any retention, until it is taken away", async () => {
    const version = await put(owner, { ObjectLockLegalHoldStatus: "ON" });
    await expect(remove(owner, version, true)).rejects.toThrow(denied);
    const { LegalHold } = await owner.send(new GetObjectLegalHoldCommand(version));
    expect(LegalHold).toEqual({ Status: "ON" });
    await owner.send(new PutObjectLegalHoldCommand({ ...version, LegalHold: { Status: "OFF" } }));
    await remove(owner, version);
  });
});

it("leaves a delete marker to be put on top, and the version below", async () => {
  const version = await locked("COMPLIANCE");
  expect(await remove(owner, {})).toMatchObject({ DeleteMarker: true });
  expect(await owner.send(new HeadObjectCommand(version))).toMatchObject({ ObjectLockMode: "COMPLIANCE" });
});

it("comes with a multipart upload from its beginning", async () => {
  const { UploadId } = await owner.send(
    new CreateMultipartUploadCommand({
      ...object,
      ChecksumAlgorithm: "SHA256",
      ObjectLockMode: "COMPLIANCE",
      ObjectLockRetainUntilDate: days(1),
    }),
  );
  const upload = { ...object, UploadId };
  const part = await owner.send(
    new UploadPartCommand({ ...upload, PartNumber: 1, Body: "tile", ChecksumAlgorithm: "SHA256" }),
  );
  const Parts = [{ PartNumber: 1, ETag: part.ETag, ChecksumSHA256: part.ChecksumSHA256 }];
  const { VersionId } = await owner.send(
    new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }),
  );
  await expect(remove(owner, { VersionId })).rejects.toThrow(denied);
});

describe("what is refused", () => {
  it("a lock in a bucket without Object Lock", async () => {
    const elsewhere = { Bucket: "documents", IfNoneMatch: "*", ObjectLockLegalHoldStatus: "ON" };
    await expect(put(owner, elsewhere)).rejects.toThrow(named("InvalidRequest"));
  });

  it.each([
    ["a time that is past", { ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: days(-1) }],
    ["a mode without a time", { ObjectLockMode: "COMPLIANCE" }],
    ["a time without a mode", { ObjectLockRetainUntilDate: days(1) }],
  ])("%s", async (_, lock) => {
    await expect(put(owner, lock)).rejects.toThrow(named("InvalidArgument"));
  });

  it("a lock on bytes that nobody vouches for", async () => {
    const client = cloud.client("owner");
    client.config.requestChecksumCalculation = async () => "WHEN_REQUIRED";
    const lock = {
      ObjectLockMode: "GOVERNANCE",
      ObjectLockRetainUntilDate: days(1),
      ChecksumAlgorithm: undefined,
    };
    await expect(put(client, lock)).rejects.toThrow(named("InvalidRequest"));
  });

  it("a lock, or a mode, that a role has no right to", async () => {
    const lock = { ObjectLockRetainUntilDate: days(1) };
    const keeper = cloud.client("keeper");
    await expect(put(keeper, { ...lock, ObjectLockMode: "COMPLIANCE" })).rejects.toThrow(denied);
    await expect(put(keeper, { ObjectLockLegalHoldStatus: "ON" })).rejects.toThrow(denied);
    const version = await put(keeper, { ...lock, ObjectLockMode: "GOVERNANCE" });
    // Nor does it see what it may not ask for.
    expect(await keeper.send(new HeadObjectCommand(object))).not.toHaveProperty("ObjectLockMode");
    expect(await owner.send(new HeadObjectCommand(version))).toHaveProperty("ObjectLockMode", "GOVERNANCE");
  });
});
