import { LIMITS } from "@postern/contract";
import { deny, document, type Condition, type PolicyDocument, type PolicyStatement } from "./document.ts";
import type { Named, Names } from "./names.ts";

/** How long an upload may lie unfinished in the document bucket. */
export const UNFINISHED_DAYS = 7;

/** Which origins may call a bucket from a browser, and with what. */
export interface BucketCors {
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly exposed: readonly string[];
  readonly maxAgeSeconds: number;
}

/** A bucket as it is made; `kmsKey` is an alias, without `alias/`. */
export interface BucketDefinition {
  readonly policy: PolicyDocument;
  readonly kmsKey: "storage" | "archive";
  readonly cors: BucketCors;
  /** Made with Object Lock, so that its objects can be kept from deletion. */
  readonly objectLock?: true;
  /** After so many days an upload that was not completed is ended. */
  readonly unfinishedDays?: number;
  /** Name of the queue that hears of each object created. */
  readonly notifyQueue?: string;
}

/** Both buckets by name. `origin` is the portal's own, the only one that may call the document bucket. */
export function buckets(names: Names, origin: string): Readonly<Record<string, BucketDefinition>> {
  return {
    [names.documentBucket.name]: {
      policy: documentBucketPolicy(names),
      kmsKey: "storage",
      cors: bucketCors(origin),
      unfinishedDays: UNFINISHED_DAYS,
      notifyQueue: names.queues.ingest.name,
    },
    [names.auditBucket.name]: {
      policy: auditBucketPolicy(names),
      kmsKey: "archive",
      objectLock: true,
      cors: { origins: [], methods: [], headers: [], exposed: [], maxAgeSeconds: 0 },
    },
  };
}

/**
 * The document bucket refuses plain HTTP, signatures older than a URL may live, and every creation of an object
 * that could replace another. It allows nothing: rights come from the roles.
 */
export function documentBucketPolicy(names: Names): PolicyDocument {
  const bucket = names.documentBucket;
  return document(denyPlainHTTP(bucket), denyOldSignatures(bucket), denyOverwriting([`${bucket.arn}/*`]));
}

/**
 * The audit bucket refuses what the document bucket refuses, and hiding or unlocking what is written. Only a log's
 * `checkpoint` may be replaced: it points to the newest of `checkpoints/`.
 */
export function auditBucketPolicy(names: Names): PolicyDocument {
  const bucket = names.auditBucket;
  return document(
    denyPlainHTTP(bucket),
    denyOldSignatures(bucket),
    denyOverwriting([`${bucket.arn}/c/*/tile/*`, `${bucket.arn}/c/*/checkpoints/*`]),
    refuse("DenyHiding", ["s3:DeleteObject", "s3:BypassGovernanceRetention"], [`${bucket.arn}/*`]),
  );
}

/**
 * What browsers at `origin` may send to the document bucket.
 * @param origin scheme, host and port, without a path.
 * @throws Error when `origin` is not exactly one origin.
 */
export function bucketCors(origin: string): BucketCors {
  const isOne = URL.canParse(origin) && new URL(origin).origin === origin && !origin.includes("*");
  if (!isOne) throw new Error(`not an origin: ${origin}`);
  return {
    origins: [origin],
    methods: ["GET", "PUT"],
    headers: ["content-type", "if-none-match", "range", "x-amz-checksum-sha256"],
    exposed: ["ETag", "Content-Range"],
    maxAgeSeconds: 3600,
  };
}

/** Nothing of the bucket goes over plain HTTP, whoever asks. */
export function denyPlainHTTP(bucket: Named): PolicyStatement {
  return refuse("DenyPlainHTTP", ["s3:*"], [bucket.arn, `${bucket.arn}/*`], {
    Bool: { "aws:SecureTransport": "false" },
  });
}

/** `s3:signatureAge` is in milliseconds. */
function denyOldSignatures(bucket: Named): PolicyStatement {
  return refuse("DenyOldSignatures", ["s3:*"], [bucket.arn, `${bucket.arn}/*`], {
    NumericGreaterThan: { "s3:signatureAge": String(LIMITS.urlTtlSeconds * 1000) },
  });
}

/**
 * `s3:ObjectCreationOperation` is true for PutObject and CompleteMultipartUpload and false for the calls in
 * between, which cannot carry the header.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
 */
function denyOverwriting(resources: readonly string[]): PolicyStatement {
  return refuse("DenyOverwriting", ["s3:PutObject"], resources, {
    Null: { "s3:if-none-match": "true" },
    Bool: { "s3:ObjectCreationOperation": "true" },
  });
}

function refuse(
  sid: string,
  actions: readonly string[],
  resources: readonly string[],
  condition?: Condition,
): PolicyStatement {
  return deny({ sid, principal: "*", actions, resources, ...(condition === undefined ? {} : { condition }) });
}
