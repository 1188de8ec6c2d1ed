import { AwsError } from "../aws/error.ts";
import { xmlAnswer, type Answer } from "./answer.ts";
import { readText } from "./body.ts";
import { headerOf, type Call, type Store } from "./call.ts";
import { checksumElement, compositeChecksum, type Checksum, type ChecksumAlgorithm } from "./checksum.ts";
import { encryptionHeaders, useBucketKey } from "./encryption.ts";
import { mostParts, segmentsOf, smallestPartBytes, type Part, type Upload } from "./multipart.ts";
import { randomEtag } from "./objects.ts";
import { addVersion, requireAbsence } from "./put.ts";
import { requireUpload } from "./upload.ts";
import { childrenOf, malformed, readDocument, textOf } from "./xml.ts";

/** A part as the caller lists it. */
interface ListedPart {
  readonly number: number;
  readonly etag: string;
  /** Base64, by algorithm. */
  readonly checksums: ReadonlyMap<string, string>;
}

/**
 * CompleteMultipartUpload. The parts' digests that the caller gives are compared with those of the bytes received, so
 * that he alone decides which bytes become the object, whoever sent them.
 */
export async function completeUpload(store: Store, call: Call): Promise<Answer> {
  requireUpload(call);
  useBucketKey(store.keys, call, "kms:Decrypt");
  const listed = readParts(await readText(call.request, store.cloud.credentials));
  // From here to the new version nothing waits: of several completions, one finds the upload.
  const upload = requireUpload(call);
  const parts = choose(upload, listed);
  requireSizes(parts, headerOf(call, "x-amz-mp-object-size"));
  const checksum = upload.algorithm && composite(parts, upload.algorithm);
  requireChecksum(call, checksum);
  requireAbsence(call);
  const version = store.together(() => {
    call.bucket.uploads.remove(upload);
    return addVersion(store, call, "ObjectCreated:CompleteMultipartUpload", {
      sizeBytes: parts.reduce((sum, part) => sum + part.segment.sizeBytes, 0),
      etag: `${randomEtag()}-${parts.length}`,
      segments: parts.map((part) => part.segment),
      checksum,
      metadata: upload.metadata,
      tags: upload.tags,
      ...(upload.lock && { lock: upload.lock }),
    });
  });
  const unused = segmentsOf(upload).filter((segment) => !version.segments.includes(segment));
  await store.blobs.remove(unused);
  return xmlAnswer(
    "CompleteMultipartUploadResult",
    {
      Location: `http://${call.request.headers.host ?? ""}/${call.bucket.name}/${call.key.split("/").map(encodeURIComponent).join("/")}`,
      Bucket: call.bucket.name,
      Key: call.key,
      ETag: `"${version.etag}"`,
      ...checksumElement(checksum),
      ...(checksum && { ChecksumType: "COMPOSITE" }),
    },
    { "x-amz-version-id": version.versionID, ...encryptionHeaders(store.keys, call) },
  );
}

function readParts(text: string): readonly ListedPart[] {
  const elements = childrenOf(readDocument(text, "CompleteMultipartUpload"), "Part");
  if (elements.length === 0 || elements.length > mostParts) throw malformed();
  return elements.map((element) => {
    const number = textOf(element, "PartNumber") ?? "";
    const etag = textOf(element, "ETag");
    if (!/^\d{1,5}$/.test(number) || etag === undefined) throw malformed();
    const sums = element.children.filter((child) => child.name.startsWith("Checksum"));
    return {
      number: Number(number),
      etag: etag.replaceAll('"', ""),
      checksums: new Map(sums.map((sum) => [sum.name.slice("Checksum".length).toLowerCase(), sum.text])),
    };
  });
}

/** The upload's parts that the caller listed, in his order, if they are the bytes that he means. */
function choose(upload: Upload, listed: readonly ListedPart[]): readonly Part[] {
  const isAscending = listed.every(
    (part, index) => index === 0 || part.number > (listed[index - 1]?.number ?? 0),
  );
  if (!isAscending) {
    throw new AwsError("InvalidPartOrder", "The list of parts was not in ascending order.");
  }
  return listed.map((wanted) => {
    const part = upload.parts.get(wanted.number);
    if (upload.algorithm && !wanted.checksums.has(upload.algorithm)) {
      throw new AwsError(
        "InvalidRequest",
        `The upload was created using a ${upload.algorithm} checksum. The complete request must include the checksum ` +
          `for each part. It was missing for part ${wanted.number} in the request.`,
      );
    }
    const areSame = [...wanted.checksums].every(
      ([algorithm, value]) => part?.checksum?.algorithm === algorithm && part.checksum.value === value,
    );
    if (part?.etag === wanted.etag && areSame) return part;
    throw new AwsError(
      "InvalidPart",
      "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified " +
        "entity tag may not match the part's entity tag.",
    );
  });
}

function requireSizes(parts: readonly Part[], statedBytes: string | undefined): void {
  if (parts.slice(0, -1).some((part) => part.segment.sizeBytes < smallestPartBytes)) {
    throw new AwsError("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
  }
  const sizeBytes = parts.reduce((sum, part) => sum + part.segment.sizeBytes, 0);
  if (statedBytes !== undefined && statedBytes !== String(sizeBytes)) {
    throw new AwsError(
      "InvalidRequest",
      "The provided 'x-amz-mp-object-size' header does not match what was computed.",
    );
  }
}

function composite(parts: readonly Part[], algorithm: ChecksumAlgorithm): Checksum {
  const checksums = parts.flatMap((part) => (part.checksum ? [part.checksum] : []));
  return compositeChecksum(checksums, algorithm);
}

/** Compares the whole object's checksum, if the caller gives one; with or without the number of parts behind it. */
function requireChecksum(call: Call, checksum: Checksum | undefined): void {
  if (!checksum) return;
  const stated = headerOf(call, `x-amz-checksum-${checksum.algorithm}`);
  if (stated === undefined || stated === checksum.value || stated === checksum.value.replace(/-\d+$/, ""))
    return;
  throw new AwsError("BadDigest", "The checksum you specified did not match the calculated checksum.");
}
