import { AwsError } from "../aws/error.ts";
import { emptyAnswer, xmlAnswer, type Answer } from "./answer.ts";
import type { Context } from "./authorize.ts";
import type { Call, Store } from "./call.ts";
import { encodeKey, type ObjectIndex, type ObjectVersion, type Version } from "./objects.ts";
import { readCount } from "./upload.ts";

const mostKeys = 1000;

/** Condition keys of a list request; an absent prefix is an absent key. */
export function listContext(call: Call): Context {
  const prefix = call.query.get("prefix");
  const most = call.query.get("max-keys");
  const delimiter = call.query.get("delimiter");
  return {
    ...(prefix !== null && { "s3:prefix": prefix }),
    ...(most !== null && { "s3:max-keys": most }),
    ...(delimiter !== null && { "s3:delimiter": delimiter }),
  };
}

export function headBucket(store: Store): Answer {
  return emptyAnswer(200, { "x-amz-bucket-region": store.cloud.region });
}

/** ListObjectsV2. With a delimiter, keys that have it behind the prefix stand together as one common prefix. */
export function listObjects(_store: Store, call: Call): Answer {
  const token = call.query.get("continuation-token");
  const startAfter = call.query.get("start-after");
  const from = token === null ? { after: startAfter ?? "" } : decodeToken(token);
  const delimiter = call.query.get("delimiter") ?? "";
  const { prefix, most, entries } = readList(call, from.after);
  const encoding = readEncoding(call);
  const rolled = rollUp(entries, prefix, delimiter).filter(({ text }) => text !== from.behind);
  const page = rolled.slice(0, most);
  const isTruncated = rolled.length > page.length;
  return xmlAnswer("ListBucketResult", {
    Name: call.bucket.name,
    Prefix: encoding.write(prefix),
    ...(delimiter !== "" && { Delimiter: encoding.write(delimiter) }),
    ...encoding.told,
    ...(startAfter !== null && { StartAfter: encoding.write(startAfter) }),
    ...(token !== null && { ContinuationToken: token }),
    ...(isTruncated && { NextContinuationToken: encodeToken(page.at(-1), from) }),
    KeyCount: page.length,
    MaxKeys: most,
    IsTruncated: isTruncated,
    Contents: page.flatMap(({ text, newest }) =>
      newest === undefined ? [] : [{ Key: encoding.write(text), ...describe(newest) }],
    ),
    CommonPrefixes: page.flatMap(({ text, newest }) =>
      newest === undefined ? [{ Prefix: encoding.write(text) }] : [],
    ),
  });
}

/** A line of a list: a key with its current version, or a common prefix without one. */
interface Line {
  readonly text: string;
  readonly newest?: ObjectVersion;
}

/** Lines in the order of the keys; what is deleted has none. */
function rollUp(entries: Entries, prefix: string, delimiter: string): readonly Line[] {
  const lines: Line[] = [];
  for (const [key, [newest]] of entries) {
    if (newest?.kind !== "object") continue;
    const place = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
    if (place < 0) {
      lines.push({ text: key, newest });
      continue;
    }
    const text = key.slice(0, place + delimiter.length);
    const last = lines.at(-1);
    if (last?.text !== text || last.newest !== undefined) lines.push({ text });
  }
  return lines;
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
export function readEncoding(call: Call) {
  const type = call.query.get("encoding-type");
  if (type === null) return { told: {}, write: (key: string) => key };
  if (type !== "url") throw new AwsError("InvalidArgument", "Invalid Encoding Method specified in Request");
  return { told: { EncodingType: type }, write: encodeKey };
}

function versionHead(entry: { readonly key: string; readonly isLatest: boolean }, version: Version) {
  return { Key: entry.key, VersionId: version.versionID, IsLatest: entry.isLatest };
}

type Entries = ReturnType<ObjectIndex["list"]>;

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

/** Where a page goes on: behind a key, or behind all keys of a common prefix. */
interface From {
  readonly after: string;
  readonly behind?: string;
}

function encodeToken(last: Line | undefined, from: From): string {
  const next: From =
    last === undefined ? from : { after: last.text, ...(!last.newest && { behind: last.text }) };
  return Buffer.from(JSON.stringify(next)).toString("base64url");
}

/** @throws AwsError `InvalidArgument` (400) for what no list has given */
function decodeToken(token: string): From {
  try {
    const from: unknown = JSON.parse(Buffer.from(token, "base64url").toString());
    if (typeof from === "object" && from !== null && "after" in from && typeof from.after === "string")
      return from as From;
  } catch {
    // Told below.
  }
  throw new AwsError("InvalidArgument", "The continuation token provided is incorrect");
}
