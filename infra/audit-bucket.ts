import { accessLogBucket } from "./access-log-bucket.ts";
import { keys } from "./keys.ts";
import { names, plan } from "./place.ts";
import { lockByDefault, privateBucket } from "./private-bucket.ts";

const definition = plan.buckets[names.auditBucket.name];

/** The transparency logs' tiles, bundles and checkpoints. */
export const { bucket: auditBucket } = privateBucket("AuditBucket", {
  named: names.auditBucket,
  policy: definition.policy,
  keyARN: keys[definition.kmsKey].arn,
  accessLogs: accessLogBucket,
  objectLock: true,
});

lockByDefault("AuditBucket", auditBucket);
