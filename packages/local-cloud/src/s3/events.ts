import { randomBytes } from "node:crypto";
import type { Bucket, Call } from "./call.ts";
import { encodeKey, type ObjectVersion } from "./objects.ts";

/** Who sends a notification, for the queue's policy. */
export interface EventSource {
  readonly service: "s3.amazonaws.com";
  readonly sourceArn: string;
  readonly sourceAccount: string;
}

/** Hands a notification to a queue; throws when the queue's policy refuses it. */
export type Deliver = (queue: string, body: string, source: EventSource) => unknown;

export type CreatedEvent =
  "ObjectCreated:Put" | "ObjectCreated:Copy" | "ObjectCreated:CompleteMultipartUpload";

/**
 * Tells the bucket's queue that a version became current. The message is in the queue when it returns: what is kept of the
 * version is kept together with it.
 */
export type Publish = (call: Call, version: ObjectVersion, name: CreatedEvent) => void;

export function createPublish(region: string, account: string, deliver: Deliver): Publish {
  // Time and a counter of fixed width: sequencers of one key compare as text, as S3 promises.
  let sequence = 0;
  return (call, version, name) => {
    const { bucket } = call;
    const queue = bucket.options.notifyQueue;
    if (queue === undefined) return;
    sequence += 1;
    const sequencer = (hex(version.createdAtMs, 12) + hex(sequence, 6)).toUpperCase();
    const record = eventRecord(call, version, { name, region, sequencer });
    const source: EventSource = {
      service: "s3.amazonaws.com",
      sourceArn: bucket.arn,
      sourceAccount: account,
    };
    try {
      deliver(queue, JSON.stringify({ Records: [record] }), source);
    } catch (error) {
      // S3 drops what a queue refuses; here at least the person at the machine shall see it.
      process.emitWarning(`A bucket's notification was refused: ${String(error)}`, {
        code: "S3_NOTIFICATION",
      });
    }
  };
}

/** Source: "Event message structure" in the Amazon S3 user guide, version 2.1. */
function eventRecord(
  call: Call,
  version: ObjectVersion,
  {
    name,
    region,
    sequencer,
  }: { readonly name: CreatedEvent; readonly region: string; readonly sequencer: string },
) {
  return {
    eventVersion: "2.1",
    eventSource: "aws:s3",
    awsRegion: region,
    eventTime: new Date(version.createdAtMs).toISOString(),
    eventName: name,
    userIdentity: { principalId: call.signature.principal.arn },
    requestParameters: { sourceIPAddress: call.request.socket.remoteAddress ?? "127.0.0.1" },
    responseElements: { "x-amz-request-id": randomBytes(8).toString("hex").toUpperCase() },
    s3: {
      s3SchemaVersion: "1.0",
      configurationId: "notify",
      bucket: bucketRecord(call.bucket),
      object: {
        key: encodeKey(call.key),
        size: version.sizeBytes,
        eTag: version.etag,
        versionId: version.versionID,
        sequencer,
      },
    },
  };
}

function bucketRecord(bucket: Bucket) {
  return { name: bucket.name, ownerIdentity: { principalId: "local" }, arn: bucket.arn };
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}
