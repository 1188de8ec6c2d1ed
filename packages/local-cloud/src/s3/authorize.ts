import { AwsError } from "../aws/error.ts";
import type { Call, Store } from "./call.ts";
import { readTagHeader } from "./metadata.ts";
import type { ObjectVersion, Tags } from "./objects.ts";

/** IAM condition keys with their values. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

/** Request headers whose presence is a condition key `s3:<header>`. */
const conditionHeaders = [
  "x-amz-server-side-encryption",
  "x-amz-server-side-encryption-aws-kms-key-id",
  "x-amz-content-sha256",
  "x-amz-copy-source",
  "x-amz-metadata-directive",
  "if-none-match",
] as const;

/**
 * Asks IAM whether the caller may do this. Condition keys as in "Actions, resources, and condition keys for Amazon S3"
 * in the service authorization reference.
 * @throws AwsError `AccessDenied` (403)
 */
export function permit(store: Store, call: Call, action: string, context: Context = {}): void {
  store.cloud.iam.authorize(call.signature.principal, {
    action,
    resource: call.key === "" ? call.bucket.arn : `${call.bucket.arn}/${call.key}`,
    context: { ...requestContext(store, call), ...context },
  });
}

/** Whether `permit` would let it pass: for what else is done, or shown, when the caller may. */
export function isPermitted(store: Store, call: Call, action: string): boolean {
  try {
    permit(store, call, action);
    return true;
  } catch (error) {
    if (error instanceof AwsError && error.status === 403) return false;
    throw error;
  }
}

/**
 * Finds the version that a call reads. Whoever may not list the bucket does not learn that something is missing.
 * @throws AwsError `NoSuchKey`, `NoSuchVersion` (404), `MethodNotAllowed` (405) for a delete marker, `AccessDenied` (403).
 */
export function requireVersion(store: Store, call: Call): ObjectVersion {
  const versionID = call.query.get("versionId") ?? undefined;
  const version = call.bucket.objects.find(call.key, versionID);
  if (version?.kind === "object") return version;
  // No `s3:prefix` here: that key exists in list requests only, so a grant conditioned on it does not count.
  store.cloud.iam.authorize(call.signature.principal, {
    action: "s3:ListBucket",
    resource: call.bucket.arn,
    context: requestContext(store, call),
  });
  if (version && versionID !== undefined) {
    throw new AwsError("MethodNotAllowed", "The specified method is not allowed against this resource.", 405);
  }
  if (versionID !== undefined)
    throw new AwsError("NoSuchVersion", "The specified version does not exist.", 404);
  throw new AwsError("NoSuchKey", "The specified key does not exist.", 404);
}

/** Condition keys for the tags that the version asked for has already. */
export function existingTags(call: Call): Context {
  const version = call.bucket.objects.find(call.key, call.query.get("versionId") ?? undefined);
  return version?.kind === "object" ? prefixed("s3:ExistingObjectTag/", version.tags) : {};
}

/** Condition keys for tags that a request brings. */
export function requestedTags(tags: Tags): Context {
  return { ...prefixed("s3:RequestObjectTag/", tags), "s3:RequestObjectTagKeys": Object.keys(tags) };
}

/** Condition keys of a write: whether it makes an object by itself (`s3:ObjectCreationOperation`), and the tags it brings. */
export function creationContext(call: Call, makesObject: boolean): Context {
  const tags = readTagHeader(call);
  return {
    "s3:ObjectCreationOperation": String(makesObject),
    ...(Object.keys(tags).length > 0 && requestedTags(tags)),
  };
}

function requestContext(store: Store, call: Call): Context {
  const { signature, request } = call;
  const context: Record<string, string> = {
    "s3:authType": signature.presigned ? "REST-QUERY-STRING" : "REST-HEADER",
    "s3:signatureversion": "AWS4-HMAC-SHA256",
  };
  if (signature.presigned) {
    context["s3:signatureAge"] = String(store.cloud.clock.now() - signature.signedAtMs);
    context["s3:x-amz-content-sha256"] = "UNSIGNED-PAYLOAD";
  }
  for (const name of conditionHeaders) {
    const value = request.headers[name];
    if (typeof value === "string") context[`s3:${name}`] = value;
  }
  const versionID = call.query.get("versionId");
  if (versionID !== null) context["s3:VersionId"] = versionID;
  return context;
}

function prefixed(prefix: string, tags: Tags): Context {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${prefix}${key}`, value]));
}
