import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { partCount, type SealedDocument } from "./sealed-document.ts";
import type { SealedSource } from "./sealed-source.ts";

/** What stands under a key. */
export interface Standing {
  readonly versionID: string | undefined;
  readonly sizeBytes: number | undefined;
  /** As S3 attests it. */
  readonly sha256: string | undefined;
}

/** The version of that id, or the newest; null when there is none. */
export async function standing(
  s3: S3Client,
  Bucket: string,
  { objectKey: Key }: SealedDocument,
  versionID?: string,
): Promise<Standing | null> {
  const which = versionID === undefined ? {} : { VersionId: versionID };
  try {
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key, ...which, ChecksumMode: "ENABLED" }));
    return { versionID: head.VersionId, sizeBytes: head.ContentLength, sha256: head.ChecksumSHA256 };
  } catch (error) {
    if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 404) return null;
    throw error;
  }
}

/**
 * Puts the bytes under the document's key, which must be free, in the same pieces as before, so that S3 attests the same
 * digest again. S3 itself compares each piece with its digest.
 *
 * @returns the new version's id
 */
export async function putObject(
  s3: S3Client,
  bucket: string,
  document: SealedDocument,
  source: SealedSource,
): Promise<string> {
  const versionID =
    partCount(document) === null
      ? await putWhole(s3, bucket, document, source)
      : await putInParts(s3, bucket, document, source);
  if (versionID === undefined) throw new Error(`${bucket} keeps no versions.`);
  return versionID;
}

async function putWhole(
  s3: S3Client,
  Bucket: string,
  { objectKey: Key }: SealedDocument,
  { digests, read }: SealedSource,
): Promise<string | undefined> {
  const Body = await read(0);
  const put = { Bucket, Key, Body, ContentLength: Body.length, ChecksumSHA256: digests[0], IfNoneMatch: "*" };
  return (await s3.send(new PutObjectCommand(put))).VersionId;
}

async function putInParts(
  s3: S3Client,
  Bucket: string,
  { objectKey: Key }: SealedDocument,
  { digests, read }: SealedSource,
): Promise<string | undefined> {
  const begin = new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: "SHA256" });
  const { UploadId } = await s3.send(begin);
  const upload = { Bucket, Key, UploadId };
  try {
    const Parts = [];
    for (const [index, ChecksumSHA256] of digests.entries()) {
      const PartNumber = index + 1;
      const Body = await read(index);
      const part = { ...upload, PartNumber, Body, ContentLength: Body.length, ChecksumSHA256 };
      const { ETag } = await s3.send(new UploadPartCommand(part));
      Parts.push({ PartNumber, ETag, ChecksumSHA256 });
    }
    const complete = { ...upload, MultipartUpload: { Parts }, IfNoneMatch: "*" };
    return (await s3.send(new CompleteMultipartUploadCommand(complete))).VersionId;
  } catch (error) {
    await s3.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
    throw error;
  }
}
