import { AwsError } from "../aws/error.ts";
import { existingTags, permit, requireVersion } from "./authorize.ts";
import { headerOf, type Call, type Store } from "./call.ts";
import { useBucketKey } from "./encryption.ts";
import { notImplemented } from "./metadata.ts";
import type { ObjectVersion } from "./objects.ts";
import { preconditionFailed } from "./put.ts";

/** What a copy is made of, and the call as if the caller read it. */
export interface CopySource {
  readonly reading: Call;
  readonly version: ObjectVersion;
}

const mostBytes = 5 * 2 ** 30;

/**
 * Finds what `x-amz-copy-source` names and judges the caller as who reads it: the object or the version, and its bucket's
 * key.
 * @throws AwsError also `PreconditionFailed` (412)
 */
export function openSource(store: Store, call: Call): CopySource {
  const reading = readSource(store, call);
  const byVersion = reading.query.has("versionId");
  permit(store, reading, byVersion ? "s3:GetObjectVersion" : "s3:GetObject", existingTags(reading));
  const version = sourceVersion(store, reading);
  useBucketKey(store.keys, reading, "kms:Decrypt");
  requireConditions(call, version);
  if (version.sizeBytes > mostBytes)
    throw new AwsError(
      "InvalidRequest",
      `The specified copy source is larger than the maximum allowable size for a copy source: ${mostBytes}`,
    );
  return { reading, version };
}

function readSource(store: Store, call: Call): Call {
  const [path = "", ...queries] = (headerOf(call, "x-amz-copy-source") ?? "").replace(/^\//, "").split("?");
  if (path.startsWith("arn:")) throw notImplemented("x-amz-copy-source by ARN");
  const [, bucketName = "", key = ""] = /^([^/]+)\/(.+)$/s.exec(decode(path)) ?? [];
  const query = new URLSearchParams(queries.join("?"));
  if (bucketName === "" || [...query.keys()].some((name) => name !== "versionId")) throw invalidSource();
  const owner = headerOf(call, "x-amz-source-expected-bucket-owner");
  if (owner !== undefined && owner !== store.cloud.account)
    throw new AwsError("AccessDenied", "Access Denied", 403);
  const bucket = store.buckets.get(bucketName);
  if (!bucket) throw new AwsError("NoSuchBucket", "The specified bucket does not exist", 404);
  return { ...call, bucket, key, query };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw invalidSource();
  }
}

function sourceVersion(store: Store, reading: Call): ObjectVersion {
  try {
    return requireVersion(store, reading);
  } catch (error) {
    if (!(error instanceof AwsError) || error.status !== 405) throw error;
    throw new AwsError(
      "InvalidRequest",
      "The source of a copy request may not specifically refer to a delete marker by version id.",
    );
  }
}

/**
 * The four conditions on the source. An etag outweighs the time beside it.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
 */
function requireConditions(call: Call, version: ObjectVersion): void {
  const condition = (name: string) => headerOf(call, `x-amz-copy-source-${name}`);
  const isThis = (etag: string) => etag === "*" || etag.replaceAll('"', "") === version.etag;
  const seconds = Math.floor(version.createdAtMs / 1000);
  const [match, noMatch] = [condition("if-match"), condition("if-none-match")];
  const [unmodified, modified] = [condition("if-unmodified-since"), condition("if-modified-since")].map(
    secondsOf,
  );
  const isWanted = match === undefined ? unmodified === undefined || seconds <= unmodified : isThis(match);
  const isNew = noMatch === undefined ? modified === undefined || seconds > modified : !isThis(noMatch);
  if (!isWanted || !isNew) throw preconditionFailed();
}

function secondsOf(date: string | undefined): number | undefined {
  if (date === undefined) return undefined;
  const ms = Date.parse(date);
  if (Number.isNaN(ms))
    throw new AwsError("InvalidArgument", "A date of the copy's conditions is not valid.");
  return ms / 1000;
}

function invalidSource(): AwsError {
  return new AwsError(
    "InvalidArgument",
    "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
  );
}
