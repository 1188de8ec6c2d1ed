/**
 * Constants of the AWS Encryption SDK message format, version 2, and the limits we add to it.
 * Source: https://github.com/awslabs/aws-encryption-sdk-specification, data-format/.
 */

/** Version byte of a message. */
export const MESSAGE_VERSION = 0x02;

/** AES-256-GCM, 12 byte IV, 16 byte tag, HKDF-SHA-512, key commitment, no signature. */
export const SUITE_ID = 0x0478;

/** Content type byte of a framed message. */
export const CONTENT_FRAMED = 0x02;

/** Takes the place of the sequence number in front of the final frame. */
export const FINAL_FRAME_MARKER = 0xffffffff;

export const DATA_KEY_SIZE_BYTES = 32;
export const MESSAGE_ID_SIZE_BYTES = 32;
export const COMMITMENT_SIZE_BYTES = 32;
export const IV_SIZE_BYTES = 12;
export const TAG_SIZE_BYTES = 16;

/** Sequence number, IV and tag around the content of a frame that is not the last. */
export const FRAME_OVERHEAD_BYTES = 4 + IV_SIZE_BYTES + TAG_SIZE_BYTES;

/** Marker, sequence number, IV, content length and tag around the content of the final frame. */
export const FINAL_FRAME_OVERHEAD_BYTES = 4 + 4 + IV_SIZE_BYTES + 4 + TAG_SIZE_BYTES;

/** Sequence numbers are unsigned 32-bit integers that start at 1. */
export const MAX_FRAMES = 0xffffffff;

/** WebCrypto calls of 1 MiB and more are markedly slower in Chromium; 256 KiB is the fastest length measured. */
export const DEFAULT_FRAME_LENGTH_BYTES = 256 * 1024;

/** Our limit: bounds what a reader must hold before it can authenticate anything. */
export const MAX_FRAME_LENGTH_BYTES = 1024 * 1024;

/** Our limit for the serialised encryption context. */
export const MAX_CONTEXT_BYTES = 8 * 1024;

/** Our limit when reading; we write exactly one. */
export const MAX_ENCRYPTED_DATA_KEYS = 8;

/** Our limit for a whole header, tag included. */
export const MAX_HEADER_BYTES = 64 * 1024;

/** Plaintext of one S3 part, unless the object would then need more than 10,000 parts. */
export const DEFAULT_PART_SIZE_BYTES = 8 * 1024 * 1024;

/** S3's limit. */
export const MAX_PARTS = 10_000;
