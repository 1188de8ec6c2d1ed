import { accessLogBucket } from "./access-log-bucket.ts";
import { names } from "./place.ts";
import { privateBucket } from "./private-bucket.ts";
import { portalBucketPolicy } from "./policy/index.ts";
import { distribution } from "./distribution.ts";

/** The portal's files: our own code, the same for everyone, so S3's own key will do. */
export const { bucket: portalBucket } = privateBucket("PortalBucket", {
  named: names.portalBucket,
  policy: distribution.arn.apply((arn) => portalBucketPolicy(names, arn)),
  accessLogs: accessLogBucket,
});
