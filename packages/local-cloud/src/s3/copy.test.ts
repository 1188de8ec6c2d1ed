import {
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCopyCommand,
  type CopyObjectCommandInput,
  type DeleteObjectsCommandInput,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startTestCloud, type TestCloud } from "./bucket.fixture.ts";

const from = { Bucket: "documents", Key: "c/one/from" };
const into = { Bucket: "archive", Key: "c/one/into" };
const CopySource = `${from.Bucket}/${from.Key}`;
const named = (name: string) => expect.objectContaining({ name }) as unknown as Error;

let cloud: TestCloud;
let owner: S3Client;
beforeEach(async () => {
  cloud = await startTestCloud();
  owner = cloud.client("owner");
  await owner.send(new PutObjectCommand({ ...from, Body: "sealed", IfNoneMatch: "*" }));
});
afterEach(() => cloud.close());

const copy = (more: Partial<CopyObjectCommandInput> = {}, client = owner) =>
  client.send(new CopyObjectCommand({ ...into, CopySource, ...more }));

describe("a copy into another bucket", () => {
  it("can be locked from its beginning; a lock of the source stays there", async () => {
    const until = new Date(Date.now() + 60_000);
    const lock = { ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: until } as const;
    const { VersionId } = await copy(lock);
    const { Retention } = await owner.send(new GetObjectRetentionCommand({ ...into, VersionId }));
    expect(Retention?.RetainUntilDate).toEqual(until);
    const again = { Bucket: into.Bucket, Key: "again", CopySource: `${into.Bucket}/${into.Key}` };
    await copy(again);
    const head = new HeadObjectCommand({ Bucket: into.Bucket, Key: "again" });
    expect(await owner.send(head)).not.toHaveProperty("ObjectLockMode");
  });

  it("cannot be locked by who may not, nor made by who may not read", async () => {
    await expect(copy({ ObjectLockLegalHoldStatus: "ON" }, cloud.client("keeper"))).rejects.toThrow(
      named("AccessDenied"),
    );
    await expect(copy({}, cloud.client("keeper"))).rejects.toThrow(named("AccessDenied"));
  });

  it("is told to the bucket's queue as a copy", async () => {
    await copy({ Bucket: from.Bucket, Key: "c/one/copied", IfNoneMatch: "*" });
    const { body = "" } = cloud.delivered.at(-1) ?? {};
    expect(body).toContain('"eventName":"ObjectCreated:Copy"');
  });

  it("stops while KMS is failing", async () => {
    cloud.kms.fail(true);
    await expect(copy()).rejects.toThrow(named("KMS.KMSInternalException"));
  });

  it("is refused onto itself, unless it replaces something", async () => {
    await copy();
    const itself = { CopySource: `${into.Bucket}/${into.Key}` };
    await expect(copy(itself)).rejects.toThrow(named("InvalidRequest"));
    await copy({ ...itself, MetadataDirective: "REPLACE" });
    await copy({ ...itself, ServerSideEncryption: "aws:kms" });
  });

  it("does not find a delete marker by its id", async () => {
    await copy();
    const { Deleted = [] } = await owner.send(
      new DeleteObjectsCommand({ Bucket: into.Bucket, Delete: { Objects: [{ Key: into.Key }] } }),
    );
    const marker = Deleted[0]?.DeleteMarkerVersionId;
    const source = { CopySource: `${into.Bucket}/${into.Key}?versionId=${marker}` };
    await expect(copy(source)).rejects.toThrow(named("InvalidRequest"));
  });
});

describe("what is not there is refused, and nothing is done", () => {
  it.each([
    ["metadata that a copy would pass over", { Metadata: { a: "1" } }],
    ["a content type that a copy would pass over", { ContentType: "text/plain" }],
    ["an encoding that a copy would pass over", { ContentEncoding: "gzip" }],
    ["tags that a copy would pass over", { Tagging: "a=1" }],
    ["another storage class", { StorageClass: "GLACIER" as const }],
    ["an ACL", { ACL: "private" as const }],
    ["If-Match on the target", { IfMatch: '"0"' }],
    ["an access point", { CopySource: "arn:aws:s3:eu-central-1:000000000000:accesspoint/a/object/b" }],
  ])("%s", async (_, more) => {
    await expect(copy(more)).rejects.toThrow(named("NotImplemented"));
    await expect(owner.send(new HeadObjectCommand(into))).rejects.toThrow(named("NotFound"));
  });

  it.each(["documents", "/", "documents/a?partNumber=1", "documents/%"])(
    "a source that is none: %s",
    async (source) => {
      await expect(copy({ CopySource: source })).rejects.toThrow(named("InvalidArgument"));
    },
  );

  it("a source of another account", async () => {
    await expect(copy({ ExpectedSourceBucketOwner: "111122223333" })).rejects.toThrow(named("AccessDenied"));
  });

  it("a part that is copied", async () => {
    const { UploadId } = await owner.send(new CreateMultipartUploadCommand(into));
    const part = new UploadPartCopyCommand({ ...into, UploadId, PartNumber: 1, CopySource });
    await expect(owner.send(part)).rejects.toThrow(named("NotImplemented"));
  });

  it("a deletion on a condition, and one with a second factor", async () => {
    const Objects = [{ Key: from.Key }];
    const { Bucket } = from;
    const inputs: readonly DeleteObjectsCommandInput[] = [
      { Bucket, Delete: { Objects: [{ Key: from.Key, ETag: "0" }] } },
      { Bucket, Delete: { Objects }, MFA: "1 2" },
    ];
    for (const input of inputs)
      await expect(owner.send(new DeleteObjectsCommand(input))).rejects.toThrow(named("NotImplemented"));
    expect(await owner.send(new HeadObjectCommand(from))).toMatchObject({ ContentLength: 6 });
  });

  it("a delimiter among uploads, and a token that no list has given", async () => {
    const { Bucket } = from;
    await expect(owner.send(new ListMultipartUploadsCommand({ Bucket, Delimiter: "/" }))).rejects.toThrow(
      named("NotImplemented"),
    );
    await expect(
      owner.send(new ListObjectsV2Command({ Bucket, ContinuationToken: "made-up" })),
    ).rejects.toThrow(named("InvalidArgument"));
  });
});
