import { keys } from "./keys.ts";
import { names, plan } from "./place.ts";
import { lockByDefault, privateBucket } from "./private-bucket.ts";

const definition = plan.buckets[names.auditBucket.name];

/** The transparency logs' tiles, bundles and checkpoints. */
export const auditBucket = privateBucket("AuditBucket", {
  named: names.auditBucket,
  policy: definition.policy,
  keyARN: keys[definition.kmsKey].arn,
  accessLogs: names.accessLogBucket,
  objectLock: true,
});

lockByDefault("AuditBucket", auditBucket);
