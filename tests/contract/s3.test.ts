import { randomUUID } from "node:crypto";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { DecryptCommand, GenerateDataKeyCommand } from "@aws-sdk/client-kms";
import { describe, expect, it } from "vitest";
import { filesBucket, onAll, onOwn, sha256, throughS3 } from "./bucket.ts";
import { refusal, refused, useTarget } from "./target.ts";
import { A, B, taggedClinic } from "./tenancy.ts";
import { allow } from "./topology.ts";

const verified = { StringEquals: { "s3:ExistingObjectTag/state": "verified" } };
const listsOwn = { StringLike: { "s3:prefix": `c/${taggedClinic}/*` } };

const cloud = useTarget(
  {
    keys: { storage: {} },
    buckets: { files: filesBucket },
    roles: {
      owner: { may: onAll },
      writer: {
        may: (names) => [onOwn(names, ["PutObject"]), throughS3(names, "GenerateDataKey")],
      },
      reader: {
        may: (names) => [onOwn(names, ["GetObjectVersion"], verified), throughS3(names, "Decrypt")],
      },
      keyless: { may: (names) => [onOwn(names, ["GetObject", "PutObject"])] },
      unlisted: { may: (names) => [onOwn(names, ["GetObject"]), throughS3(names, "Decrypt")] },
      prefixed: {
        may: (names) => [
          onOwn(names, ["GetObject"]),
          throughS3(names, "Decrypt"),
          allow("s3:ListBucket", names.bucket("files"), listsOwn),
        ],
      },
      tagger: {
        may: (names) => [
          onOwn(names, ["PutObjectVersionTagging"], {
            StringEquals: { "s3:RequestObjectTag/state": "verified" },
          }),
        ],
      },
    },
  },
  async (target) => ({
    Bucket: target.bucketName("files"),
    KeyId: target.names.key("storage"),
    owner: (await target.as("owner")).s3,
    ownerKms: (await target.as("owner")).kms,
    writer: (await target.as("writer", A)).s3,
    reader: (await target.as("reader", A)).s3,
    foreign: (await target.as("reader", B)).s3,
    keyless: (await target.as("keyless", A)).s3,
    unlisted: (await target.as("unlisted", A)).s3,
    prefixed: (await target.as("prefixed", A)).s3,
    tagger: (await target.as("tagger", A)).s3,
  }),
);

const fresh = (clinic = A.clinic) => `c/${clinic}/${randomUUID()}`;
const put = (s3: S3Client, Key: string, Body = "bytes", more: object = { IfNoneMatch: "*" }) =>
  s3.send(new PutObjectCommand({ Bucket: cloud().Bucket, Key, Body, ...more }));
const get = (s3: S3Client, Key: string, more: object = {}) =>
  s3.send(new GetObjectCommand({ Bucket: cloud().Bucket, Key, ...more }));
const head = (s3: S3Client, Key: string, more: object = {}) =>
  s3.send(new HeadObjectCommand({ Bucket: cloud().Bucket, Key, ...more }));
const tag = (s3: S3Client, Key: string, VersionId: string | undefined, Value = "verified") =>
  s3.send(
    new PutObjectTaggingCommand({
      Bucket: cloud().Bucket,
      Key,
      VersionId,
      Tagging: { TagSet: [{ Key: "state", Value }] },
    }),
  );
