import { joinBytes, type Bytes } from "./bytes.ts";
import { integerBytes } from "./cursor.ts";
import { EnvelopeError } from "./error.ts";
import { COMMITMENT_SIZE_BYTES, DATA_KEY_SIZE_BYTES, MESSAGE_ID_SIZE_BYTES, SUITE_ID } from "./format.ts";

/** What a data key becomes for one message. */
export interface MessageKeys {
  /** AES-256-GCM, not extractable; seals and opens the frames and the header. */
  readonly encryptionKey: CryptoKey;
  /** 32 bytes that stand in the header and fix the data key. */
  readonly commitment: Bytes;
}

/**
 * Imports a data key as a non-extractable HKDF key and overwrites `bytes`, also when it fails.
 *
 * @throws EnvelopeError `invalid-input` unless there are 32 bytes
 */
export async function importDataKey(bytes: Bytes): Promise<CryptoKey> {
  try {
    if (bytes.length !== DATA_KEY_SIZE_BYTES)
      throw new EnvelopeError("invalid-input", "a data key has 32 bytes");
    return await crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveBits", "deriveKey"]);
  } finally {
    bytes.fill(0);
  }
}

/** 32 random bytes. Every attempt to seal needs its own. */
export function newMessageID(): Bytes {
  return crypto.getRandomValues(new Uint8Array(MESSAGE_ID_SIZE_BYTES));
}

/**
 * Derives the keys of one message by HKDF-SHA-512 with the message id as salt; info is the suite id and `DERIVEKEY`
 * for the content key, and `COMMITKEY` for the commitment.
 * Source: AWS Encryption SDK specification, "Algorithm Suites", HKDF with key commitment.
 *
 * @param dataKey as `importDataKey` makes it
 * @throws EnvelopeError `invalid-input` unless the message id has 32 bytes
 */
export async function deriveMessageKeys(dataKey: CryptoKey, messageID: Uint8Array): Promise<MessageKeys> {
  if (messageID.length !== MESSAGE_ID_SIZE_BYTES) {
    throw new EnvelopeError("invalid-input", "a message id has 32 bytes");
  }
  const salt = new Uint8Array(messageID);
  const keyInfo = joinBytes([integerBytes(SUITE_ID, 2), new TextEncoder().encode("DERIVEKEY")]);
  const commitmentInfo = new TextEncoder().encode("COMMITKEY");
  const [encryptionKey, commitment] = await Promise.all([
    crypto.subtle.deriveKey(
      { name: "HKDF", hash: "SHA-512", salt, info: keyInfo },
      dataKey,
      { name: "AES-GCM", length: 256 },
      false,
      ["encrypt", "decrypt"],
    ),
    crypto.subtle.deriveBits(
      { name: "HKDF", hash: "SHA-512", salt, info: commitmentInfo },
      dataKey,
      COMMITMENT_SIZE_BYTES * 8,
    ),
  ]);
  return { encryptionKey, commitment: new Uint8Array(commitment) };
}
