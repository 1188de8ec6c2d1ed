import { CreateMultipartUploadCommand, ListPartsCommand, UploadPartCommand } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startTestCloud, type TestCloud } from "./bucket.fixture.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const object = { Bucket: "documents", Key: "c/one/sub/doc/attempt" };

let cloud: TestCloud;
beforeEach(async () => void (cloud = await startTestCloud()));
afterEach(() => cloud.close());

it("ends an upload that was left, at the midnight after its days, and not before", async () => {
  const writer = cloud.client("writer");
  const { UploadId } = await writer.send(
    new CreateMultipartUploadCommand({ ...object, ChecksumAlgorithm: "SHA256" }),
  );
  const upload = { ...object, UploadId };
  await writer.send(
    new UploadPartCommand({ ...upload, PartNumber: 1, Body: "sealed", ChecksumAlgorithm: "SHA256" }),
  );
  cloud.later(7 * DAY_MS - 60_000);
  expect(await cloud.runLifecycle()).toBe(0);
  cloud.later(DAY_MS + 60_000);
  expect(await cloud.runLifecycle()).toBe(1);
  cloud.later(-8 * DAY_MS);
  await expect(writer.send(new ListPartsCommand(upload))).rejects.toThrow(
    expect.objectContaining({ name: "NoSuchUpload" }) as unknown as Error,
  );
});
