import { createHash, randomUUID } from "node:crypto";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  ListPartsCommand,
  UploadPartCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { describe, expect, it } from "vitest";
import { filesBucket, onAll, onOwn, presign, send, sha256, throughS3 } from "./bucket.ts";
import { refusal, refused, useTarget } from "./target.ts";
import { A, B } from "./tenancy.ts";

const writes = ["PutObject", "AbortMultipartUpload", "ListMultipartUploadParts"];

const cloud = useTarget(
  {
    keys: { storage: {} },
    buckets: { files: filesBucket },
    roles: {
      owner: { may: onAll },
      writer: { may: (names) => [onOwn(names, writes), throughS3(names, "GenerateDataKey", "Decrypt")] },
      sealer: { may: (names) => [onOwn(names, writes), throughS3(names, "GenerateDataKey")] },
      keyless: { may: (names) => [onOwn(names, writes)] },
    },
  },
  async (target) => ({
    Bucket: target.bucketName("files"),
    owner: (await target.as("owner")).s3,
    writer: (await target.as("writer", A)).s3,
    stranger: (await target.as("writer", B)).s3,
    sealer: (await target.as("sealer", A)).s3,
    keyless: (await target.as("keyless", A)).s3,
  }),
);

type Upload = Awaited<ReturnType<typeof begin>>;
type Part = Awaited<ReturnType<typeof sendPart>>;

async function begin(s3: S3Client = cloud().writer) {
  const object = { Bucket: cloud().Bucket, Key: `c/${A.clinic}/${randomUUID()}` };
  const { UploadId = "" } = await s3.send(
    new CreateMultipartUploadCommand({ ...object, ChecksumAlgorithm: "SHA256" }),
  );
  return { ...object, UploadId };
}

async function sendPart(upload: Upload, PartNumber: number, Body: Uint8Array | string, s3 = cloud().writer) {
  const ChecksumSHA256 = sha256(Body);
  const { ETag } = await s3.send(new UploadPartCommand({ ...upload, PartNumber, Body, ChecksumSHA256 }));
  return { PartNumber, ETag, ChecksumSHA256 };
}

const complete = (
  upload: Upload,
  Parts: readonly Part[],
  more: object = { IfNoneMatch: "*" },
  s3 = cloud().writer,
) =>
  s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: [...Parts] }, ...more }));
const statusOf = async (call: Promise<unknown>) => (await refused(call))?.$metadata?.httpStatusCode;

/**
 * To encrypt the parts S3 must open the upload's own data key again.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
 */
