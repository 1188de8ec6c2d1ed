import { GetObjectCommand, PutObjectCommand, PutObjectAclCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { presignPut, sendPut, startTestCloud, type TestCloud } from "./bucket.fixture.ts";
import { origin } from "./policy.fixture.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(async () => {
  await cloud.close();
});

const object = { Bucket: "documents", Key: "c/one/doc" };
const bytes = new TextEncoder().encode("hello world");

describe("a page of another origin", () => {
  const preflight = async (headers: Readonly<Record<string, string>>) =>
    await fetch(`${cloud.endpoint}/documents/c/one/doc`, { method: "OPTIONS", headers });

  it("may ask for what the bucket allows", async () => {
    const response = await preflight({
      origin,
      "access-control-request-method": "PUT",
      "access-control-request-headers": "if-none-match,x-amz-checksum-sha256",
    });
    expect(response.status).toBe(200);
    expect(response.headers.get("access-control-allow-origin")).toBe(origin);
    expect(response.headers.get("access-control-allow-methods")).toContain("PUT");
    expect(response.headers.get("access-control-allow-headers")).toBe("if-none-match, x-amz-checksum-sha256");
    expect(response.headers.get("access-control-allow-credentials")).toBeNull();
  });

  it.each([
    ["from another origin", { origin: "https://evil.example", "access-control-request-method": "PUT" }],
    ["with another method", { origin, "access-control-request-method": "DELETE" }],
    ["with a method that its rules leave out", { origin, "access-control-request-method": "HEAD" }],
    [
      "with another header",
      { origin, "access-control-request-method": "PUT", "access-control-request-headers": "x-amz-tagging" },
    ],
  ])("may not ask %s", async (_what, headers) => {
    const response = await preflight(headers);
    expect(response.status).toBe(403);
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("can read answers and refusals alike, any other origin neither", async () => {
    const url = await presignPut(cloud.client("writer"), object.Key, bytes);
    const stored = await sendPut(url, bytes, { origin });
    expect(stored.headers.get("access-control-allow-origin")).toBe(origin);
    expect(stored.headers.get("access-control-expose-headers")).toBe("etag, x-amz-version-id");
    const refused = await sendPut(url, bytes, { origin });
    expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([412, origin]);
    const foreign = await sendPut(url, bytes, { origin: "https://evil.example" });
    expect(foreign.headers.get("access-control-allow-origin")).toBeNull();
    const head = await fetch(url, { method: "HEAD", headers: { origin } });
    expect(head.headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("a range", () => {
  it.each([
    ["bytes=0-4", "hello", "bytes 0-4/11"],
    ["bytes=6-", "world", "bytes 6-10/11"],
    ["bytes=-2", "ld", "bytes 9-10/11"],
    ["bytes=0-0", "h", "bytes 0-0/11"],
    ["bytes=6-99", "world", "bytes 6-10/11"],
  ])("%s gives exactly those bytes", async (Range, text, contentRange) => {
    await sendPut(await presignPut(cloud.client("writer"), object.Key, bytes), bytes);
    const got = await cloud
      .client("owner")
      .send(new GetObjectCommand({ ...object, Range, ChecksumMode: "ENABLED" }));
    expect([await got.Body?.transformToString(), got.ContentRange]).toEqual([text, contentRange]);
    expect(got.ChecksumSHA256).toBeUndefined();
  });

  it("behind the end is refused", async () => {
    await sendPut(await presignPut(cloud.client("writer"), object.Key, bytes), bytes);
    const command = new GetObjectCommand({ ...object, Range: "bytes=11-" });
    await expect(cloud.client("owner").send(command)).rejects.toMatchObject({
      name: "InvalidRange",
      $metadata: { httpStatusCode: 416 },
    });
  });
});

describe("headers and parameters", () => {
  it("come back as they were stored, or as the signed URL says", async () => {
    const owner = cloud.client("owner");
    const put = {
      ...object,
      Body: bytes,
      IfNoneMatch: "*",
      ContentType: "text/plain",
      Metadata: { suite: "0478" },
    };
    await owner.send(new PutObjectCommand(put));
    const got = await owner.send(new GetObjectCommand(object));
    expect(got).toMatchObject({ ContentType: "text/plain", Metadata: { suite: "0478" }, ContentLength: 11 });
    const asFile = new GetObjectCommand({ ...object, ResponseContentDisposition: "attachment" });
    const response = await fetch(await getSignedUrl(owner, asFile));
    expect(response.headers.get("content-disposition")).toBe("attachment");
    const unchanged = await fetch(await getSignedUrl(owner, new GetObjectCommand(object)), {
      headers: { "if-none-match": got.ETag ?? "" },
    });
    expect(unchanged.status).toBe(304);
  });

  it("that nothing here acts on are refused, never passed over", async () => {
    const owner = cloud.client("owner");
    const notImplemented = expect.objectContaining({ name: "NotImplemented" }) as unknown as Error;
    const acl = new PutObjectAclCommand({ ...object, ACL: "public-read" });
    await expect(owner.send(acl)).rejects.toThrow(notImplemented);
    const put = { ...object, Body: "x", IfNoneMatch: "*" };
    await expect(owner.send(new PutObjectCommand({ ...put, ACL: "private" }))).rejects.toThrow(
      notImplemented,
    );
    await expect(
      owner.send(new PutObjectCommand({ ...put, ServerSideEncryption: "AES256" })),
    ).rejects.toThrow(notImplemented);
  });
});
