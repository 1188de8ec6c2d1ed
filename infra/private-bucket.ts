import { isProduction, kept } from "./place.ts";
import type { Named, PolicyDocument } from "./policy/index.ts";

/** How a bucket of ours differs from the others; none of them is ever public. */
export interface PrivateBucketOptions {
  readonly named: Named;
  readonly policy: $util.Input<PolicyDocument>;
  /** ARN of the KMS key; S3's own key when left out, for services that cannot write with ours. */
  readonly keyARN?: $util.Input<string>;
  /** The bucket that hears who asked for what; the bucket for such logs itself has none. */
  readonly accessLogs?: PrivateBucket;
  /** Must be said when the bucket is made. */
  readonly objectLock?: boolean;
}

/** What must be there before a service is told to write into it: S3 and CloudTrail try it at once. */
export interface PrivateBucket {
  readonly bucket: aws.s3.Bucket;
  readonly policy: aws.s3.BucketPolicy;
}

/** A versioned, encrypted bucket without access lists, which lets nobody in but by the policies. */
export function privateBucket(title: string, options: PrivateBucketOptions): PrivateBucket {
  const { named, keyARN, accessLogs, objectLock = false } = options;
  const bucket = new aws.s3.Bucket(
    title,
    { bucket: named.name, objectLockEnabled: objectLock, forceDestroy: !isProduction },
    kept,
  );
  const of = { bucket: bucket.bucket };
  const shut = new aws.s3.BucketPublicAccessBlock(`${title}PublicAccess`, {
    ...of,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  new aws.s3.BucketOwnershipControls(`${title}Ownership`, {
    ...of,
    rule: { objectOwnership: "BucketOwnerEnforced" },
  });
  // S3 refuses to change a bucket's policy and its public access at the same moment.
  const policy = new aws.s3.BucketPolicy(
    `${title}Policy`,
    { ...of, policy: $jsonStringify(options.policy) },
    { dependsOn: [shut] },
  );
  new aws.s3.BucketVersioning(`${title}Versioning`, {
    ...of,
    versioningConfiguration: { status: "Enabled" },
  });
  new aws.s3.BucketServerSideEncryptionConfiguration(`${title}Encryption`, {
    ...of,
    rules: [
      keyARN === undefined
        ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
        : {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyARN },
            bucketKeyEnabled: true,
          },
    ],
  });
  if (accessLogs !== undefined) {
    new aws.s3.BucketLogging(
      `${title}Logging`,
      { ...of, targetBucket: accessLogs.bucket.bucket, targetPrefix: `access/${named.name}/` },
      { dependsOn: [accessLogs.policy] },
    );
  }
  return { bucket, policy };
}

/** Object Lock for whatever its writer forgot to lock: six years for good in production, one day elsewhere. */
export function lockByDefault(title: string, bucket: aws.s3.Bucket): void {
  new aws.s3.BucketObjectLockConfiguration(`${title}Lock`, {
    bucket: bucket.bucket,
    objectLockEnabled: "Enabled",
    rule: {
      defaultRetention: isProduction ? { mode: "COMPLIANCE", years: 6 } : { mode: "GOVERNANCE", days: 1 },
    },
  });
}
