import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { presignPut, sendPut, sha256, startTestCloud, type TestCloud } from "./bucket.fixture.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(async () => {
  await cloud.close();
});

describe("the notification of a new version", () => {
  it("tells the queue which version of which key, with the key URL-encoded, in the bucket's name", async () => {
    const Key = "c/one/a b+ü";
    const put = { Bucket: "documents", Key, Body: "sealed", IfNoneMatch: "*" };
    const { VersionId, ETag } = await cloud.client("owner").send(new PutObjectCommand(put));
    const [event, ...more] = cloud.delivered;
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      queue: "uploads",
      source: {
        service: "s3.amazonaws.com",
        sourceArn: "arn:aws:s3:::documents",
        sourceAccount: "000000000000",
      },
    });
    const { Records } = JSON.parse(event?.body ?? "{}") as { Records: object[] };
    expect(Records).toMatchObject([
      {
        eventName: "ObjectCreated:Put",
        s3: {
          bucket: { name: "documents", arn: "arn:aws:s3:::documents" },
          object: {
            key: "c/one/a+b%2B%C3%BC",
            size: 6,
            versionId: VersionId,
            eTag: ETag?.replaceAll('"', ""),
          },
        },
      },
    ]);
  });

  it("is not sent for an upload that was refused", async () => {
    const bytes = new TextEncoder().encode("sealed");
    const url = await presignPut(cloud.client("writer"), "c/one/doc", bytes);
    const forged = new TextEncoder().encode("forged");
    await sendPut(url, forged, { "x-amz-checksum-sha256": sha256(bytes) });
    await sendPut(url, bytes);
    expect(cloud.delivered).toHaveLength(1);
  });
});
