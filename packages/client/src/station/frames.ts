import { DEFAULT_FRAME_LENGTH_BYTES, type FrameSource } from "@postern/envelope";
import type { Buffers } from "./buffers.ts";

/** A range of a file, read piece by piece into one small piece of memory. */
export interface Frames {
  readonly next: FrameSource;
  /** Must be called, also after a failure. */
  end(): Promise<void>;
}

/**
 * Streams that are being read. While a read is pending Chromium holds neither the stream nor the function that waits
 * for it: its collector takes both, and nobody ever hears of the bytes.
 */
const underWay = new Set<ReadableStream>();

/**
 * Opens a range of a file for reading frame by frame. Fresh memory costs more than sealing: here each read goes into
 * the memory of the last one, and each range's into that of an earlier range.
 *
 * @returns undefined where streams cannot be read into memory of one's own
 */
export function openFrames(
  file: Blob,
  { start, end }: { readonly start: number; readonly end: number },
  buffers: Buffers,
): Frames | undefined {
  const stream = file.slice(start, end).stream();
  const reader = byobReaderOf(stream);
  if (reader === undefined) return undefined;
  underWay.add(stream);
  let { buffer } = buffers.take(DEFAULT_FRAME_LENGTH_BYTES);
  return {
    async next(sizeBytes) {
      for (let filled = 0; filled < sizeBytes;) {
        const rest = sizeBytes - filled;
        const { value, done } = await reader.read(new Uint8Array(buffer, filled, rest), { min: rest });
        if (value === undefined || done) throw new RangeError("the file has changed while it was read");
        filled += value.length;
        buffer = value.buffer;
      }
      return new Uint8Array(buffer, 0, sizeBytes);
    },
    async end() {
      await reader.cancel().catch(() => undefined);
      underWay.delete(stream);
      // A read that failed has kept it.
      if (buffer.byteLength > 0) buffers.giveBack(new Uint8Array(buffer));
    },
  };
}

function byobReaderOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): ReadableStreamBYOBReader | undefined {
  try {
    return stream.getReader({ mode: "byob" });
  } catch (error) {
    // Not a byte stream.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