describe("a multipart upload under SSE-KMS", () => {
  it("begins with kms:GenerateDataKey, and goes on with kms:Decrypt only", async () => {
    const { keyless, sealer } = cloud();
    expect(await statusOf(begin(keyless))).toBe(403);
    const upload = await begin(sealer);
    expect(await statusOf(sendPart(upload, 1, "part", sealer))).toBe(403);
    const part = await sendPart(upload, 1, "part");
    expect(await statusOf(complete(upload, [part], { IfNoneMatch: "*" }, sealer))).toBe(403);
    expect((await complete(upload, [part])).VersionId).toBeDefined();
  });
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html */
describe("CompleteMultipartUpload", () => {
  it("keeps a composite checksum: the SHA-256 of the parts' own, and their number", async () => {
    const upload = await begin();
    const bytes = [new Uint8Array(5 * 2 ** 20).fill(1), "the rest"];
    const parts = [];
    for (const [index, Body] of bytes.entries()) parts.push(await sendPart(upload, index + 1, Body));
    const digests = bytes.map((one) => createHash("sha256").update(one).digest());
    const composite = `${sha256(...digests)}-2`;
    expect((await complete(upload, parts)).ChecksumSHA256).toBe(composite);
    const { UploadId: _, ...object } = upload;
    const head = await cloud().owner.send(new HeadObjectCommand({ ...object, ChecksumMode: "ENABLED" }));
    expect(head).toMatchObject({ ChecksumSHA256: composite, ContentLength: 5 * 2 ** 20 + 8 });
  });

  it("compares the digests that it is given with the bytes that came", async () => {
    const upload = await begin();
    const part = await sendPart(upload, 1, "came");
    const swapped = [{ ...part, ChecksumSHA256: sha256("meant") }];
    expect(await refusal(complete(upload, swapped))).toMatch(/^(InvalidPart|BadDigest)$/);
    expect(await refusal(complete(upload, [{ ...part, ETag: '"0123456789abcdef0123456789abcdef"' }]))).toBe(
      "InvalidPart",
    );
    expect(await refusal(complete(upload, [part]))).toBe("none");
  });

  it("takes parts in order, and none that is missing", async () => {
    const upload = await begin();
    const first = await sendPart(upload, 1, "one");
    const second = await sendPart(upload, 2, "two");
    expect(await refusal(complete(upload, [second, first]))).toBe("InvalidPartOrder");
    expect(await refusal(complete(upload, [first, { ...second, PartNumber: 3 }]))).toBe("InvalidPart");
    expect(await refusal(complete(upload, [first, second]))).toBe("EntityTooSmall");
  });

  /** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
  it("with If-None-Match: * creates once", async () => {
    const { writer, Bucket } = cloud();
    const upload = await begin();
    const part = await sendPart(upload, 1, "second");
    await send(await presign(writer, { Bucket, Key: upload.Key }, "first"), "first");
    expect(await refusal(complete(upload, [part]))).toBe("PreconditionFailed");
  });

  /** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html */
  it("is what a policy asks for the condition, not the calls before it", async () => {
    const upload = await begin();
    const part = await sendPart(upload, 1, "part");
    expect(await statusOf(complete(upload, [part], {}))).toBe(403);
    expect(await refusal(complete(upload, [part]))).toBe("none");
  });

  it("finds no upload that is done, given up, or of another key", async () => {
    const { owner } = cloud();
    const upload = await begin();
    const part = await sendPart(upload, 1, "part");
    expect(await refusal(complete({ ...upload, Key: `${upload.Key}x` }, [part], undefined, owner))).toBe(
      "NoSuchUpload",
    );
    await cloud().writer.send(new AbortMultipartUploadCommand(upload));
    expect(await refusal(complete(upload, [part]))).toBe("NoSuchUpload");
    expect(await refusal(sendPart(upload, 2, "late"))).toBe("NoSuchUpload");
  });
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html */
describe("a part", () => {
  it("whose bytes differ from its checksum is refused, and is not there", async () => {
    const { writer } = cloud();
    const upload = await begin();
    const lie = new UploadPartCommand({
      ...upload,
      PartNumber: 1,
      Body: "came",
      ChecksumSHA256: sha256("meant"),
    });
    expect(await refusal(writer.send(lie))).toMatch(/^(BadDigest|InvalidRequest)$/);
    const { Parts = [] } = await writer.send(new ListPartsCommand(upload));
    expect(Parts).toEqual([]);
  });

  it("without a checksum is refused where the upload was begun with one", async () => {
    const upload = await begin();
    const bare = new UploadPartCommand({ ...upload, PartNumber: 1, Body: "bare" });
    expect(await refusal(cloud().writer.send(bare))).toBe("InvalidRequest");
  });

  it("is listed with size and checksum, the last one sent", async () => {
    const upload = await begin();
    await sendPart(upload, 1, "first try");
    await sendPart(upload, 1, "again");
    const { Parts = [] } = await cloud().writer.send(new ListPartsCommand(upload));
    expect(Parts).toMatchObject([{ PartNumber: 1, Size: 5, ChecksumSHA256: sha256("again") }]);
  });

  it("goes by its URL to its number and its upload only", async () => {
    const { writer, stranger } = cloud();
    const { UploadId, ...object } = await begin();
    const another = await begin();
    const url = await presign(writer, { ...object, part: { UploadId, PartNumber: 1 } }, "part");
    const altered = [
      url.replace("partNumber=1", "partNumber=2"),
      url.replace(encodeURIComponent(UploadId), encodeURIComponent(another.UploadId)),
    ];
    for (const wrong of altered) {
      expect(wrong).not.toBe(url);
      expect((await send(wrong, "part")).status).toBe(403);
    }
    const foreign = await presign(stranger, { ...object, part: { UploadId, PartNumber: 1 } }, "part");
    expect((await send(foreign, "part")).status).toBe(403);
    expect((await send(url, "part")).status).toBe(200);
  });
});
