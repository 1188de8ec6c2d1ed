import { AwsError } from "../aws/error.ts";
import { emptyAnswer, type Answer } from "./answer.ts";
import { requireVersion } from "./authorize.ts";
import { headerOf, type Call, type Store } from "./call.ts";
import { checksumHeaders } from "./checksum.ts";
import { encryptionHeaders, useBucketKey } from "./encryption.ts";
import type { ObjectVersion } from "./objects.ts";
import { preconditionFailed } from "./put.ts";
import { shownLock } from "./retention.ts";

/** Query parameters of a GET that replace a response header. */
export const responseParameters = [
  "response-cache-control",
  "response-content-disposition",
  "response-content-encoding",
  "response-content-language",
  "response-content-type",
  "response-expires",
] as const;

/** GetObject and HeadObject. The bytes, and a stored checksum, need the right to use the bucket's key. */
export function getObject(store: Store, call: Call): Answer {
  const version = requireVersion(store, call);
  const showsChecksum = headerOf(call, "x-amz-checksum-mode")?.toUpperCase() === "ENABLED";
  if (call.request.method === "GET" || showsChecksum) useBucketKey(store.keys, call, "kms:Decrypt");
  const etag = `"${version.etag}"`;
  const wanted = headerOf(call, "if-match");
  if (wanted !== undefined && wanted !== "*" && wanted !== etag) throw preconditionFailed();
  const known = headerOf(call, "if-none-match");
  if (known === "*" || known === etag) return emptyAnswer(304, { etag });

  const range = readRange(headerOf(call, "range"), version.sizeBytes);
  const { start, end } = range ?? { start: 0, end: version.sizeBytes };
  return {
    status: range ? 206 : 200,
    headers: {
      ...objectHeaders(store, call, version),
      ...(showsChecksum && !range && checksumHeaders(version.checksum)),
      ...(range && { "content-range": `bytes ${start}-${end - 1}/${version.sizeBytes}` }),
    },
    body: { segments: version.segments, start, end },
  };
}

function objectHeaders(store: Store, call: Call, version: ObjectVersion): Record<string, string> {
  const tagCount = Object.keys(version.tags).length;
  const headers: Record<string, string> = {
    ...version.metadata,
    etag: `"${version.etag}"`,
    "last-modified": new Date(version.createdAtMs).toUTCString(),
    "accept-ranges": "bytes",
    "x-amz-version-id": version.versionID,
    ...(tagCount > 0 && { "x-amz-tagging-count": String(tagCount) }),
    ...encryptionHeaders(store.keys, call),
    ...shownLock(store, call, version),
  };
  for (const name of responseParameters) {
    const value = call.query.get(name);
    if (value !== null) headers[name.slice("response-".length)] = value;
  }
  return headers;
}

/** One range, as `start` (inclusive) and `end` (exclusive). As on AWS, several or unreadable ones mean the whole object. */
function readRange(
  header: string | undefined,
  sizeBytes: number,
): { readonly start: number; readonly end: number } | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "");
  const [, first = "", last = ""] = match ?? [];
  if (first === "" && last === "") return undefined;
  const start = first === "" ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const end = first === "" || last === "" ? sizeBytes : Math.min(Number(last) + 1, sizeBytes);
  if (first !== "" && last !== "" && Number(last) < Number(first)) return undefined;
  if (start < end) return { start, end };
  throw new AwsError("InvalidRange", "The requested range is not satisfiable", 416);
}
