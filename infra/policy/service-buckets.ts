import { denyPlainHTTP } from "./bucket.ts";
import { allow, document, type PolicyDocument } from "./document.ts";
import type { Names } from "./names.ts";

/** Where the daily list of the document bucket's objects goes, in the bucket for access logs. */
export const INVENTORY_PREFIX = "inventory";

/** S3's log delivery may write about our buckets, and its inventory about the documents; nobody may read by it. */
export function accessLogBucketPolicy(names: Names): PolicyDocument {
  const { arn } = names.accessLogBucket;
  const { documentBucket, auditBucket, portalBucket, trailBucket, account } = names;
  const logged = [documentBucket, auditBucket, portalBucket, trailBucket].map((bucket) => bucket.arn);
  return document(
    denyPlainHTTP(names.accessLogBucket),
    allow({
      sid: "AccessLogs",
      principal: { Service: "logging.s3.amazonaws.com" },
      actions: ["s3:PutObject"],
      resources: [`${arn}/access/*`],
      condition: { StringEquals: { "aws:SourceAccount": account }, ArnEquals: { "aws:SourceArn": logged } },
    }),
    allow({
      sid: "Inventory",
      principal: { Service: "s3.amazonaws.com" },
      actions: ["s3:PutObject"],
      resources: [`${arn}/${INVENTORY_PREFIX}/*`],
      condition: {
        StringEquals: { "aws:SourceAccount": account, "aws:SourceArn": documentBucket.arn },
      },
    }),
  );
}

/** CloudTrail may write for our trail. */
export function trailBucketPolicy(names: Names): PolicyDocument {
  const { arn } = names.trailBucket;
  const source = { "aws:SourceArn": names.trail.arn };
  const principal = { Service: "cloudtrail.amazonaws.com" };
  return document(
    denyPlainHTTP(names.trailBucket),
    allow({
      sid: "TrailChecks",
      principal,
      actions: ["s3:GetBucketAcl"],
      resources: [arn],
      condition: { StringEquals: source },
    }),
    allow({
      sid: "TrailWrites",
      principal,
      actions: ["s3:PutObject"],
      resources: [`${arn}/AWSLogs/${names.account}/*`],
      condition: { StringEquals: { ...source, "s3:x-amz-acl": "bucket-owner-full-control" } },
    }),
  );
}

/** One distribution may read the portal's files, one by one. */
export function portalBucketPolicy(names: Names, distributionARN: string): PolicyDocument {
  return document(
    denyPlainHTTP(names.portalBucket),
    allow({
      sid: "Distribution",
      principal: { Service: "cloudfront.amazonaws.com" },
      actions: ["s3:GetObject"],
      resources: [`${names.portalBucket.arn}/*`],
      condition: { StringEquals: { "aws:SourceArn": distributionARN } },
    }),
  );
}
