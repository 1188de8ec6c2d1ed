import { randomUUID } from "node:crypto";
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type CopyObjectCommandInput,
  type S3Client,
} from "@aws-sdk/client-s3";
import { describe, expect, it } from "vitest";
import { filesBucket, onAll, onOwn, sha256, throughS3 } from "./bucket.ts";
import { refusal, refused, useTarget } from "./target.ts";
import { A, B } from "./tenancy.ts";
import { allow, type Names } from "./topology.ts";

/** Everything that a copy of the clinic's own objects takes, less what a test leaves out. */
const copier =
  (...without: readonly string[]) =>
  (names: Names) => {
    const actions = ["GetObject", "GetObjectVersion", "GetObjectTagging", "PutObject", "PutObjectTagging"];
    const uses = ["GenerateDataKey", "Decrypt"].filter((action) => !without.includes(action));
    return [
      onOwn(
        names,
        actions.filter((action) => !without.includes(action)),
      ),
      throughS3(names, ...uses),
      allow("s3:ListBucket", names.bucket("files")),
    ];
  };

const cloud = useTarget(
  {
    keys: { storage: {} },
    buckets: { files: filesBucket },
    roles: {
      owner: { may: onAll },
      copier: { may: copier() },
      plain: { may: copier("GetObjectTagging", "PutObjectTagging") },
      taglessReader: { may: copier("GetObjectTagging") },
      blind: { may: copier("GetObject") },
      current: { may: copier("GetObjectVersion") },
      writeless: { may: copier("PutObject") },
      sealed: { may: copier("Decrypt") },
      unsealing: { may: copier("GenerateDataKey") },
    },
  },
  async (target) => ({
    Bucket: target.bucketName("files"),
    KeyId: target.names.key("storage"),
    as: async (role: string) => (await target.as(role, A)).s3,
    owner: (await target.as("owner")).s3,
    copier: (await target.as("copier", A)).s3,
  }),
);

const fresh = (clinic = A.clinic) => `c/${clinic}/${randomUUID()}`;
async function source(more: object = {}, Key = fresh()) {
  const put = { Bucket: cloud().Bucket, Key, Body: "bytes", IfNoneMatch: "*", ...more };
  const { VersionId = "", ETag = "" } = await cloud().owner.send(new PutObjectCommand(put));
  return { Key, VersionId, ETag };
}
async function copy(s3: S3Client, from: string, more: Partial<CopyObjectCommandInput> = {}) {
  const { Bucket } = cloud();
  const Key = more.Key ?? fresh();
  const input = { Bucket, CopySource: `${Bucket}/${from}`, IfNoneMatch: "*", ...more, Key };
  return { ...(await s3.send(new CopyObjectCommand(input))), Key };
}
const read = async (Key: string) => {
  const answer = await cloud().owner.send(new GetObjectCommand({ Bucket: cloud().Bucket, Key }));
  return { ...answer, text: await answer.Body?.transformToString() };
};
const tagsOf = async (Key: string) =>
  (await cloud().owner.send(new GetObjectTaggingCommand({ Bucket: cloud().Bucket, Key }))).TagSet;
