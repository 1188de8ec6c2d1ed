import { encodeUTF8, joinBytes, type Bytes } from "./bytes.ts";
import { parseContext, serializeContext, type Context } from "./context.ts";
import { Cursor, integerBytes, prefixedBytes } from "./cursor.ts";
import { EnvelopeError } from "./error.ts";
import {
  COMMITMENT_SIZE_BYTES,
  CONTENT_FRAMED,
  MAX_ENCRYPTED_DATA_KEYS,
  MAX_FRAME_LENGTH_BYTES,
  MAX_HEADER_BYTES,
  MESSAGE_ID_SIZE_BYTES,
  MESSAGE_VERSION,
  SUITE_ID,
  TAG_SIZE_BYTES,
} from "./format.ts";

export { EnvelopeError, type EnvelopeErrorCode } from "./error.ts";
export { checkHeader, AWS_KMS_PROVIDER_ID, type ExpectedHeader } from "./expectation.ts";
export { MAX_HEADER_BYTES } from "./format.ts";
export type { Context } from "./context.ts";

/** A data key wrapped by some provider. For `aws-kms`, `providerInfo` is the key's ARN in UTF-8. */
export interface EncryptedDataKey {
  readonly providerID: string;
  readonly providerInfo: Uint8Array;
  readonly ciphertext: Uint8Array;
}

/** What a header says, without its authentication tag. */
export interface HeaderFields {
  /** 32 bytes. */
  readonly messageID: Uint8Array;
  readonly context: Context;
  readonly encryptedDataKeys: readonly EncryptedDataKey[];
  readonly frameLengthBytes: number;
  /** 32 bytes derived from the data key and the message id. */
  readonly commitment: Uint8Array;
}

/** A header as it was read. Nothing of it is authenticated yet. */
export interface ParsedHeader extends HeaderFields {
  readonly suite: typeof SUITE_ID;
  /** 16 bytes over all bytes in front of them. */
  readonly authenticationTag: Bytes;
  /** Length of the whole header, tag included; the first frame begins here. */
  readonly lengthBytes: number;
}

/**
 * Serialises a header of version 2 for suite 0x0478, framed, *without* its authentication tag.
 * Source: AWS Encryption SDK specification, "Message Header", version 2.0.
 *
 * @throws EnvelopeError `invalid-input` unless there is exactly one encrypted data key and all is within the limits
 */
export function serializeHeader(fields: HeaderFields): Bytes {
  const { messageID, commitment, encryptedDataKeys, frameLengthBytes } = fields;
  if (messageID.length !== MESSAGE_ID_SIZE_BYTES) throw invalid("a message id has 32 bytes");
  if (commitment.length !== COMMITMENT_SIZE_BYTES) throw invalid("a commitment has 32 bytes");
  if (encryptedDataKeys.length !== 1)
    throw invalid("a message is sealed with exactly one encrypted data key");
  if (encryptedDataKeys.some((key) => key.ciphertext.length === 0)) throw invalid("a wrapped key is empty");
  if (!isFrameLength(frameLengthBytes)) throw invalid("a frame has 1 byte to 1 MiB");
  const bytes = joinBytes([
    integerBytes(MESSAGE_VERSION, 1),
    integerBytes(SUITE_ID, 2),
    messageID,
    prefixedBytes(serializeContext(fields.context)),
    integerBytes(encryptedDataKeys.length, 2),
    ...encryptedDataKeys.map(serializeEncryptedDataKey),
    integerBytes(CONTENT_FRAMED, 1),
    integerBytes(frameLengthBytes, 4),
    commitment,
  ]);
  if (bytes.length + TAG_SIZE_BYTES > MAX_HEADER_BYTES) throw invalid("the header exceeds 64 KiB");
  return bytes;
}

/**
 * Reads the header at the front of `bytes`; what follows it is left alone. Uses no cryptography.
 *
 * @throws EnvelopeError `truncated` when `bytes` end inside the header (a longer piece may succeed);
 *   `unsupported-version`, `unsupported-suite`, `unsupported-content-type` for other messages than ours;
 *   `malformed-header` for everything else, limits included
 */
export function parseHeader(bytes: Uint8Array): ParsedHeader {
  const cursor = new Cursor(bytes.subarray(0, MAX_HEADER_BYTES));
  try {
    return readHeader(cursor);
  } catch (error) {
    const isBeyondLimit = error instanceof EnvelopeError && error.code === "truncated";
    if (isBeyondLimit && bytes.length >= MAX_HEADER_BYTES) throw malformed("the header exceeds 64 KiB");
    throw error;
  }
}

function readHeader(cursor: Cursor): ParsedHeader {
  if (cursor.takeInteger(1) !== MESSAGE_VERSION) {
    throw new EnvelopeError("unsupported-version", "the message is not of version 2");
  }
  if (cursor.takeInteger(2) !== SUITE_ID) {
    throw new EnvelopeError("unsupported-suite", "the message is not of suite 0x0478");
  }
  const messageID = cursor.take(MESSAGE_ID_SIZE_BYTES);
  const context = parseContext(cursor.takePrefixed());
  const encryptedDataKeys = readEncryptedDataKeys(cursor);
  if (cursor.takeInteger(1) !== CONTENT_FRAMED) {
    throw new EnvelopeError("unsupported-content-type", "the message is not framed");
  }
  const frameLengthBytes = cursor.takeInteger(4);
  if (!isFrameLength(frameLengthBytes)) throw malformed("the frame length is not within 1 byte to 1 MiB");
  const commitment = cursor.take(COMMITMENT_SIZE_BYTES);
  const authenticationTag = cursor.take(TAG_SIZE_BYTES);
  return {
    suite: SUITE_ID,
    messageID,
    context,
    encryptedDataKeys,
    frameLengthBytes,
    commitment,
    authenticationTag,
    lengthBytes: cursor.offset,
  };
}

function readEncryptedDataKeys(cursor: Cursor): EncryptedDataKey[] {
  const count = cursor.takeInteger(2);
  if (count < 1 || count > MAX_ENCRYPTED_DATA_KEYS)
    throw malformed("the header holds no or too many data keys");
  return Array.from({ length: count }, () => ({
    providerID: cursor.takeText(),
    providerInfo: cursor.takePrefixed(),
    ciphertext: cursor.takePrefixed(),
  }));
}

function serializeEncryptedDataKey(key: EncryptedDataKey): Bytes {
  const providerID = encodeUTF8(key.providerID);
  if (providerID === undefined) throw invalid("a provider id is not well-formed");
  return joinBytes([
    prefixedBytes(providerID),
    prefixedBytes(key.providerInfo),
    prefixedBytes(key.ciphertext),
  ]);
}

function isFrameLength(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= MAX_FRAME_LENGTH_BYTES;
}

function malformed(message: string): EnvelopeError {
  return new EnvelopeError("malformed-header", message);
}

function invalid(message: string): EnvelopeError {
  return new EnvelopeError("invalid-input", message);
}
