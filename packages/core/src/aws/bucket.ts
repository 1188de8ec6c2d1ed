import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { Clock } from "../kernel/index.ts";
import { Problem, iso, unavailable } from "../kernel/index.ts";
import type { TenantCredentials } from "./tenancy.ts";

const URL_TTL_SECONDS = 300;
/** Signing credentials must outlive the URL. */
const MARGIN_MS = 60_000;

interface ExactBytes {
  readonly sizeBytes: number;
  readonly sha256: Uint8Array;
}
interface SignedURL {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly expiresAt: string;
}

interface BucketOptions {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly clock: Clock;
  /** Those of `s3`. */
  readonly credentials: Pick<TenantCredentials, "expiration">;
}

/** S3 for one clinic. */
export function connectBucket(credentials: TenantCredentials): S3Client {
  return new S3Client({ credentials, requestChecksumCalculation: "WHEN_REQUIRED" });
}

type Signable = GetObjectCommand | PutObjectCommand | UploadPartCommand;

/** Signs a URL for at most five minutes, bound to the headers named. @throws Problem `unavailable` */
async function sign(
  { s3, clock, credentials }: BucketOptions,
  command: Signable,
  headers: Readonly<Record<string, string>>,
): Promise<SignedURL> {
  const now = clock.now();
  if (credentials.expiration.getTime() - now < URL_TTL_SECONDS * 1000 + MARGIN_MS) throw unavailable();
  const names = Object.keys(headers);
  // The SDK would otherwise move the checksum into the query, where S3 is reported to ignore it.
  const options = {
    expiresIn: URL_TTL_SECONDS,
    signableHeaders: new Set(["host", ...names]),
    unhoistableHeaders: new Set(names),
  };
  // The presigner's types take one kind of command at a time; it treats all alike.
  const url = await getSignedUrl(s3, command as GetObjectCommand, options).catch((error: unknown) => {
    throw unavailable(error);
  });
  return { url, headers, expiresAt: iso(now + URL_TTL_SECONDS * 1000) };
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
const exactHeaders = ({ sizeBytes, sha256 }: ExactBytes) => ({
  "content-length": String(sizeBytes),
  "x-amz-checksum-sha256": base64(sha256),
});

/** The bucket as the write path uses it: it creates objects, once each, and can read none. */
export function createUploads(options: BucketOptions) {
  const { s3, bucket: Bucket } = options;
  return {
    async begin(Key: string): Promise<string> {
      const command = new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: "SHA256" });
      const { UploadId } = await answered(s3.send(command));
      if (UploadId === undefined) throw unavailable();
      return UploadId;
    },
    async abort(Key: string, UploadId: string): Promise<void> {
      await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })).catch(ignoreGone);
    },
    signPut(Key: string, bytes: ExactBytes): Promise<SignedURL> {
      const command = new PutObjectCommand({
        Bucket,
        Key,
        ContentLength: bytes.sizeBytes,
        ChecksumSHA256: base64(bytes.sha256),
        IfNoneMatch: "*",
      });
      return sign(options, command, { ...exactHeaders(bytes), "if-none-match": "*" });
    },
    signPart(Key: string, UploadId: string, PartNumber: number, bytes: ExactBytes): Promise<SignedURL> {
      const command = new UploadPartCommand({
        Bucket,
        Key,
        UploadId,
        PartNumber,
        ContentLength: bytes.sizeBytes,
        ChecksumSHA256: base64(bytes.sha256),
      });
      return sign(options, command, exactHeaders(bytes));
    },
    async arrivedBytes(Key: string, UploadId: string): Promise<number | null> {
      const arrived = await listParts(s3, { Bucket, Key, UploadId });
      return arrived && [...arrived.values()].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    },
    async arrivedParts(
      Key: string,
      UploadId: string,
      { after, count }: { readonly after: number; readonly count: number },
    ): Promise<ReadonlySet<number> | null> {
      const page = { PartNumberMarker: String(after), MaxParts: count };
      const input = { Bucket, Key, UploadId, ...page };
      const answer = await s3.send(new ListPartsCommand(input)).catch(ignoreGone);
      return answer && new Set((answer.Parts ?? []).flatMap(({ PartNumber }) => PartNumber ?? []));
    },
    async complete(Key: string, UploadId: string, digests: readonly Uint8Array[]): Promise<void> {
      const arrived = await listParts(s3, { Bucket, Key, UploadId });
      if (arrived === null) return;
      if (digests.some((_, index) => !arrived.has(index + 1))) {
        throw new Problem("conflict", "parts-missing", "Some parts of this file were not sent yet.");
      }
      const Parts = digests.map((digest, index) => ({
        PartNumber: index + 1,
        ETag: arrived.get(index + 1)?.etag,
        ChecksumSHA256: base64(digest),
      }));
      const MultipartUpload = { Parts };
      const command = new CompleteMultipartUploadCommand({
        Bucket,
        Key,
        UploadId,
        MultipartUpload,
        IfNoneMatch: "*",
      });
      await s3.send(command).catch(ignoreGone);
    },
  };
}

/** @returns null when the upload is gone: completed or aborted by an earlier call */
async function listParts(
  s3: S3Client,
  input: { readonly Bucket: string; readonly Key: string; readonly UploadId: string },
): Promise<Map<number, { readonly etag: string; readonly sizeBytes: number }> | null> {
  const parts = new Map<number, { readonly etag: string; readonly sizeBytes: number }>();
  let marker: string | undefined;
  do {
    const page = await s3
      .send(new ListPartsCommand({ ...input, ...(marker === undefined ? {} : { PartNumberMarker: marker }) }))
      .catch(ignoreGone);
    if (page === null) return null;
    for (const { PartNumber, ETag, Size = 0 } of page.Parts ?? []) {
      if (PartNumber !== undefined && ETag !== undefined)
        parts.set(PartNumber, { etag: ETag, sizeBytes: Size });
    }
    marker = page.IsTruncated ? page.NextPartNumberMarker : undefined;
  } while (marker !== undefined);
  return parts;
}

/** These say that the object is there or the upload is over; ingest finds out which. */
const GONE = new Set(["NoSuchUpload", "PreconditionFailed"]);

function ignoreGone(error: unknown): null {
  if (error instanceof Error && GONE.has(error.name)) return null;
  throw unavailable(error);
}

/** The bucket as the reading side uses it: it gets verified versions, by their id. */
export function createDownloads(options: BucketOptions) {
  return {
    async signGet(Key: string, VersionId: string): Promise<{ url: string; expiresAt: string }> {
      const command = new GetObjectCommand({ Bucket: options.bucket, Key, VersionId });
      const { url, expiresAt } = await sign(options, command, {});
      return { url, expiresAt };
    },
  };
}

async function answered<Result>(call: Promise<Result>): Promise<Result> {
  return await call.catch((error: unknown) => {
    throw unavailable(error);
  });
}
