import { LIMITS } from "@postern/contract";
import { digestList, objectKey, type DigestBlock, type DocumentRecord } from "../intake/index.ts";
import type { SubmissionRecord } from "../intake/index.ts";
import { HEADER_READ_BYTES, checkSealed, type Fault } from "./header.ts";
import { attestation, pieceSizes } from "./piece.ts";
import type { ObjectVersion, Verification } from "./verification.ts";

/** What was found: a fault that no repeat will heal, or what S3 attested of a sound object. */
export type Finding = { readonly fault: Fault } | { readonly fault: null; readonly sha256: string };

/**
 * Holds one object version against everything that was recorded before it came.
 *
 * @param blocks the digests of its parts, as recorded before their URLs were signed
 * @throws Problem `unavailable` when S3 did not answer: nothing is known then, and it must be tried again
 */
export async function inspect(
  verification: Verification,
  record: {
    readonly head: SubmissionRecord;
    readonly document: DocumentRecord;
    readonly blocks: readonly DigestBlock[];
  },
  versionID: string,
): Promise<Finding> {
  const { head, document, blocks } = record;
  const { clinicID, submissionID, keyARN, wrappedKeySha256 } = head;
  const { messageID, sealedSizeBytes, upload } = document;
  const version = { objectKey: objectKey(document), versionID };
  const { sizeBytes, sha256 } = await verification.attest(version);
  if (sizeBytes !== sealedSizeBytes) return { fault: "size-differs" };
  const digests = digestList(blocks);
  if (digests === null || sha256 === undefined || sha256 !== (await attestation(upload, digests))) {
    return { fault: "checksum-differs" };
  }
  const start = await verification.readStart(version, HEADER_READ_BYTES);
  const sealed = await checkSealed(start, { clinicID, submissionID, messageID, keyARN, wrappedKeySha256 });
  if (sealed.fault !== null) return sealed;
  const isShort = sizeBytes <= LIMITS.rehashSizeBytes;
  if (
    isShort &&
    !(await isAsRecorded(
      verification,
      version,
      pieceSizes(sizeBytes, sealed.lengthBytes, digests.length),
      digests,
    ))
  ) {
    return { fault: "checksum-differs" };
  }
  return { fault: null, sha256 };
}

async function isAsRecorded(
  verification: Verification,
  version: ObjectVersion,
  sizesBytes: readonly number[] | null,
  digests: readonly Uint8Array[],
): Promise<boolean> {
  if (sizesBytes === null) return false;
  const found = await verification.hashPieces(version, sizesBytes);
  return Buffer.concat(found).equals(Buffer.concat(digests));
}
