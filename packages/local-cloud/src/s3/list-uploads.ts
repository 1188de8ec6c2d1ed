import { AwsError } from "../aws/error.ts";
import { xmlAnswer, type Answer } from "./answer.ts";
import type { Call, Store } from "./call.ts";
import { readEncoding } from "./list.ts";
import type { Upload } from "./multipart.ts";
import { readCount } from "./upload.ts";

const mostUploads = 1000;

/** ListMultipartUploads: those under way, by key and then by when they began, in pages of at most 1000. */
export function listUploads(_store: Store, call: Call): Answer {
  const { query, bucket } = call;
  const prefix = query.get("prefix") ?? "";
  const keyMarker = query.get("key-marker") ?? "";
  // Without a key it would mean nothing.
  const idMarker = keyMarker === "" ? "" : (query.get("upload-id-marker") ?? "");
  const most = Math.min(readCount(call, "max-uploads", mostUploads), mostUploads);
  if (most === 0)
    throw new AwsError("InvalidArgument", "Provided max-uploads not an integer or within range");
  const encoding = readEncoding(call);
  const rest = [...bucket.uploads.all()]
    .filter((upload) => upload.key.startsWith(prefix) && isBehind(upload, keyMarker, idMarker))
    .toSorted((a, b) => compareKeys(a.key, b.key) || (a.id < b.id ? -1 : 1));
  const page = rest.slice(0, most);
  const isTruncated = rest.length > page.length;
  return xmlAnswer("ListMultipartUploadsResult", {
    Bucket: bucket.name,
    KeyMarker: encoding.write(keyMarker),
    UploadIdMarker: idMarker,
    ...(isTruncated && {
      NextKeyMarker: encoding.write(page.at(-1)?.key ?? ""),
      NextUploadIdMarker: page.at(-1)?.id,
    }),
    Prefix: encoding.write(prefix),
    ...encoding.told,
    MaxUploads: most,
    IsTruncated: isTruncated,
    Upload: page.map((upload) => ({ ...describe(upload), Key: encoding.write(upload.key) })),
  });
}

/** Behind the marked key, or, where an upload of it is marked as well, behind that. */
function isBehind({ key, id }: Upload, keyMarker: string, idMarker: string): boolean {
  if (keyMarker === "") return true;
  const order = compareKeys(key, keyMarker);
  return order > 0 || (order === 0 && idMarker !== "" && id > idMarker);
}

function compareKeys(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

function describe({ id, startedAtMs, algorithm }: Upload) {
  return {
    UploadId: id,
    Initiated: new Date(startedAtMs).toISOString(),
    StorageClass: "STANDARD",
    ...(algorithm && { ChecksumAlgorithm: algorithm.toUpperCase(), ChecksumType: "COMPOSITE" }),
  };
}
