import { AwsError } from "../aws/error.ts";
import type { Principal } from "../aws/principal.ts";
import type { Call } from "./call.ts";

/** What S3 needs of KMS. */
export interface BucketKeys {
  keyArn(alias: string): string;
  /** Judges (and may fail) the use of a bucket's key on behalf of the caller. @throws AwsError */
  useForBucket(
    caller: Principal,
    action: "kms:GenerateDataKey" | "kms:Decrypt",
    alias: string,
    bucketArn: string,
  ): void;
}

/**
 * Uses the bucket's key for this call's caller, as SSE-KMS does. Nothing is enciphered on disk: what counts here is
 * who may have it done, and that a key out of order stops the bucket.
 * @throws AwsError `AccessDenied` (403), or KMS's own failure as `KMS.<code>`.
 */
export function useBucketKey(
  keys: BucketKeys,
  call: Call,
  action: "kms:GenerateDataKey" | "kms:Decrypt",
): void {
  try {
    keys.useForBucket(call.signature.principal, action, call.bucket.options.kmsKey, call.bucket.arn);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code.startsWith("AccessDenied")) throw new AwsError("AccessDenied", error.message, 403);
    throw new AwsError(`KMS.${error.code}`, error.message, error.status);
  }
}

/** Response headers of a stored object. */
export function encryptionHeaders(keys: BucketKeys, call: Call): Record<string, string> {
  return {
    "x-amz-server-side-encryption": "aws:kms",
    "x-amz-server-side-encryption-aws-kms-key-id": keys.keyArn(call.bucket.options.kmsKey),
    "x-amz-server-side-encryption-bucket-key-enabled": "true",
  };
}

/**
 * Refuses a request that asks for another encryption than the bucket's own.
 * @throws AwsError `NotImplemented` (501)
 */
export function requireBucketEncryption(keys: BucketKeys, call: Call): void {
  const { headers } = call.request;
  const algorithm = headers["x-amz-server-side-encryption"];
  const keyID = headers["x-amz-server-side-encryption-aws-kms-key-id"];
  const arn = keys.keyArn(call.bucket.options.kmsKey);
  const isKeyRight =
    keyID === undefined || keyID === arn || (typeof keyID === "string" && arn.endsWith(`:key/${keyID}`));
  if ((algorithm === undefined || algorithm === "aws:kms") && isKeyRight) return;
  throw new AwsError(
    "NotImplemented",
    "Only encryption with the bucket's own KMS key is available here.",
    501,
  );
}
