import { accessLogBucket } from "./access-log-bucket.ts";
import { keys } from "./keys.ts";
import { names, plan } from "./place.ts";
import { INVENTORY_PREFIX, UNFINISHED_DAYS } from "./policy/index.ts";
import { privateBucket } from "./private-bucket.ts";
import { queues, queuePolicies } from "./queues.ts";
import { whole } from "./whole.ts";

const named = names.documentBucket;
const definition = plan.buckets[named.name];

/** The sealed documents. */
export const { bucket: documentBucket } = privateBucket("DocumentBucket", {
  named,
  policy: definition.policy,
  keyARN: keys[definition.kmsKey].arn,
  accessLogs: accessLogBucket,
});

const cors = whole.apply(({ buckets }) => buckets[named.name].cors);

new aws.s3.BucketCorsConfiguration("DocumentBucketCors", {
  bucket: documentBucket.bucket,
  corsRules: [
    {
      allowedOrigins: cors.apply(({ origins }) => [...origins]),
      allowedMethods: cors.apply(({ methods }) => [...methods]),
      allowedHeaders: cors.apply(({ headers }) => [...headers]),
      exposeHeaders: cors.apply(({ exposed }) => [...exposed]),
      maxAgeSeconds: cors.apply(({ maxAgeSeconds }) => maxAgeSeconds),
    },
  ],
});

new aws.s3.BucketLifecycleConfiguration("DocumentBucketLifecycle", {
  bucket: documentBucket.bucket,
  rules: [
    {
      id: "unfinished",
      status: "Enabled",
      filter: { prefix: "" },
      abortIncompleteMultipartUpload: { daysAfterInitiation: UNFINISHED_DAYS },
      expiration: { expiredObjectDeleteMarker: true },
    },
  ],
});

// AWS Backup learns of changes through EventBridge; what is not said here, the next deployment would switch off again.
// S3 tries the queue when it is told of it, so the queue must already let it send.
new aws.s3.BucketNotification(
  "DocumentBucketNotification",
  {
    bucket: documentBucket.bucket,
    eventbridge: true,
    queues: [{ id: "arrived", queueArn: queues.ingest.arn, events: ["s3:ObjectCreated:*"] }],
  },
  { dependsOn: Object.values(queuePolicies) },
);

new aws.s3.Inventory("DocumentBucketInventory", {
  bucket: documentBucket.bucket,
  name: "daily",
  includedObjectVersions: "All",
  schedule: { frequency: "Daily" },
  optionalFields: ["Size", "LastModifiedDate", "IsMultipartUploaded", "EncryptionStatus"],
  destination: {
    bucket: {
      bucketArn: accessLogBucket.bucket.arn,
      format: "CSV",
      prefix: INVENTORY_PREFIX,
      encryption: { sseS3: {} },
    },
  },
});
