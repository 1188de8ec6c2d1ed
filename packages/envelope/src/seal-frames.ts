import type { Bytes } from "./bytes.ts";
import { FINAL_FRAME_MARKER, IV_SIZE_BYTES, TAG_SIZE_BYTES } from "./format.ts";
import type { Frame, FrameParameters } from "./frame.ts";
import type { FrameRange } from "./size.ts";

/** Calls to WebCrypto at once: where it has threads of its own a second gains something; each holds its frame again. */
const FRAMES_IN_FLIGHT = 2;

/**
 * Gives the next bytes of a plaintext, exactly as many as are asked for. They are used up before the next are asked for:
 * WebCrypto copies them before a call returns.
 */
export type FrameSource = (sizeBytes: number) => Promise<Bytes>;

/** A run of frames to be sealed. */
export interface FramesToSeal {
  readonly key: CryptoKey;
  readonly parameters: FrameParameters;
  readonly frameLengthBytes: number;
  readonly part: FrameRange;
  /** Whether the run ends with the message's final frame. */
  readonly isLast: boolean;
  /** Takes each result of WebCrypto when it is copied. */
  readonly discard?: ((result: ArrayBuffer) => void) | undefined;
}

/** Seals what `read` gives into `sealed`, which has exactly the size of the run's frames. @throws what `read` throws */
export async function sealFrames(run: FramesToSeal, read: FrameSource, sealed: Bytes): Promise<void> {
  let offset = 0;
  let inFlight: Promise<void>[] = [];
  try {
    for (let index = 0; index < run.part.frameCount; index += 1) {
      const start = index * run.frameLengthBytes;
      const content = await read(Math.min(run.frameLengthBytes, run.part.plaintextSizeBytes - start));
      const frame = {
        sequenceNumber: run.part.firstFrame + index,
        contentSizeBytes: content.length,
        isFinal: run.isLast && index === run.part.frameCount - 1,
      };
      // Patched anew for each frame: both are used up before the loop goes on.
      const { iv, algorithm } = run.parameters(frame);
      const contentOffset = offset + writePrefix(sealed.subarray(offset), frame, iv);
      inFlight.push(
        crypto.subtle.encrypt(algorithm, run.key, content).then((result) => {
          sealed.set(new Uint8Array(result), contentOffset);
          run.discard?.(result);
        }),
      );
      offset = contentOffset + content.length + TAG_SIZE_BYTES;
      if (inFlight.length === FRAMES_IN_FLIGHT) {
        await Promise.all(inFlight);
        inFlight = [];
      }
    }
    await Promise.all(inFlight);
  } finally {
    // Nothing may write into `sealed` once its owner has it back.
    await Promise.allSettled(inFlight);
  }
}

/** Writes what stands in front of a frame's ciphertext, and returns its length. */
function writePrefix(target: Bytes, frame: Frame, iv: Bytes): number {
  const view = new DataView(target.buffer, target.byteOffset);
  if (!frame.isFinal) {
    view.setUint32(0, frame.sequenceNumber);
    target.set(iv, 4);
    return 4 + IV_SIZE_BYTES;
  }
  view.setUint32(0, FINAL_FRAME_MARKER);
  view.setUint32(4, frame.sequenceNumber);
  target.set(iv, 8);
  view.setUint32(8 + IV_SIZE_BYTES, frame.contentSizeBytes);
  return 12 + IV_SIZE_BYTES;
}
