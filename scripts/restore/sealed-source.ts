import { createHash } from "node:crypto";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import {
  DEFAULT_FRAME_LENGTH_BYTES,
  EnvelopeError,
  parseHeader,
  partLayout,
  plaintextSizeBytes,
} from "@postern/envelope";
import { partCount, type SealedDocument } from "./sealed-document.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** A copy of a document's sealed bytes, in the pieces in which they were uploaded. */
export interface SealedSource {
  /** Base64 of SHA-256, of each piece in order. */
  readonly digests: readonly string[];
  /** @param index from 0 */
  read(index: number): Promise<Bytes>;
}

/** Where a piece begins, and the byte behind its end. */
interface Piece {
  readonly start: number;
  readonly end: number;
}

/** Far more than a sealed header takes. */
const HEADER_READ_BYTES = 16 * 1024;

/**
 * Reads a copy of the right length once and hashes it, a piece at a time.
 *
 * @returns null when its digest is not the one on record
 */
export async function openSource(
  s3: S3Client,
  bucket: string,
  document: SealedDocument,
): Promise<SealedSource | null> {
  const { objectKey, sealedSizeBytes } = document;
  const get = async ({ start, end }: Piece): Promise<Bytes> => {
    const place = { Bucket: bucket, Key: objectKey, Range: `bytes=${start}-${end - 1}` };
    const { Body } = await s3.send(new GetObjectCommand(place));
    if (Body === undefined) throw new Error(`${objectKey} came without bytes.`);
    return Uint8Array.from(await Body.transformToByteArray());
  };
  const pieces = await piecesOf(document, get);
  if (pieces === null) return null;
  const digests: string[] = [];
  for (const piece of pieces) digests.push(sha256(await get(piece)));
  if (attested(document, digests) !== document.sha256) return null;
  return {
    digests,
    async read(index) {
      const piece = pieces[index];
      if (piece === undefined)
        throw new RangeError(`${objectKey} has no piece ${index} of ${sealedSizeBytes}.`);
      return await get(piece);
    },
  };
}

async function piecesOf(
  document: SealedDocument,
  get: (piece: Piece) => Promise<Bytes>,
): Promise<readonly Piece[] | null> {
  const { sealedSizeBytes } = document;
  const count = partCount(document);
  if (count === null) return [{ start: 0, end: sealedSizeBytes }];
  try {
    const header = parseHeader(await get({ start: 0, end: Math.min(HEADER_READ_BYTES, sealedSizeBytes) }));
    const { lengthBytes } = header;
    const sizeBytes = plaintextSizeBytes(sealedSizeBytes, lengthBytes, DEFAULT_FRAME_LENGTH_BYTES);
    const parts = partLayout(sizeBytes, lengthBytes, DEFAULT_FRAME_LENGTH_BYTES);
    if (parts.length !== count) return null;
    return parts.map((part) => ({
      start: part.sealedOffsetBytes,
      end: part.sealedOffsetBytes + part.sealedSizeBytes,
    }));
  } catch (error) {
    if (error instanceof EnvelopeError) return null;
    throw error;
  }
}

/** Of one PUT the digest of its bytes; of a multipart upload that of its parts' digests, with their number. */
function attested(document: SealedDocument, digests: readonly string[]): string | undefined {
  if (partCount(document) === null) return digests[0];
  const joined = Buffer.concat(digests.map((digest) => Buffer.from(digest, "base64")));
  return `${sha256(joined)}-${digests.length}`;
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("base64");
