import { randomUUID } from "node:crypto";
import { GetObjectCommand, HeadObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { describe, expect, it } from "vitest";
import {
  filesBucket,
  oldestSignatureSeconds,
  onAll,
  onOwn,
  presign,
  send,
  sha256,
  throughS3,
} from "./bucket.ts";
import { refused, useTarget } from "./target.ts";
import { A, B } from "./tenancy.ts";

const cloud = useTarget(
  {
    keys: { storage: {} },
    buckets: { files: filesBucket },
    roles: {
      owner: { may: onAll },
      writer: {
        may: (names) => [onOwn(names, ["PutObject"]), throughS3(names, "GenerateDataKey", "Decrypt")],
      },
    },
  },
  async (target) => ({
    Bucket: target.bucketName("files"),
    owner: (await target.as("owner")).s3,
    writer: (await target.as("writer", A)).s3,
    stranger: (await target.as("writer", B)).s3,
  }),
);

const place = () => ({ Bucket: cloud().Bucket, Key: `c/${A.clinic}/${randomUUID()}` });
const isThere = async (object: ReturnType<typeof place>) =>
  (await refused(cloud().owner.send(new HeadObjectCommand(object)))) === undefined;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html */
describe("a URL to put bytes", () => {
  it("takes exactly those bytes, once", async () => {
    const url = await presign(cloud().writer, place(), "exact");
    expect(new URL(url).searchParams.get("X-Amz-SignedHeaders")).toBe(
      "content-length;host;if-none-match;x-amz-checksum-sha256",
    );
    expect((await send(url, "exact")).status).toBe(200);
    // Whose 200 was lost learns by this that all is well.
    expect(await send(url, "exact")).toEqual({ status: 412, code: "PreconditionFailed" });
  });

  it("refuses other bytes under the signed checksum, and another checksum", async () => {
    const object = place();
    const url = await presign(cloud().writer, object, "exact");
    const lied = await send(url, "other", { "x-amz-checksum-sha256": sha256("exact") });
    expect(lied).toMatchObject({ status: 400 });
    expect(await send(url, "other")).toEqual({ status: 403, code: "SignatureDoesNotMatch" });
    expect(await isThere(object)).toBe(false);
  });

  it("refuses another length, a signed header that is missing, and one that is not signed", async () => {
    const object = place();
    const url = await presign(cloud().writer, object, "exact");
    expect((await send(url, "exactly")).status).toBe(403);
    const missing = await fetch(url, { method: "PUT", body: "exact", headers: { "if-none-match": "*" } });
    expect(missing.status).toBe(403);
    const tagged = await send(url, "exact", { "x-amz-tagging": "state=verified" });
    expect(tagged.status).toBe(403);
    expect(await isThere(object)).toBe(false);
  });

  it("is for one method, one key and one signer", async () => {
    const object = place();
    const url = await presign(cloud().writer, object, "exact");
    expect((await send(url, "exact", {}, "GET")).status).toBe(403);
    expect((await send(url.replace(object.Key, `${object.Key}x`), "exact")).status).toBe(403);
    const foreign = await presign(cloud().stranger, object, "exact");
    expect(await send(foreign, "exact")).toEqual({ status: 403, code: "AccessDenied" });
    const tokenless = new URL(url);
    tokenless.searchParams.delete("X-Amz-Security-Token");
    expect((await send(tokenless.href, "exact")).status).toBeGreaterThanOrEqual(400);
    expect(await isThere(object)).toBe(false);
  });
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
describe("a URL's age", () => {
  it("ends it when it says so", async () => {
    const object = place();
    const url = await presign(cloud().writer, object, "late", { signedSecondsAgo: 70, goodForSeconds: 60 });
    expect(await send(url, "late")).toEqual({ status: 403, code: "AccessDenied" });
    expect(await isThere(object)).toBe(false);
  });

  /** @see https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html */
  it("ends it when the bucket's policy says so, though it says otherwise", async () => {
    const aged = (signedSecondsAgo: number) =>
      presign(cloud().writer, place(), "late", { signedSecondsAgo, goodForSeconds: 3600 });
    expect((await send(await aged(oldestSignatureSeconds + 30), "late")).status).toBe(403);
    expect((await send(await aged(oldestSignatureSeconds - 60), "late")).status).toBe(200);
  });

  it("is at most a week, and does not begin in the future", async () => {
    const url = new URL(await presign(cloud().writer, place(), "late"));
    url.searchParams.set("X-Amz-Expires", String(7 * 24 * 3600 + 1));
    expect((await send(url.href, "late")).status).toBeGreaterThanOrEqual(400);
    const early = await presign(cloud().writer, place(), "early", { signedSecondsAgo: -1800 });
    expect((await send(early, "early")).status).toBe(403);
  });
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-policy-language-overview.html */
describe("a request without a signature", () => {
  it("gets and puts nothing", async () => {
    const { owner } = cloud();
    const object = place();
    await send(await presign(owner, object, "private"), "private");
    const signed = await getSignedUrl(owner, new GetObjectCommand(object), { expiresIn: 60 });
    expect((await fetch(signed)).status).toBe(200);
    const bare = new URL(signed);
    bare.search = "";
    expect((await fetch(bare)).status).toBe(403);
    const put = { method: "PUT", body: "x", headers: { "if-none-match": "*" } };
    expect((await fetch(`${bare.href}2`, put)).status).toBe(403);
  });
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html */
describe("a page of another origin", () => {
  const origin = "https://portal.example";
  const preflight = async (asked: Readonly<Record<string, string>>) => {
    const url = await presign(cloud().writer, place(), "exact");
    const headers = {
      origin,
      "access-control-request-method": "PUT",
      "access-control-request-headers": "if-none-match,x-amz-checksum-sha256",
      ...asked,
    };
    const { status, headers: answered } = await fetch(url, { method: "OPTIONS", headers });
    return { status, allows: answered.get("access-control-allow-origin") };
  };

  it("may send what a URL binds if the bucket names it, and nobody and nothing else", async () => {
    expect(await preflight({})).toEqual({ status: 200, allows: origin });
    for (const other of [
      { origin: "https://elsewhere.example" },
      { "access-control-request-method": "DELETE" },
      { "access-control-request-headers": "x-amz-tagging" },
    ])
      expect(await preflight(other)).toEqual({ status: 403, allows: null });
  });

  it("may read the ETag of the answer, and of a refusal that it is one", async () => {
    const url = await presign(cloud().writer, place(), "exact");
    const headers = { origin, "if-none-match": "*", "x-amz-checksum-sha256": sha256("exact") };
    for (const status of [200, 412]) {
      const answer = await fetch(url, { method: "PUT", body: "exact", headers });
      expect(answer.status).toBe(status);
      expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
      expect(answer.headers.get("access-control-expose-headers")).toMatch(/etag/i);
    }
  });
});
