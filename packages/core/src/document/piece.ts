import { FRAME_LENGTH_BYTES } from "./header.ts";

/** Sequence number, IV and tag around each frame: AWS Encryption SDK message format, version 2. */
const FRAME_OVERHEAD_BYTES = 32;
/** A part of an upload carries 8 MiB of content. */
const FRAMES_PER_PART = 32;
const PART_BYTES = FRAMES_PER_PART * (FRAME_LENGTH_BYTES + FRAME_OVERHEAD_BYTES);

/**
 * How a sealed object was cut for its upload: the header and 32 frames, then 32 frames each, and the rest.
 *
 * @returns the pieces' lengths; null when an object of this size is not cut into so many parts
 */
export function pieceSizes(
  sealedSizeBytes: number,
  headerLengthBytes: number,
  count: number,
): readonly number[] | null {
  const whole = Array.from({ length: count - 1 }, (_, index) =>
    index === 0 ? headerLengthBytes + PART_BYTES : PART_BYTES,
  );
  const rest = sealedSizeBytes - whole.reduce((sum, sizeBytes) => sum + sizeBytes, 0);
  return rest > 0 ? [...whole, rest] : null;
}

/**
 * What S3 must attest of an upload whose digests we recorded: of a single PUT its SHA-256, of a multipart upload the
 * SHA-256 over its parts' digests, with `-` and their number.
 * Source: Amazon S3 user guide, "Checking object integrity", composite checksums.
 */
export async function attestation(
  upload: "single" | "multipart",
  digests: readonly Uint8Array[],
): Promise<string | null> {
  const joined = Buffer.concat(digests);
  if (upload === "single") return digests.length === 1 ? joined.toString("base64") : null;
  const digest = await crypto.subtle.digest("SHA-256", Uint8Array.from(joined));
  return `${Buffer.from(digest).toString("base64")}-${digests.length}`;
}
