import { createHash, randomBytes } from "node:crypto";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
  UploadPartCommand,
  type CompletedPart,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { presignPart, sendPut, sha256, startTestCloud, type TestCloud } from "./bucket.fixture.ts";

const key = "c/one/sub/doc/attempt";
const object = { Bucket: "documents", Key: key };
const first = new Uint8Array(randomBytes(5 * 2 ** 20));
const second = new Uint8Array(randomBytes(1000));

let cloud: TestCloud;
let writer: S3Client;
let uploadID: string;
beforeEach(async () => {
  cloud = await startTestCloud();
  writer = cloud.client("writer");
  uploadID = await create(key);
});
afterEach(async () => {
  await cloud.close();
});

async function create(Key: string): Promise<string> {
  const command = new CreateMultipartUploadCommand({ ...object, Key, ChecksumAlgorithm: "SHA256" });
  const created = await writer.send(command);
  expect(created.ServerSideEncryption).toBe("aws:kms");
  return created.UploadId ?? "";
}

async function put(partNumber: number, bytes: Uint8Array<ArrayBuffer>): Promise<CompletedPart> {
  const url = await presignPart(writer, { key, uploadID, partNumber, bytes });
  const sent = await sendPut(url, bytes);
  expect(sent.status).toBe(200);
  return { PartNumber: partNumber, ETag: sent.headers.get("etag") ?? "", ChecksumSHA256: sha256(bytes) };
}

async function complete(Parts: CompletedPart[], client = writer) {
  const command = { ...object, UploadId: uploadID, IfNoneMatch: "*", MultipartUpload: { Parts } };
  return await client.send(new CompleteMultipartUploadCommand(command));
}

describe("a multipart upload", () => {
  it("becomes an object with the composite checksum of its parts", async () => {
    const parts = [await put(1, first), await put(2, second)];
    const digests = [first, second].map((bytes) => createHash("sha256").update(bytes).digest());
    const composite = `${sha256(Buffer.concat(digests))}-2`;

    const completed = await complete(parts);
    expect(completed.ChecksumSHA256).toBe(composite);
    expect(completed.ETag).toMatch(/^"[0-9a-f]{32}-2"$/);

    const head = await cloud
      .client("verifier")
      .send(new HeadObjectCommand({ ...object, VersionId: completed.VersionId, ChecksumMode: "ENABLED" }));
    expect(head).toMatchObject({
      ChecksumSHA256: composite,
      ChecksumType: "COMPOSITE",
      ContentLength: 5243880,
    });
    const got = await cloud.client("owner").send(new GetObjectCommand(object));
    const bytes = await got.Body?.transformToByteArray();
    expect(Buffer.compare(bytes ?? new Uint8Array(), Buffer.concat([first, second]))).toBe(0);
  });

  it("reads a range across its parts", async () => {
    await complete([await put(1, first), await put(2, second)]);
    const command = new GetObjectCommand({ ...object, Range: "bytes=5242870-5242889" });
    const got = await cloud.client("owner").send(command);
    expect(got.ContentRange).toBe("bytes 5242870-5242889/5243880");
    const bytes = await got.Body?.transformToByteArray();
    expect(bytes).toEqual(new Uint8Array([...first.subarray(-10), ...second.subarray(0, 10)]));
  });

  it("lists the parts that arrived, page by page, and lets a part be sent again", async () => {
    await put(2, second);
    await put(1, first);
    await put(2, second);
    const page = await writer.send(new ListPartsCommand({ ...object, UploadId: uploadID, MaxParts: 1 }));
    expect(page).toMatchObject({ IsTruncated: true, NextPartNumberMarker: "1", ChecksumAlgorithm: "SHA256" });
    expect(page.Parts).toMatchObject([{ PartNumber: 1, Size: first.length, ChecksumSHA256: sha256(first) }]);
    const rest = await writer.send(
      new ListPartsCommand({ ...object, UploadId: uploadID, PartNumberMarker: "1" }),
    );
    expect(rest.Parts?.map((part) => part.PartNumber)).toEqual([2]);
    expect(rest.IsTruncated).toBe(false);
  });

  it("refuses to complete with another digest than the part's bytes have", async () => {
    const part = await put(1, second);
    await expect(complete([{ ...part, ChecksumSHA256: sha256("other") }])).rejects.toThrow(
      expect.objectContaining({ name: "InvalidPart" }),
    );
    await expect(cloud.client("owner").send(new HeadObjectCommand(object))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 404 },
    });
  });

  it("refuses parts that are missing, of another tag, out of order, too small or without digest", async () => {
    const one = await put(1, second);
    const two = await put(2, second);
    const name = (error: string) => expect.objectContaining({ name: error });
    await expect(complete([one, { ...two, PartNumber: 3 }])).rejects.toThrow(name("InvalidPart"));
    await expect(complete([{ ...one, ETag: two.ETag }])).rejects.toThrow(name("InvalidPart"));
    await expect(complete([two, one])).rejects.toThrow(name("InvalidPartOrder"));
    await expect(complete([one, one])).rejects.toThrow(name("InvalidPartOrder"));
    await expect(complete([one, two])).rejects.toThrow(name("EntityTooSmall"));
    await expect(complete([{ PartNumber: 1, ETag: one.ETag }])).rejects.toThrow(name("InvalidRequest"));
    await expect(complete([])).rejects.toThrow(name("MalformedXML"));
    expect((await complete([one])).VersionId).toBeTruthy();
  });

  it("refuses a list of parts that was changed on its way", async () => {
    const parts = [await put(1, second)];
    const client = cloud.client("writer");
    client.middlewareStack.add(
      (next) => async (args) => {
        const request = args.request as { body: string };
        request.body = request.body.replace("<PartNumber>1<", "<PartNumber>2<");
        return await next(args);
      },
      { step: "finalizeRequest", priority: "low", name: "garble" },
    );
    await expect(complete(parts, client)).rejects.toThrow(
      expect.objectContaining({ name: "XAmzContentSHA256Mismatch" }),
    );
  });

  it("refuses to complete without the condition, over an existing object, or twice", async () => {
    const part = await put(1, second);
    const unconditional = new CompleteMultipartUploadCommand({
      ...object,
      UploadId: uploadID,
      MultipartUpload: { Parts: [part] },
    });
    await expect(writer.send(unconditional)).rejects.toThrow(
      expect.objectContaining({ name: "AccessDenied" }),
    );
    await complete([part]);
    await expect(complete([part])).rejects.toThrow(expect.objectContaining({ name: "NoSuchUpload" }));
    uploadID = await create(key);
    const again = await put(1, second);
    await expect(complete([again])).rejects.toThrow(expect.objectContaining({ name: "PreconditionFailed" }));
  });

  it("is told of as unfinished until it is completed or aborted", async () => {
    expect(cloud.unfinishedUploads("documents")).toEqual([key]);
    await complete([await put(1, first), await put(2, second)]);
    expect(cloud.unfinishedUploads("documents")).toEqual([]);
    const UploadId = await create("c/one/sub/doc/other");
    expect(cloud.unfinishedUploads("documents")).toEqual(["c/one/sub/doc/other"]);
    const aborted = { ...object, Key: "c/one/sub/doc/other", UploadId };
    await writer.send(new AbortMultipartUploadCommand(aborted));
    expect(cloud.unfinishedUploads("documents")).toEqual([]);
    expect(() => cloud.unfinishedUploads("elsewhere")).toThrow("no bucket elsewhere");
  });

  it("is gone once it was aborted", async () => {
    await put(1, second);
    const url = await presignPart(writer, { key, uploadID, partNumber: 2, bytes: second });
    await writer.send(new AbortMultipartUploadCommand({ ...object, UploadId: uploadID }));
    await expect(writer.send(new ListPartsCommand({ ...object, UploadId: uploadID }))).rejects.toThrow(
      expect.objectContaining({ name: "NoSuchUpload" }),
    );
    expect(await sendPut(url, second)).toMatchObject({ status: 404, code: "NoSuchUpload" });
  });
});

