import { AwsError } from "../aws/error.ts";
import { emptyAnswer, xmlAnswer, type Answer } from "./answer.ts";
import type { Context } from "./authorize.ts";
import type { Call, Store } from "./call.ts";
import { encodeKey, type ObjectVersion, type Version } from "./objects.ts";
import { readCount } from "./upload.ts";

const mostKeys = 1000;

/** Condition keys of a list request; an absent prefix is an absent key. */
export function listContext(call: Call): Context {
  const prefix = call.query.get("prefix");
  const most = call.query.get("max-keys");
  return { ...(prefix !== null && { "s3:prefix": prefix }), ...(most !== null && { "s3:max-keys": most }) };
}

export function headBucket(store: Store): Answer {
  return emptyAnswer(200, { "x-amz-bucket-region": store.cloud.region });
}

/** ListObjectsV2, without delimiters. */
export function listObjects(_store: Store, call: Call): Answer {
  const token = call.query.get("continuation-token");
  const after = token === null ? (call.query.get("start-after") ?? "") : decodeToken(token);
  const { prefix, most, entries } = readList(call, after);
  const encoding = readEncoding(call);
  const current = entries.flatMap(([key, [newest]]) => (newest?.kind === "object" ? [{ key, newest }] : []));
  const page = current.slice(0, most);
  const isTruncated = current.length > page.length;
  return xmlAnswer("ListBucketResult", {
    Name: call.bucket.name,
    Prefix: encoding.write(prefix),
    ...encoding.told,
    ...(token !== null && { ContinuationToken: token }),
    ...(isTruncated && { NextContinuationToken: encodeToken(page.at(-1)?.key ?? after) }),
    KeyCount: page.length,
    MaxKeys: most,
    IsTruncated: isTruncated,
    Contents: page.map(({ key, newest }) => ({ Key: encoding.write(key), ...describe(newest) })),
  });
}

/** ListObjectVersions, without delimiters. A page ends between keys, so that it needs no version marker. */
export function listVersions(_store: Store, call: Call): Answer {
  const after = call.query.get("key-marker") ?? "";
  const { prefix, most, entries } = readList(call, after);
  const page: { key: string; version: Version; isLatest: boolean }[] = [];
  let last = after;
  let taken = 0;
  for (const [key, versions] of entries) {
    if (taken > 0 && page.length + versions.length > most) break;
    page.push(...versions.map((version, index) => ({ key, version, isLatest: index === 0 })));
    last = key;
    taken += 1;
  }
  const isTruncated = taken < entries.length;
  return xmlAnswer("ListVersionsResult", {
    Name: call.bucket.name,
    Prefix: prefix,
    KeyMarker: after,
    ...(isTruncated && { NextKeyMarker: last }),
    MaxKeys: most,
    IsTruncated: isTruncated,
    Version: page.flatMap(({ version, ...entry }) =>
      version.kind === "object" ? [{ ...versionHead(entry, version), ...describe(version) }] : [],
    ),
    DeleteMarker: page.flatMap(({ version, ...entry }) =>
      version.kind === "marker"
        ? [{ ...versionHead(entry, version), LastModified: new Date(version.createdAtMs).toISOString() }]
        : [],
    ),
  });
}

/** How keys stand in the answer: as they are, or percent-encoded for those that XML cannot carry. */
function readEncoding(call: Call) {
  const type = call.query.get("encoding-type");
  if (type === null) return { told: {}, write: (key: string) => key };
  if (type !== "url") throw new AwsError("InvalidArgument", "Invalid Encoding Method specified in Request");
  return { told: { EncodingType: type }, write: encodeKey };
}

function versionHead(entry: { readonly key: string; readonly isLatest: boolean }, version: Version) {
  return { Key: entry.key, VersionId: version.versionID, IsLatest: entry.isLatest };
}

function readList(call: Call, after: string) {
  const prefix = call.query.get("prefix") ?? "";
  const most = Math.min(readCount(call, "max-keys", mostKeys), mostKeys);
  const from = Buffer.from(after);
  const entries = call.bucket.objects
    .list(prefix)
    .filter(([key]) => after === "" || Buffer.compare(Buffer.from(key), from) > 0);
  return { prefix, most, entries };
}

function describe(version: ObjectVersion) {
  return {
    LastModified: new Date(version.createdAtMs).toISOString(),
    ETag: `"${version.etag}"`,
    Size: version.sizeBytes,
    StorageClass: "STANDARD",
  };
}

function encodeToken(key: string): string {
  return Buffer.from(key).toString("base64url");
}

function decodeToken(token: string): string {
  return Buffer.from(token, "base64url").toString();
}
