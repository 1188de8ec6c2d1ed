import { accessLogBucket } from "./access-log-bucket.ts";
import { keysOfServices } from "./keys.ts";
import { kept, names } from "./place.ts";
import { TABLE_NAMES, trailBucketPolicy } from "./policy/index.ts";
import { lockByDefault, privateBucket } from "./private-bucket.ts";

const { bucket: trailBucket, policy: trailBucketRights } = privateBucket("TrailBucket", {
  named: names.trailBucket,
  policy: trailBucketPolicy(names),
  keyARN: keysOfServices.trail.arn,
  accessLogs: accessLogBucket,
  objectLock: true,
});

lockByDefault("TrailBucket", trailBucket);

const data = (type: string, member: "equals" | "startsWiths", arns: string[]) => ({
  name: type,
  fieldSelectors: [
    { field: "eventCategory", equals: ["Data"] },
    { field: "resources.type", equals: [type] },
    { field: "resources.ARN", [member]: arns },
  ],
});

// Counters of calls are left out: they say nothing, and would be most of what is written.
const tables = TABLE_NAMES.filter((table) => table !== "limit").map((table) => names.tables[table].arn);

/** AWS's own record of who did what, beside our audit log. KMS's calls are among the management events. */
new aws.cloudtrail.Trail(
  "Trail",
  {
    name: names.trail.name,
    s3BucketName: trailBucket.bucket,
    kmsKeyId: keysOfServices.trail.arn,
    enableLogFileValidation: true,
    includeGlobalServiceEvents: true,
    isMultiRegionTrail: true,
    advancedEventSelectors: [
      { name: "Management", fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }] },
      data("AWS::S3::Object", "startsWiths", [`${names.documentBucket.arn}/`, `${names.auditBucket.arn}/`]),
      data("AWS::DynamoDB::Table", "equals", tables),
    ],
  },
  { ...kept, dependsOn: [trailBucketRights] },
);