describe("a presigned part", () => {
  it("cannot become another part, join another upload, or carry other bytes", async () => {
    const url = new URL(await presignPart(writer, { key, uploadID, partNumber: 1, bytes: second }));
    const other = await create(key);
    for (const [name, value] of [
      ["partNumber", "2"],
      ["uploadId", other],
    ] as const) {
      const changed = new URL(url);
      changed.searchParams.set(name, value);
      expect(await sendPut(changed.href, second)).toMatchObject({
        status: 403,
        code: "SignatureDoesNotMatch",
      });
    }
    const forged = new Uint8Array(second).fill(0);
    expect(await sendPut(url.href, forged, { "x-amz-checksum-sha256": sha256(second) })).toMatchObject({
      status: 400,
      code: "BadDigest",
    });
    const list = await writer.send(new ListPartsCommand({ ...object, UploadId: uploadID }));
    expect(list.Parts ?? []).toEqual([]);
  });

  it("must bring the checksum that the upload was created with", async () => {
    const command = { ...object, UploadId: uploadID, PartNumber: 1, Body: second };
    await expect(
      writer.send(new UploadPartCommand({ ...command, ChecksumAlgorithm: "CRC32" })),
    ).rejects.toThrow(expect.objectContaining({ name: "InvalidRequest" }));
  });

  it("belongs to the key that the upload was created for", async () => {
    const command = {
      Bucket: "documents",
      Key: "c/one/other",
      UploadId: uploadID,
      PartNumber: 1,
      Body: second,
    };
    await expect(
      writer.send(new UploadPartCommand({ ...command, ChecksumAlgorithm: "SHA256" })),
    ).rejects.toThrow(expect.objectContaining({ name: "NoSuchUpload" }));
  });
});