const statusOf = async (call: Promise<unknown>) => (await refused(call))?.$metadata?.httpStatusCode;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
describe("If-None-Match: *", () => {
  it("creates once: the second is 412 and changes nothing", async () => {
    const { owner } = cloud();
    const Key = fresh();
    await put(owner, Key, "first");
    expect(await refusal(put(owner, Key, "second"))).toBe("PreconditionFailed");
    expect(await (await get(owner, Key)).Body?.transformToString()).toBe("first");
  });

  it("lets one of many at once through", async () => {
    const Key = fresh();
    const results = await Promise.all(
      Array.from({ length: 6 }, (_, index) => refusal(put(cloud().owner, Key, `racer ${index}`))),
    );
    expect(results.filter((name) => name === "none")).toHaveLength(1);
    for (const name of results)
      expect(["none", "PreconditionFailed", "ConditionalRequestConflict"]).toContain(name);
  });

  /** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html */
  it("can be required by the bucket's policy, even of who may do everything", async () => {
    expect(await statusOf(put(cloud().owner, fresh(), "bytes", {}))).toBe(403);
  });
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html */
describe("a checksum", () => {
  it("that the bytes do not have is refused, and nothing is stored", async () => {
    const { owner } = cloud();
    const Key = fresh();
    const false_ = { IfNoneMatch: "*", ChecksumSHA256: sha256("other bytes") };
    expect(await refusal(put(owner, Key, "bytes", false_))).toMatch(/^(BadDigest|InvalidRequest)$/);
    expect(await statusOf(head(owner, Key))).toBe(404);
  });

  it("that they have is kept, and told to who asks", async () => {
    const { owner } = cloud();
    const Key = fresh();
    await put(owner, Key, "bytes", { IfNoneMatch: "*", ChecksumSHA256: sha256("bytes") });
    expect((await head(owner, Key)).ChecksumSHA256).toBeUndefined();
    expect((await head(owner, Key, { ChecksumMode: "ENABLED" })).ChecksumSHA256).toBe(sha256("bytes"));
  });
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html */
describe("SSE-KMS", () => {
  it("needs kms:GenerateDataKey to write and kms:Decrypt to read, of the caller", async () => {
    const { owner, writer, keyless } = cloud();
    const Key = fresh();
    expect(await statusOf(put(keyless, Key))).toBe(403);
    const written = await put(writer, Key);
    expect(written).toMatchObject({ ServerSideEncryption: "aws:kms", BucketKeyEnabled: true });
    expect(written.SSEKMSKeyId).toBe(cloud().KeyId);
    expect(await statusOf(get(keyless, Key))).toBe(403);
    expect(await (await get(owner, Key)).Body?.transformToString()).toBe("bytes");
  });

  /** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html */
  it("lets a HEAD be without the key, but not the checksum of it", async () => {
    const { owner, keyless } = cloud();
    const Key = fresh();
    await put(owner, Key, "bytes", { IfNoneMatch: "*", ChecksumSHA256: sha256("bytes") });
    expect((await head(keyless, Key)).ContentLength).toBe(5);
    expect(await statusOf(head(keyless, Key, { ChecksumMode: "ENABLED" }))).toBe(403);
  });

  /** @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service */
  it("by kms:ViaService gives the key to nobody directly", async () => {
    const { ownerKms, KeyId } = cloud();
    const command = new GenerateDataKeyCommand({ KeyId, KeySpec: "AES_256" });
    expect(await refusal(ownerKms.send(command))).toBe("AccessDeniedException");
    const CiphertextBlob = Buffer.alloc(200, 1);
    expect(await refusal(ownerKms.send(new DecryptCommand({ KeyId, CiphertextBlob })))).not.toBe("none");
  });
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html, "Permissions" */
describe("what is not there", () => {
  it("is 404 to who may list the bucket and 403 to who may not", async () => {
    const { owner, unlisted } = cloud();
    expect(await statusOf(get(owner, fresh()))).toBe(404);
    expect(await statusOf(get(unlisted, fresh()))).toBe(403);
  });

  it("stays 403 where the list is granted by a prefix, which a GET does not have", async () => {
    const { prefixed, Bucket } = cloud();
    expect(await statusOf(get(prefixed, fresh()))).toBe(403);
    const list = (Prefix: string) => prefixed.send(new ListObjectsV2Command({ Bucket, Prefix }));
    expect(await refusal(list(`c/${A.clinic}/`))).toBe("none");
    for (const prefix of [`c/${B.clinic}/`, "c/", ""]) expect(await statusOf(list(prefix))).toBe(403);
  });
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/tagging-and-policies.html */
describe("a right that asks for a tag", () => {
  it("opens the one version that has it", async () => {
    const { owner, reader, tagger } = cloud();
    const Key = fresh();
    const { VersionId } = await put(owner, Key);
    const readable = () => refusal(get(reader, Key, { VersionId }));
    expect(await readable()).toBe("AccessDenied");
    await tag(owner, Key, VersionId, "rejected");
    expect(await readable()).toBe("AccessDenied");
    await tag(tagger, Key, VersionId);
    expect(await readable()).toBe("none");
    expect((await get(reader, Key, { VersionId })).TagCount).toBe(1);
  });

  it("goes by the tag that is there, not by one that the request brings", async () => {
    const { owner, reader } = cloud();
    const Key = fresh();
    const { VersionId } = await put(owner, Key);
    const command = new GetObjectCommand({ Bucket: cloud().Bucket, Key, VersionId });
    command.middlewareStack.add(
      (next) => (args) => {
        const { headers } = args.request as { headers: Record<string, string> };
        headers["x-amz-tagging"] = "state=verified";
        return next(args);
      },
      { step: "build" },
    );
    expect(await refusal(reader.send(command))).toBe("AccessDenied");
  });

  it("opens no version of another clinic, and not the newest without its id", async () => {
    const { owner, reader, foreign } = cloud();
    const Key = fresh();
    const { VersionId } = await put(owner, Key);
    await tag(owner, Key, VersionId);
    expect(await refusal(get(foreign, Key, { VersionId }))).toBe("AccessDenied");
    expect(await refusal(get(reader, Key))).toBe("AccessDenied");
  });

  it("to set: only the value that the policy names, by the version's id, and not to read", async () => {
    const { owner, tagger } = cloud();
    const Key = fresh();
    const { VersionId } = await put(owner, Key);
    expect(await statusOf(tag(tagger, Key, VersionId, "other"))).toBe(403);
    expect(await statusOf(tag(tagger, Key, undefined))).toBe(403);
    expect(await refusal(tag(tagger, Key, VersionId))).toBe("none");
    expect(await statusOf(get(tagger, Key, { VersionId }))).toBe(403);
  });

  it("is not met by who may write: the tag needs a right of its own", async () => {
    const tagged = { IfNoneMatch: "*", Tagging: "state=verified" };
    expect(await statusOf(put(cloud().writer, fresh(), "bytes", tagged))).toBe(403);
  });
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html */
it("hides what is deleted without an id, and keeps its version", async () => {
  const { owner, Bucket } = cloud();
  const Key = fresh();
  const { VersionId } = await put(owner, Key);
  const { DeleteMarker } = await owner.send(new DeleteObjectCommand({ Bucket, Key }));
  expect(DeleteMarker).toBe(true);
  expect(await statusOf(get(owner, Key))).toBe(404);
  expect((await get(owner, Key, { VersionId })).ContentLength).toBe(5);
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html, "Range" */
describe("a range", () => {
  it.each([
    ["bytes=0-0", "b"],
    ["bytes=1-2", "yt"],
    ["bytes=-2", "es"],
    ["bytes=3-99", "es"],
  ])("%s is %s", async (Range, text) => {
    const { owner } = cloud();
    const Key = fresh();
    await put(owner, Key);
    const answer = await get(owner, Key, { Range });
    expect(await answer.Body?.transformToString()).toBe(text);
    expect(answer.ContentRange).toMatch(/^bytes \d-\d\/5$/);
  });

  it("behind the end is refused", async () => {
    const { owner } = cloud();
    const Key = fresh();
    await put(owner, Key);
    expect(await refusal(get(owner, Key, { Range: "bytes=5-" }))).toBe("InvalidRange");
  });
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
describe("a list", () => {
  it("is in order of the keys' bytes, in pages, and begins where it is told", async () => {
    const { owner, Bucket } = cloud();
    const Prefix = `${fresh()}/`;
    for (const name of ["b", "a", "ä", "B"]) await put(owner, Prefix + name);
    const page = (more: object) => owner.send(new ListObjectsV2Command({ Bucket, Prefix, ...more }));
    const first = await page({ MaxKeys: 3 });
    const { NextContinuationToken: ContinuationToken } = first;
    const rest = await page({ ContinuationToken });
    const names = [first, rest].map(({ Contents = [] }) =>
      Contents.map(({ Key = "" }) => Key.replace(Prefix, "")),
    );
    expect(names).toEqual([["B", "a", "b"], ["ä"]]);
    expect([first.IsTruncated, rest.IsTruncated]).toEqual([true, false]);
  });

  it("writes keys percent-encoded for who asks, as the AWS CLI does", async () => {
    const { owner, Bucket } = cloud();
    const Prefix = `${fresh()}/`;
    await put(owner, `${Prefix}ü+/x`);
    const answer = await owner.send(new ListObjectsV2Command({ Bucket, Prefix, EncodingType: "url" }));
    expect(answer).toMatchObject({
      EncodingType: "url",
      Prefix,
      Contents: [{ Key: `${Prefix}%C3%BC%2B/x` }],
    });
  });
});
