import { AwsError } from "../aws/error.ts";
import { emptyAnswer, type Answer } from "./answer.ts";
import { permit, requestedTags } from "./authorize.ts";
import type { Segment } from "./blobs.ts";
import { openBody } from "./body.ts";
import { headerOf, type Call, type Store } from "./call.ts";
import { checksumHeaders, claimedChecksum } from "./checksum.ts";
import { encryptionHeaders, requireBucketEncryption, useBucketKey } from "./encryption.ts";
import type { CreatedEvent } from "./events.ts";
import { lockContext, readLockHeaders, requireLockBucket, type Lock } from "./lock.ts";
import { notImplemented, readMetadata, readTagHeader } from "./metadata.ts";
import { randomEtag, randomID, type ObjectVersion } from "./objects.ts";

/** Stores an object from one request. It becomes visible when every byte was received and every digest agreed. */
export async function putObject(store: Store, call: Call): Promise<Answer> {
  const creation = prepareCreation(store, call);
  requireAbsence(call);
  if (creation.lock !== undefined) requireClaimedDigest(call);
  const body = openBody(call.request, store.cloud.credentials);
  const segment = await store.blobs.write(body.chunks);
  await requireStillAbsent(store, call, segment);
  const version = addVersion(store, call, "ObjectCreated:Put", {
    ...creation,
    sizeBytes: segment.sizeBytes,
    etag: randomEtag(),
    segments: [segment],
    checksum: body.checksum(),
  });
  return emptyAnswer(200, {
    etag: `"${version.etag}"`,
    "x-amz-version-id": version.versionID,
    ...encryptionHeaders(store.keys, call),
    ...checksumHeaders(version.checksum),
  });
}

/**
 * What cannot be deleted again shall be what was meant.
 * @throws AwsError `InvalidRequest` (400) when a locked object comes without a digest
 */
function requireClaimedDigest({ request: { headers } }: Call): void {
  if (headers["content-md5"] !== undefined || claimedChecksum(headers) !== undefined) return;
  throw new AwsError(
    "InvalidRequest",
    "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters",
  );
}

/**
 * What PutObject, CopyObject and CreateMultipartUpload have in common: the key's use, the metadata, the tags, the lock and the rights
 * to set them.
 * @throws AwsError
 */
export function prepareCreation(store: Store, call: Call): Pick<ObjectVersion, "metadata" | "tags" | "lock"> {
  requireBucketEncryption(store.keys, call);
  const metadata = readMetadata(call);
  const tags = readTagHeader(call);
  if (headerOf(call, "x-amz-tagging") !== undefined) {
    permit(store, call, "s3:PutObjectTagging", requestedTags(tags));
  }
  const lock = prepareLock(store, call);
  useBucketKey(store.keys, call, "kms:GenerateDataKey");
  return { metadata, tags, ...(Object.keys(lock).length > 0 && { lock }) };
}

/** Judges the lock that is asked for; retention and hold are actions of their own beside the one that makes the object. */
function prepareLock(store: Store, call: Call): Lock {
  const nowMs = store.cloud.clock.now();
  const lock = readLockHeaders(call, nowMs);
  if (lock.retention) permit(store, call, "s3:PutObjectRetention", lockContext(lock, nowMs));
  if (lock.isHeld !== undefined) permit(store, call, "s3:PutObjectLegalHold", lockContext(lock, nowMs));
  if (Object.keys(lock).length > 0) requireLockBucket(call);
  return lock;
}

/**
 * Honours `If-None-Match: *`, the only condition on a write that is known here.
 * @throws AwsError `PreconditionFailed` (412) when the key has a current version; `NotImplemented` (501).
 */
export function requireAbsence(call: Call): void {
  const condition = headerOf(call, "if-none-match");
  if (headerOf(call, "if-match") !== undefined) throw notImplemented("If-Match");
  if (condition === undefined) return;
  if (condition !== "*") throw notImplemented("If-None-Match");
  if (call.bucket.objects.exists(call.key)) throw preconditionFailed();
}

/**
 * Honours `If-None-Match` once more when the bytes are there: another request may have been faster.
 * @throws AwsError `ConditionalRequestConflict` (409), and then the bytes are gone
 */
export async function requireStillAbsent(store: Store, call: Call, segment: Segment): Promise<void> {
  if (headerOf(call, "if-none-match") === undefined || !call.bucket.objects.exists(call.key)) return;
  await store.blobs.remove([segment]);
  throw new AwsError(
    "ConditionalRequestConflict",
    "The conditional request cannot succeed due to a conflicting operation against this resource.",
    409,
  );
}

export function preconditionFailed(): AwsError {
  return new AwsError(
    "PreconditionFailed",
    "At least one of the pre-conditions you specified did not hold",
    412,
  );
}

/** Makes a version the current one and tells the bucket's queue. */
export function addVersion(
  store: Store,
  call: Call,
  event: CreatedEvent,
  content: Omit<ObjectVersion, "kind" | "versionID" | "createdAtMs">,
): ObjectVersion {
  const version: ObjectVersion = {
    kind: "object",
    versionID: randomID(),
    createdAtMs: store.cloud.clock.now(),
    ...content,
  };
  store.together(() => {
    call.bucket.objects.add(call.key, version);
    store.publish(call, version, event);
  });
  return version;
}
