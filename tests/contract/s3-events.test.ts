import { randomUUID } from "node:crypto";
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { DeleteMessageCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { expect, it } from "vitest";
import { filesBucket, onAll } from "./bucket.ts";
import { useTarget } from "./target.ts";
import { A } from "./tenancy.ts";
import { allow } from "./topology.ts";

const cloud = useTarget(
  {
    keys: { storage: {} },
    buckets: { files: { ...filesBucket, notifies: "events" } },
    queues: {
      events: {
        visibilitySeconds: 30,
        policy: (names) => [
          {
            Effect: "Allow",
            Principal: { Service: "s3.amazonaws.com" },
            Action: "sqs:SendMessage",
            Resource: names.queue("events"),
            Condition: { ArnEquals: { "aws:SourceArn": names.bucket("files") } },
          },
        ],
      },
    },
    roles: { owner: { may: (names) => [...onAll(names), allow("sqs:*", names.queue("events"))] } },
  },
  async (target) => ({
    bucket: target.names.bucket("files"),
    Bucket: target.bucketName("files"),
    QueueUrl: target.queueUrl("events"),
    ...(await target.as("owner")),
  }),
);

interface Created {
  readonly eventName: string;
  readonly s3: {
    readonly bucket: { readonly name: string; readonly arn: string };
    readonly object: Readonly<Record<"key" | "versionId" | "eTag" | "sequencer", string>> & {
      readonly size: number;
    };
  };
}

/** Receives until an event comes that tells of an object; S3 begins with one that tells of none. */
async function nextEvent(): Promise<Created | undefined> {
  const { sqs, QueueUrl } = cloud();
  for (let attempt = 0; attempt < 6; attempt += 1) {
    const { Messages: [message] = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10 }),
    );
    if (message === undefined) continue;
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
    const { Records } = JSON.parse(message.Body ?? "{}") as { readonly Records?: readonly Created[] };
    if (Records?.[0]) return Records[0];
  }
  return undefined;
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
it("tells the queue of a new object: bucket, encoded key, version, size and tag", async () => {
  const { s3, Bucket, bucket } = cloud();
  const name = randomUUID();
  const { VersionId, ETag } = await s3.send(
    new PutObjectCommand({ Bucket, Key: `c/${A.clinic}/${name} ü+`, Body: "bytes", IfNoneMatch: "*" }),
  );
  const event = await nextEvent();
  expect(event).toMatchObject({
    eventName: "ObjectCreated:Put",
    s3: {
      bucket: { name: Bucket, arn: bucket },
      object: {
        key: `c/${A.clinic}/${name}+%C3%BC%2B`,
        versionId: VersionId,
        eTag: ETag?.replaceAll('"', ""),
        size: 5,
      },
    },
  });
  expect(event?.s3.object.sequencer).toMatch(/^[0-9A-F]+$/);
}, 90_000);

it("names a completed upload as such, and tells nothing of its parts", async () => {
  const { s3, Bucket } = cloud();
  const object = { Bucket, Key: `c/${A.clinic}/${randomUUID()}` };
  const { UploadId } = await s3.send(
    new CreateMultipartUploadCommand({ ...object, ChecksumAlgorithm: "SHA256" }),
  );
  const { ETag, ChecksumSHA256 } = await s3.send(
    new UploadPartCommand({ ...object, UploadId, PartNumber: 1, Body: "part", ChecksumAlgorithm: "SHA256" }),
  );
  const { VersionId } = await s3.send(
    new CompleteMultipartUploadCommand({
      ...object,
      UploadId,
      MultipartUpload: { Parts: [{ PartNumber: 1, ETag, ChecksumSHA256 }] },
      IfNoneMatch: "*",
    }),
  );
  expect(await nextEvent()).toMatchObject({
    eventName: "ObjectCreated:CompleteMultipartUpload",
    s3: { object: { key: object.Key, versionId: VersionId, size: 4 } },
  });
}, 90_000);
