import { decodeUTF8, equalBytes } from "./bytes.ts";
import { equalContexts, type Context } from "./context.ts";
import { EnvelopeError } from "./error.ts";
import type { HeaderFields } from "./header.ts";

/** Provider id of data keys that AWS KMS wrapped. */
export const AWS_KMS_PROVIDER_ID = "aws-kms";

/** What a header must say, as known from elsewhere. Parts left out are not compared. */
export interface ExpectedHeader {
  /** Exactly these pairs. */
  readonly context: Context;
  readonly messageID?: Uint8Array;
  /** When given, the header must hold exactly one encrypted data key, of provider `aws-kms`, with these bytes. */
  readonly wrappedKey?: Uint8Array;
  /** ARN of the KMS key; compared as the one encrypted data key's provider info. */
  readonly keyARN?: string;
  readonly frameLengthBytes?: number;
}

/**
 * Compares a header with what is known about its message. It authenticates nothing.
 *
 * @throws EnvelopeError `wrong-context`, `wrong-message`, `wrong-frame-length` or `wrong-wrapped-key`
 */
export function checkHeader(header: HeaderFields, expected: ExpectedHeader): void {
  if (!equalContexts(header.context, expected.context)) {
    throw new EnvelopeError("wrong-context", "the message was sealed for another context");
  }
  if (expected.messageID !== undefined && !equalBytes(header.messageID, expected.messageID)) {
    throw new EnvelopeError("wrong-message", "the header has another message id");
  }
  if (expected.frameLengthBytes !== undefined && header.frameLengthBytes !== expected.frameLengthBytes) {
    throw new EnvelopeError("wrong-frame-length", "the header has another frame length");
  }
  checkWrappedKey(header, expected);
}

function checkWrappedKey(header: HeaderFields, expected: ExpectedHeader): void {
  const { wrappedKey, keyARN } = expected;
  if (wrappedKey === undefined && keyARN === undefined) return;
  const [key, ...others] = header.encryptedDataKeys;
  const isSame =
    key !== undefined &&
    others.length === 0 &&
    key.providerID === AWS_KMS_PROVIDER_ID &&
    (wrappedKey === undefined || equalBytes(key.ciphertext, wrappedKey)) &&
    (keyARN === undefined || decodeUTF8(key.providerInfo) === keyARN);
  if (!isSame) throw new EnvelopeError("wrong-wrapped-key", "the header holds another wrapped data key");
}
