import { request as httpRequest } from "node:http";
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { presignPut, sendPut, sha256, startTestCloud, type TestCloud } from "./bucket.fixture.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(async () => {
  await cloud.close();
});

const key = "c/one/sub/doc/attempt";
const bytes = new TextEncoder().encode("sealed bytes");
const others = new TextEncoder().encode("other  bytes");

async function storedVersions(): Promise<number> {
  const list = await cloud.client("owner").send(new ListObjectVersionsCommand({ Bucket: "documents" }));
  return (list.Versions ?? []).length;
}

describe("a presigned PUT that is bound to its bytes", () => {
  let url: string;
  beforeEach(async () => {
    url = await presignPut(cloud.client("writer"), key, bytes);
  });

  it("signs the length, the checksum and the condition as headers", () => {
    expect(new URL(url).searchParams.get("X-Amz-SignedHeaders")).toBe(
      "content-length;host;if-none-match;x-amz-checksum-sha256",
    );
  });

  it("stores exactly those bytes", async () => {
    const sent = await sendPut(url, bytes);
    expect(sent.status).toBe(200);
    expect(sent.headers.get("x-amz-server-side-encryption")).toBe("aws:kms");
    const got = await cloud.client("owner").send(new GetObjectCommand({ Bucket: "documents", Key: key }));
    expect(await got.Body?.transformToString()).toBe("sealed bytes");
    expect(got.VersionId).toBe(sent.headers.get("x-amz-version-id"));
    expect(cloud.reached).toContain("writer s3:PutObject");
  });

  it.each([
    [
      "other bytes under the signed checksum",
      others,
      { "x-amz-checksum-sha256": sha256(bytes) },
      400,
      "BadDigest",
    ],
    ["other bytes under their own checksum", others, {}, 403, "SignatureDoesNotMatch"],
    ["another length", new TextEncoder().encode("longer than the bytes"), {}, 403, "SignatureDoesNotMatch"],
    ["a header that nobody signed", bytes, { "x-amz-tagging": "state=verified" }, 403, "AccessDenied"],
    ["user metadata that nobody signed", bytes, { "x-amz-meta-a": "b" }, 403, "AccessDenied"],
  ])("refuses %s and stores nothing", async (_what, body, headers, status, code) => {
    expect(await sendPut(url, body, headers)).toMatchObject({ status, code });
    expect(await storedVersions()).toBe(0);
  });

  it("refuses a request without the signed checksum header", async () => {
    const response = await fetch(url, { method: "PUT", body: bytes, headers: { "if-none-match": "*" } });
    expect(response.status).toBe(403);
    expect(await storedVersions()).toBe(0);
  });

  it("refuses a second use: the object is there already", async () => {
    expect((await sendPut(url, bytes)).status).toBe(200);
    expect(await sendPut(url, bytes)).toMatchObject({ status: 412, code: "PreconditionFailed" });
    expect(await storedVersions()).toBe(1);
  });

  it("refuses it after its time", async () => {
    cloud.later(301_000);
    expect(await sendPut(url, bytes)).toMatchObject({ status: 403, code: "AccessDenied" });
    expect(await storedVersions()).toBe(0);
  });

  it("lets a refused sender finish his upload and read why", async () => {
    const large = new Uint8Array(20 * 2 ** 20);
    const largeURL = await presignPut(cloud.client("writer"), key, large);
    cloud.later(301_000);
    expect(await sendPut(largeURL, large)).toMatchObject({ status: 403, code: "AccessDenied" });
  });

  it("refuses it for reading", async () => {
    await sendPut(url, bytes);
    expect((await fetch(url)).status).toBe(403);
  });

  it("refuses it for another key, and without its signature", async () => {
    const moved = new URL(url);
    moved.pathname = moved.pathname.replace("attempt", "other");
    expect((await sendPut(moved.href, bytes)).status).toBe(403);
    expect(await sendPut(`${cloud.endpoint}/documents/${key}`, bytes)).toMatchObject({
      status: 403,
      code: "AccessDenied",
    });
    expect(await storedVersions()).toBe(0);
  });

  it("lets one of two simultaneous creations win and tells the other of the conflict", async () => {
    const slow = startSlowPut(url);
    await slow.halfSent;
    expect((await sendPut(url, bytes)).status).toBe(200);
    expect(await slow.finish()).toBe(409);
    expect(await storedVersions()).toBe(1);
  });

  it("stores nothing when the sender breaks off", async () => {
    const slow = startSlowPut(url);
    await slow.halfSent;
    slow.breakOff();
    expect((await sendPut(url, bytes)).status).toBe(200);
    expect(await storedVersions()).toBe(1);
  });
});

describe("a presigned PUT made carelessly", () => {
  it("does not enforce a checksum that the presigner moved into the query, so that the mistake shows", async () => {
    const command = new PutObjectCommand({
      Bucket: "documents",
      Key: key,
      ChecksumSHA256: sha256(bytes),
      IfNoneMatch: "*",
    });
    const url = await getSignedUrl(cloud.client("writer"), command);
    expect(new URL(url).searchParams.get("x-amz-checksum-sha256")).toBe(sha256(bytes));
    expect((await sendPut(url, others)).status).toBe(200);
    const head = await cloud
      .client("owner")
      .send(new HeadObjectCommand({ Bucket: "documents", Key: key, ChecksumMode: "ENABLED" }));
    expect(head.ChecksumSHA256).toBeUndefined();
  });

  it("falls to the bucket's policy when it leaves out the condition or is older than five minutes", async () => {
    const client = cloud.client("writer");
    const unconditional = new PutObjectCommand({ Bucket: "documents", Key: key });
    expect((await sendPut(await getSignedUrl(client, unconditional), bytes)).status).toBe(403);
    const command = new PutObjectCommand({ Bucket: "documents", Key: key, IfNoneMatch: "*" });
    const longLived = await getSignedUrl(client, command, { expiresIn: 3600 });
    cloud.later(301_000);
    expect((await sendPut(longLived, bytes)).status).toBe(403);
    expect(await storedVersions()).toBe(0);
  });
});

/** Begins a PUT of `bytes`, holding back the last byte. `halfSent` resolves when the cloud asks for the body. */
function startSlowPut(url: string) {
  const request = httpRequest(url, {
    method: "PUT",
    headers: {
      "content-length": bytes.length,
      "x-amz-checksum-sha256": sha256(bytes),
      "if-none-match": "*",
      expect: "100-continue",
    },
  });
  const halfSent = new Promise<void>((resolve) => {
    request.on("continue", () => request.write(bytes.subarray(0, -1), () => resolve()));
  });
  const status = new Promise<number>((resolve) => {
    request.on("response", (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on("error", () => resolve(0));
  });
  request.flushHeaders();
  return {
    halfSent,
    breakOff: () => request.destroy(),
    async finish() {
      request.end(bytes.subarray(-1));
      return await status;
    },
  };
}
