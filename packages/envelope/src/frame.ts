import { joinBytes, type Bytes } from "./bytes.ts";
import { IV_SIZE_BYTES, TAG_SIZE_BYTES } from "./format.ts";

/** One frame of a message, as its authentication needs it. */
export interface Frame {
  readonly sequenceNumber: number;
  /** Size of the plaintext in it. */
  readonly contentSizeBytes: number;
  readonly isFinal: boolean;
}

/** IV and additional data of one frame. They are valid until the next call. */
export type FrameParameters = (frame: Frame) => { readonly iv: Bytes; readonly algorithm: AesGcmParams };

/** Parameters of the header's tag: AES-GCM of nothing, an IV of zeros, the header in front of the tag as data. */
export function headerParameters(headerWithoutTag: Bytes): AesGcmParams {
  return gcm(new Uint8Array(IV_SIZE_BYTES), headerWithoutTag);
}

/**
 * Makes the parameters of a message's frames. IV: the sequence number. Additional data: message id, a fixed text,
 * sequence number in 4 bytes, content length in 8. Source: AWS Encryption SDK specification, "Message Body AAD".
 *
 * The arrays are made once and patched for each frame, because WebCrypto copies them before a call returns.
 */
export function frameParameters(messageID: Uint8Array): FrameParameters {
  const iv = new Uint8Array(IV_SIZE_BYTES);
  const regular = bodyData(messageID, "AWSKMSEncryptionClient Frame");
  const final = bodyData(messageID, "AWSKMSEncryptionClient Final Frame");
  const ivView = new DataView(iv.buffer);
  return ({ sequenceNumber, contentSizeBytes, isFinal }) => {
    const data = isFinal ? final : regular;
    const view = new DataView(data.buffer);
    ivView.setUint32(IV_SIZE_BYTES - 4, sequenceNumber);
    view.setUint32(data.length - 12, sequenceNumber);
    view.setBigUint64(data.length - 8, BigInt(contentSizeBytes));
    return { iv, algorithm: gcm(iv, data) };
  };
}

function bodyData(messageID: Uint8Array, text: string): Bytes {
  return joinBytes([messageID, new TextEncoder().encode(text), new Uint8Array(12)]);
}

function gcm(iv: Bytes, additionalData: Bytes): AesGcmParams {
  return { name: "AES-GCM", iv, additionalData, tagLength: TAG_SIZE_BYTES * 8 };
}
