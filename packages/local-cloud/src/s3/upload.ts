import { AwsError } from "../aws/error.ts";
import { emptyAnswer, xmlAnswer, type Answer } from "./answer.ts";
import { openBody } from "./body.ts";
import { headerOf, type Call, type Store } from "./call.ts";
import { checksumElement, checksumHeaders, parseAlgorithm } from "./checksum.ts";
import { encryptionHeaders, useBucketKey } from "./encryption.ts";
import { notImplemented } from "./metadata.ts";
import { mostParts, segmentsOf, uploadIDAt, type Upload } from "./multipart.ts";
import { randomEtag } from "./objects.ts";
import { prepareCreation } from "./put.ts";

const mostListedParts = 1000;

/** CreateMultipartUpload. */
export function createUpload(store: Store, call: Call): Answer {
  const creation = prepareCreation(store, call);
  const name = headerOf(call, "x-amz-checksum-algorithm");
  const type = headerOf(call, "x-amz-checksum-type") ?? "COMPOSITE";
  if (type !== "COMPOSITE") throw notImplemented("x-amz-checksum-type");
  const algorithm = name === undefined ? undefined : parseAlgorithm(name);
  const startedAtMs = store.cloud.clock.now();
  const id = uploadIDAt(startedAtMs);
  call.bucket.uploads.add({
    id,
    key: call.key,
    startedAtMs,
    algorithm,
    ...creation,
  });
  const shown = algorithm && {
    "x-amz-checksum-algorithm": algorithm.toUpperCase(),
    "x-amz-checksum-type": "COMPOSITE",
  };
  return xmlAnswer(
    "InitiateMultipartUploadResult",
    { Bucket: call.bucket.name, Key: call.key, UploadId: id },
    { ...encryptionHeaders(store.keys, call), ...shown },
  );
}

/** UploadPart. Sent again, a part replaces the former; the bytes count once every digest agreed. */
export async function uploadPart(store: Store, call: Call): Promise<Answer> {
  const partNumber = readPartNumber(call);
  const upload = requireUpload(call);
  useBucketKey(store.keys, call, "kms:Decrypt");
  const body = openBody(call.request, store.cloud.credentials);
  const segment = await store.blobs.write(body.chunks);
  const checksum = body.checksum();
  try {
    if (checksum?.algorithm !== upload.algorithm) {
      throw new AwsError(
        "InvalidRequest",
        `Checksum Type mismatch occurred, expected checksum Type: ${upload.algorithm ?? "null"}, ` +
          `actual checksum Type: ${checksum?.algorithm ?? "null"}`,
      );
    }
    // While the bytes came in, the upload may have been completed or aborted.
    requireUpload(call);
  } catch (error) {
    await store.blobs.remove([segment]);
    throw error;
  }
  const replaced = upload.parts.get(partNumber);
  const part = { segment, etag: randomEtag(), checksum, storedAtMs: store.cloud.clock.now() };
  call.bucket.uploads.setPart(upload, partNumber, part);
  if (replaced) await store.blobs.remove([replaced.segment]);
  return emptyAnswer(200, {
    etag: `"${part.etag}"`,
    ...encryptionHeaders(store.keys, call),
    ...checksumHeaders(checksum),
  });
}

/** ListParts, in pages of at most 1000. */
export function listParts(_store: Store, call: Call): Answer {
  const upload = requireUpload(call);
  const after = readCount(call, "part-number-marker", 0);
  const most = Math.min(readCount(call, "max-parts", mostListedParts), mostListedParts);
  const rest = [...upload.parts].filter(([number]) => number > after).toSorted(([a], [b]) => a - b);
  const page = rest.slice(0, most);
  return xmlAnswer("ListPartsResult", {
    Bucket: call.bucket.name,
    Key: call.key,
    UploadId: upload.id,
    PartNumberMarker: after,
    NextPartNumberMarker: page.at(-1)?.[0] ?? after,
    MaxParts: most,
    IsTruncated: rest.length > page.length,
    StorageClass: "STANDARD",
    ...(upload.algorithm && {
      ChecksumAlgorithm: upload.algorithm.toUpperCase(),
      ChecksumType: "COMPOSITE",
    }),
    Part: page.map(([number, part]) => ({
      PartNumber: number,
      LastModified: new Date(part.storedAtMs).toISOString(),
      ETag: `"${part.etag}"`,
      Size: part.segment.sizeBytes,
      ...checksumElement(part.checksum),
    })),
  });
}

/** AbortMultipartUpload: the upload and all its parts are gone. */
export async function abortUpload(store: Store, call: Call): Promise<Answer> {
  const upload = requireUpload(call);
  call.bucket.uploads.remove(upload);
  await store.blobs.remove(segmentsOf(upload));
  return emptyAnswer(204);
}

/** Finds the upload that a call names. @throws AwsError `NoSuchUpload` (404), also for an upload of another key. */
export function requireUpload(call: Call): Upload {
  const upload = call.bucket.uploads.find(call.query.get("uploadId") ?? "");
  if (upload?.key === call.key) return upload;
  throw new AwsError(
    "NoSuchUpload",
    "The specified multipart upload does not exist. The upload ID might be invalid, or the multipart upload might have " +
      "been aborted or completed.",
    404,
  );
}

/** A whole number in the query, or `fallback` without it. @throws AwsError `InvalidArgument` (400). */
export function readCount(call: Call, name: string, fallback: number): number {
  const text = call.query.get(name);
  if (text === null || text === "") return fallback;
  if (!/^\d{1,9}$/.test(text))
    throw new AwsError("InvalidArgument", `Provided ${name} not an integer or within range`);
  return Number(text);
}

function readPartNumber(call: Call): number {
  const number = readCount(call, "partNumber", 0);
  if (number >= 1 && number <= mostParts) return number;
  throw new AwsError(
    "InvalidArgument",
    `Part number must be an integer between 1 and ${mostParts}, inclusive`,
  );
}
