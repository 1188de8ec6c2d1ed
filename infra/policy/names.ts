/** The functions, one per trust boundary. Each has a base role and a tenant role of its own. */
export const FUNCTION_NAMES = [
  "auth",
  "intake",
  "keys",
  "review",
  "admin",
  "ingest",
  "sequence",
  "sweep",
  "watch",
  "tick",
] as const;
export type FunctionName = (typeof FUNCTION_NAMES)[number];

/** The functions that answer people's requests. */
export const HTTP_FUNCTION_NAMES = ["auth", "intake", "keys", "review", "admin"] as const;

export const TABLE_NAMES = ["record", "audit", "log", "session", "directory", "limit"] as const;
export type TableName = (typeof TABLE_NAMES)[number];

/**
 * Key aliases. `documents` wraps data keys, `storage` encrypts the document bucket, `fields` wraps each clinic's
 * field key, `receipts` signs receipts, `logs` and `register` sign checkpoints, `archive` encrypts the audit bucket.
 */
export const KEY_NAMES = [
  "documents",
  "storage",
  "fields",
  "receipts",
  "logs",
  "register",
  "archive",
] as const;
export type KeyName = (typeof KEY_NAMES)[number];

export const QUEUE_NAMES = ["ingest", "ingest-dead", "settle", "settle-dead", "sweep", "sweep-dead"] as const;
export type QueueName = (typeof QUEUE_NAMES)[number];

/** Where a deployment stands, and what is known of it only once AWS has made it. */
export interface DeploymentInput {
  /** Lower case; first part of every name. */
  readonly app: string;
  readonly stage: string;
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
  readonly keyARNs: Readonly<Record<KeyName, string>>;
  readonly userPoolARN: string;
  /** Who sets clinics up, from outside the functions: may have field keys made, and can open none. */
  readonly provisionerARN?: string;
  /** The functions that are deployed; all when left out. AWS refuses a policy that names a role which is not there. */
  readonly functions?: readonly FunctionName[];
}

/** A resource's name and its ARN. */
export interface Named {
  readonly name: string;
  readonly arn: string;
}

/** Every name and ARN of a deployment. */
export interface Names {
  readonly region: string;
  readonly account: string;
  /** `arn:aws:iam::<account>:root`: the account's administrators, as a key policy names them. */
  readonly accountRootARN: string;
  readonly tables: Readonly<Record<TableName, Named>>;
  readonly documentBucket: Named;
  readonly auditBucket: Named;
  /** The portal's files, which the distribution alone reads. */
  readonly portalBucket: Named;
  /** Who asked the other buckets for what, and the daily inventory of the documents. */
  readonly accessLogBucket: Named;
  /** What CloudTrail writes. */
  readonly trailBucket: Named;
  readonly trail: Named;
  /** Host of the document bucket, the one foreign host that the portal may speak to. */
  readonly documentBucketHost: string;
  readonly keyARNs: Readonly<Record<KeyName, string>>;
  readonly queues: Readonly<Record<QueueName, Named>>;
  readonly userPoolARN: string;
  readonly provisionerARN?: string;
  readonly functions: readonly FunctionName[];
  readonly baseRoles: Readonly<Record<FunctionName, Named>>;
  readonly tenantRoles: Readonly<Record<FunctionName, Named>>;
  /** Under which AWS Backup copies, and under which it brings back; no function's. */
  readonly backupRole: Named;
  readonly restoreRole: Named;
  /** Where documents are brought back to: the bucket itself lets nothing be replaced. */
  readonly restoredBucket: Named;
  /** Log groups by function: `/aws/lambda/<function's name>`. */
  readonly logGroups: Readonly<Record<FunctionName, Named>>;
  /** Where EventBridge writes down what `changes.ts` watches; it writes only into groups whose names begin so. */
  readonly changeLogGroup: Named;
}

/** Every name and ARN of the deployment that `input` describes. Pure: the same input gives the same names. */
export function names(input: DeploymentInput): Names {
  const { app, stage, region, account } = input;
  const prefix = `${app}-${stage}`;
  const bucket = (name: string) => ({ name, arn: `arn:aws:s3:::${name}` });
  const role = (name: string) => ({ name, arn: `arn:aws:iam::${account}:role/${name}` });
  const local = (service: string, resource: string, name: string) => ({
    name,
    arn: `arn:aws:${service}:${region}:${account}:${resource}${name}`,
  });
  const documentBucket = bucket(`${prefix}-documents-${account}`);
  return {
    region,
    account,
    accountRootARN: `arn:aws:iam::${account}:root`,
    tables: record(TABLE_NAMES, (table) => local("dynamodb", "table/", `${prefix}-${table}`)),
    documentBucket,
    auditBucket: bucket(`${prefix}-audit-${account}`),
    portalBucket: bucket(`${prefix}-portal-${account}`),
    accessLogBucket: bucket(`${prefix}-access-logs-${account}`),
    trailBucket: bucket(`${prefix}-trail-${account}`),
    trail: local("cloudtrail", "trail/", `${prefix}-trail`),
    documentBucketHost: `${documentBucket.name}.s3.${region}.amazonaws.com`,
    keyARNs: input.keyARNs,
    queues: record(QUEUE_NAMES, (queue) => local("sqs", "", `${prefix}-${queue}`)),
    userPoolARN: input.userPoolARN,
    ...(input.provisionerARN === undefined ? {} : { provisionerARN: input.provisionerARN }),
    functions: input.functions ?? FUNCTION_NAMES,
    baseRoles: record(FUNCTION_NAMES, (name) => role(`${prefix}-${name}`)),
    tenantRoles: record(FUNCTION_NAMES, (name) => role(`${prefix}-${name}-tenant`)),
    backupRole: role(`${prefix}-backup`),
    restoreRole: role(`${prefix}-restore`),
    restoredBucket: bucket(`${documentBucket.name}-restored`),
    logGroups: record(FUNCTION_NAMES, (name) => local("logs", "log-group:", `/aws/lambda/${prefix}-${name}`)),
    changeLogGroup: local("logs", "log-group:", `/aws/events/${prefix}-changes`),
  };
}

/** An object with one value for each of `keys`. */
export function record<Key extends string, Value>(
  keys: readonly Key[],
  value: (key: Key) => Value,
): Record<Key, Value> {
  return Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<Key, Value>;
}
