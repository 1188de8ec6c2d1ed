export type { Bytes } from "./bytes.ts";
export type { Context } from "./context.ts";
export { EnvelopeError, type EnvelopeErrorCode } from "./error.ts";
export { AWS_KMS_PROVIDER_ID, checkHeader, type ExpectedHeader } from "./expectation.ts";
export {
  DEFAULT_FRAME_LENGTH_BYTES,
  DEFAULT_PART_SIZE_BYTES,
  MAX_FRAME_LENGTH_BYTES,
  MAX_HEADER_BYTES,
  SUITE_ID,
} from "./format.ts";
export {
  parseHeader,
  serializeHeader,
  type EncryptedDataKey,
  type HeaderFields,
  type ParsedHeader,
} from "./header.ts";
export { deriveMessageKeys, importDataKey, newMessageID, type MessageKeys } from "./key.ts";
export { openBytes, openMessage, type OpenOptions } from "./open.ts";
export type { FrameSource } from "./seal-frames.ts";
export { createSealer, type Sealer, type SealOptions } from "./seal.ts";
export {
  frameCount,
  frameRange,
  partLayout,
  plaintextSizeBytes,
  sealedSizeBytes,
  type FrameRange,
  type PartRange,
} from "./size.ts";
