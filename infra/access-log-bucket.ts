import { LOG_DAYS, names } from "./place.ts";
import { accessLogBucketPolicy } from "./policy/index.ts";
import { privateBucket } from "./private-bucket.ts";

/** S3 delivers access logs only into buckets that are encrypted with its own key. */
export const accessLogBucket = privateBucket("AccessLogBucket", {
  named: names.accessLogBucket,
  policy: accessLogBucketPolicy(names),
});

new aws.s3.BucketLifecycleConfiguration("AccessLogBucketLifecycle", {
  bucket: accessLogBucket.bucket.bucket,
  rules: [
    {
      id: "end",
      status: "Enabled",
      filter: { prefix: "" },
      expiration: { days: LOG_DAYS },
      noncurrentVersionExpiration: { noncurrentDays: 1 },
    },
  ],
});
