import { EnvelopeError } from "./error.ts";
import {
  DEFAULT_PART_SIZE_BYTES,
  FINAL_FRAME_OVERHEAD_BYTES,
  FRAME_OVERHEAD_BYTES,
  MAX_FRAMES,
  MAX_PARTS,
} from "./format.ts";

/** A run of whole frames, and where it lies in the plaintext and in the sealed message. */
export interface FrameRange {
  /** Sequence number of the first frame; 1 is the first of the message. */
  readonly firstFrame: number;
  readonly frameCount: number;
  readonly plaintextOffsetBytes: number;
  readonly plaintextSizeBytes: number;
  readonly sealedOffsetBytes: number;
  readonly sealedSizeBytes: number;
}

/** One S3 part. Part 1 begins with the header. */
export interface PartRange extends FrameRange {
  /** 1 to 10,000. */
  readonly partNumber: number;
}

/**
 * How many frames hold so much plaintext. An exact multiple ends with a full final frame; no plaintext is one empty
 * final frame.
 *
 * @throws EnvelopeError `invalid-input` for sizes that are no natural numbers, or need more than 2^32 − 1 frames
 */
export function frameCount(plaintextSizeBytes: number, frameLengthBytes: number): number {
  if (!isSize(plaintextSizeBytes) || !isSize(frameLengthBytes) || frameLengthBytes === 0) {
    throw new EnvelopeError("invalid-input", "sizes are natural numbers");
  }
  const count = Math.max(1, Math.ceil(plaintextSizeBytes / frameLengthBytes));
  if (count > MAX_FRAMES) throw new EnvelopeError("invalid-input", "the plaintext needs too many frames");
  return count;
}

/** Size of the sealed message. @throws EnvelopeError `invalid-input` as `frameCount` */
export function sealedSizeBytes(
  plaintextSizeBytes: number,
  headerLengthBytes: number,
  frameLengthBytes: number,
): number {
  const overheadBytes = (frameCount(plaintextSizeBytes, frameLengthBytes) - 1) * FRAME_OVERHEAD_BYTES;
  return headerLengthBytes + overheadBytes + FINAL_FRAME_OVERHEAD_BYTES + plaintextSizeBytes;
}

/**
 * Inverse of `sealedSizeBytes`.
 *
 * @throws EnvelopeError `invalid-input` when no plaintext seals to exactly this size
 */
export function plaintextSizeBytes(
  sealedSize: number,
  headerLengthBytes: number,
  frameLengthBytes: number,
): number {
  const bodyBytes = sealedSize - headerLengthBytes - FINAL_FRAME_OVERHEAD_BYTES;
  const earlierFrames = Math.max(0, Math.ceil(bodyBytes / (frameLengthBytes + FRAME_OVERHEAD_BYTES)) - 1);
  const plaintextSize = bodyBytes - earlierFrames * FRAME_OVERHEAD_BYTES;
  if (sealedSizeBytes(plaintextSize, headerLengthBytes, frameLengthBytes) !== sealedSize) {
    throw new EnvelopeError("invalid-input", "no plaintext has this sealed size");
  }
  return plaintextSize;
}

/**
 * Where a run of frames lies; for reading a part of a message without the rest.
 *
 * @param firstFrame sequence number, from 1
 * @throws EnvelopeError `invalid-input` for frames that the message does not have
 */
export function frameRange(
  message: {
    readonly plaintextSizeBytes: number;
    readonly headerLengthBytes: number;
    readonly frameLengthBytes: number;
  },
  firstFrame: number,
  count = 1,
): FrameRange {
  const { headerLengthBytes, frameLengthBytes } = message;
  const frames = frameCount(message.plaintextSizeBytes, frameLengthBytes);
  const earlierFrames = firstFrame - 1;
  const followingFrame = earlierFrames + count;
  if (!isSize(earlierFrames) || !isSize(count) || count === 0 || followingFrame > frames) {
    throw new EnvelopeError("invalid-input", "the message has no such frame");
  }
  const isLast = followingFrame === frames;
  const plaintextOffsetBytes = earlierFrames * frameLengthBytes;
  const plaintextEndBytes = isLast ? message.plaintextSizeBytes : followingFrame * frameLengthBytes;
  const finalBytes = isLast ? FINAL_FRAME_OVERHEAD_BYTES - FRAME_OVERHEAD_BYTES : 0;
  const contentBytes = plaintextEndBytes - plaintextOffsetBytes;
  return {
    firstFrame,
    frameCount: count,
    plaintextOffsetBytes,
    plaintextSizeBytes: contentBytes,
    sealedOffsetBytes: headerLengthBytes + earlierFrames * (frameLengthBytes + FRAME_OVERHEAD_BYTES),
    sealedSizeBytes: contentBytes + count * FRAME_OVERHEAD_BYTES + finalBytes,
  };
}

/**
 * Cuts a sealed message into S3 parts: part 1 is the header and the first k frames, each further part the next k.
 * k = ⌊part size / frame length⌋ (32 by default: 8 MiB of plaintext), or as many as 10,000 parts need.
 *
 * @throws EnvelopeError `invalid-input` as `frameCount`
 */
export function partLayout(
  plaintextSize: number,
  headerLengthBytes: number,
  frameLengthBytes: number,
  partSizeBytes = DEFAULT_PART_SIZE_BYTES,
): readonly PartRange[] {
  const frames = frameCount(plaintextSize, frameLengthBytes);
  const framesPerPart = Math.max(
    1,
    Math.floor(partSizeBytes / frameLengthBytes),
    Math.ceil(frames / MAX_PARTS),
  );
  const message = { plaintextSizeBytes: plaintextSize, headerLengthBytes, frameLengthBytes };
  return Array.from({ length: Math.ceil(frames / framesPerPart) }, (_, index) => {
    const earlierFrames = index * framesPerPart;
    const range = frameRange(message, earlierFrames + 1, Math.min(framesPerPart, frames - earlierFrames));
    const ownHeaderBytes = index === 0 ? headerLengthBytes : 0;
    return {
      ...range,
      partNumber: index + 1,
      sealedOffsetBytes: range.sealedOffsetBytes - ownHeaderBytes,
      sealedSizeBytes: range.sealedSizeBytes + ownHeaderBytes,
    };
  });
}

function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