const statusOf = async (call: Promise<unknown>) => (await refused(call))?.$metadata?.httpStatusCode;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
describe("CopyObject", () => {
  it("makes an object of the same bytes, metadata and tags, under the target's key", async () => {
    const from = await source({ ContentType: "text/plain", Metadata: { a: "1" }, Tagging: "state=verified" });
    const made = await copy(cloud().copier, from.Key);
    expect(made).toMatchObject({
      CopySourceVersionId: from.VersionId,
      ServerSideEncryption: "aws:kms",
      SSEKMSKeyId: cloud().KeyId,
    });
    expect(made.VersionId).not.toBe(from.VersionId);
    expect(await read(made.Key)).toMatchObject({
      text: "bytes",
      ContentType: "text/plain",
      Metadata: { a: "1" },
      VersionId: made.VersionId,
      ETag: made.CopyObjectResult?.ETag,
    });
    expect(await tagsOf(made.Key)).toEqual([{ Key: "state", Value: "verified" }]);
  });

  it("stands by itself: nothing of the source's end ends it", async () => {
    const { Key, VersionId } = await source();
    const made = await copy(cloud().copier, Key);
    await cloud().owner.send(new DeleteObjectCommand({ Bucket: cloud().Bucket, Key, VersionId }));
    expect((await read(made.Key)).text).toBe("bytes");
  });

  it("replaces metadata and tags where it is told to", async () => {
    const from = await source({ Metadata: { a: "1" }, Tagging: "state=verified" });
    const made = await copy(cloud().copier, from.Key, {
      MetadataDirective: "REPLACE",
      Metadata: { b: "2" },
      TaggingDirective: "REPLACE",
      Tagging: "kind=copy",
    });
    expect((await read(made.Key)).Metadata).toEqual({ b: "2" });
    expect(await tagsOf(made.Key)).toEqual([{ Key: "kind", Value: "copy" }]);
  });

  it("takes an older version by its id, also onto its own key", async () => {
    const { owner, Bucket } = cloud();
    const { Key, VersionId } = await source();
    await owner.send(new DeleteObjectCommand({ Bucket, Key }));
    await copy(cloud().copier, `${Key}?versionId=${VersionId}`, { Key });
    expect((await read(Key)).text).toBe("bytes");
  });

  it("finds a key that is percent-encoded, as it must be", async () => {
    const Key = `${fresh()}/ü ?&+`;
    await source({}, Key);
    const made = await copy(cloud().copier, Key.split("/").map(encodeURIComponent).join("/"));
    expect((await read(made.Key)).text).toBe("bytes");
  });

  it("has a checksum over its bytes: the source's, or of the algorithm that was asked for", async () => {
    const { owner, Bucket, copier: s3 } = cloud();
    const from = await source({ ChecksumSHA256: sha256("bytes") });
    const [kept, other] = [await copy(s3, from.Key), await copy(s3, from.Key, { ChecksumAlgorithm: "SHA1" })];
    expect(kept.CopyObjectResult?.ChecksumSHA256).toBe(sha256("bytes"));
    const head = new HeadObjectCommand({ Bucket, Key: other.Key, ChecksumMode: "ENABLED" });
    const { ChecksumSHA1, ChecksumSHA256 } = await owner.send(head);
    expect([ChecksumSHA1, ChecksumSHA256]).toEqual([other.CopyObjectResult?.ChecksumSHA1, undefined]);
    expect(other.CopyObjectResult?.ChecksumSHA1).toMatch(/^[\w+/]{27}=$/);
  });

  it("is refused onto itself where nothing would change", async () => {
    const { owner, Bucket } = cloud();
    const { Key } = await source();
    const onto = { Bucket, Key, CopySource: `${Bucket}/${Key}`, IfNoneMatch: undefined };
    // The bucket's policy asks for If-None-Match, which an object that is there cannot meet.
    expect(["InvalidRequest", "AccessDenied"]).toContain(
      await refusal(owner.send(new CopyObjectCommand(onto))),
    );
  });

  it("creates once with If-None-Match: *, which the bucket's policy can require", async () => {
    const { Key } = await source();
    const there = await source();
    expect(await refusal(copy(cloud().owner, Key, { Key: there.Key }))).toBe("PreconditionFailed");
    expect(await statusOf(copy(cloud().owner, Key, { IfNoneMatch: undefined }))).toBe(403);
  });

  it("is 404 for a source, or a bucket, that is not there", async () => {
    expect(await refusal(copy(cloud().owner, fresh()))).toBe("NoSuchKey");
    const CopySource = `${randomUUID()}/a`;
    expect(await refusal(copy(cloud().owner, "", { CopySource }))).toMatch(/^(NoSuchBucket|AccessDenied)$/);
  });
});

describe("a condition on the source", () => {
  const past = new Date(Date.now() - 3_600_000);
  const future = new Date(Date.now() + 3_600_000);

  it.each([
    ["its etag", (ETag: string) => ({ CopySourceIfMatch: ETag }), "none"],
    ["another etag", () => ({ CopySourceIfMatch: '"0"' }), "PreconditionFailed"],
    ["not its etag", (ETag: string) => ({ CopySourceIfNoneMatch: ETag }), "PreconditionFailed"],
    ["not another etag", () => ({ CopySourceIfNoneMatch: '"0"' }), "none"],
    ["changed since long ago", () => ({ CopySourceIfModifiedSince: past }), "none"],
    ["unchanged since long ago", () => ({ CopySourceIfUnmodifiedSince: past }), "PreconditionFailed"],
    [
      "its etag, though changed since",
      (ETag: string) => ({ CopySourceIfMatch: ETag, CopySourceIfUnmodifiedSince: past }),
      "none",
    ],
    ["unchanged until later", () => ({ CopySourceIfUnmodifiedSince: future }), "none"],
  ] as const)("%s", async (_, condition, outcome) => {
    const { Key, ETag } = await source();
    expect(await refusal(copy(cloud().copier, Key, condition(ETag)))).toBe(outcome);
  });
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html, "Permissions" */
describe("the right to copy", () => {
  it.each(["blind", "writeless", "sealed", "unsealing"])("is not had by %s", async (role) => {
    const { Key } = await source();
    const target = fresh();
    expect(await refusal(copy(await cloud().as(role), Key, { Key: target }))).toBe("AccessDenied");
    expect(await statusOf(read(target))).toBe(404);
  });

  it("of a version by its id is one of its own", async () => {
    const { Key, VersionId } = await source();
    const current = await cloud().as("current");
    expect(await refusal(copy(current, Key))).toBe("none");
    expect(await refusal(copy(current, `${Key}?versionId=${VersionId}`))).toBe("AccessDenied");
  });

  it("reaches neither from nor to another clinic", async () => {
    const { Key } = await source();
    const foreign = await source({}, fresh(B.clinic));
    expect(await refusal(copy(cloud().copier, foreign.Key))).toBe("AccessDenied");
    expect(await refusal(copy(cloud().copier, Key, { Key: fresh(B.clinic) }))).toBe("AccessDenied");
  });

  it("with tags asks for the rights to read them there and to set them here; without them for neither", async () => {
    const [tagged, untagged] = [await source({ Tagging: "state=verified" }), await source()];
    for (const role of ["plain", "taglessReader"]) {
      const s3 = await cloud().as(role);
      expect(await refusal(copy(s3, tagged.Key))).toBe("AccessDenied");
      expect(await refusal(copy(s3, untagged.Key))).toBe("none");
    }
  });
});
