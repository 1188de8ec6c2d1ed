import { equalBytes, joinBytes, type Bytes } from "./bytes.ts";
import { Cursor } from "./cursor.ts";
import { EnvelopeError } from "./error.ts";
import { checkHeader, type ExpectedHeader } from "./expectation.ts";
import { FINAL_FRAME_MARKER, IV_SIZE_BYTES, MAX_HEADER_BYTES, TAG_SIZE_BYTES } from "./format.ts";
import { frameParameters, headerParameters, type Frame, type FrameParameters } from "./frame.ts";
import { parseHeader, type ParsedHeader } from "./header.ts";
import { deriveMessageKeys } from "./key.ts";
import { ByteQueue } from "./queue.ts";

/** Longer than our headers, so that one attempt is usually enough. */
const FIRST_HEADER_PIECE_BYTES = 1024;

/** With which key a message is opened, and what its header must say. */
export interface OpenOptions {
  /** As `importDataKey` makes it; the header's wrapped keys are compared, never unwrapped. */
  readonly dataKey: CryptoKey;
  readonly expected: ExpectedHeader;
}

interface OpenedHeader {
  readonly key: CryptoKey;
  readonly parameters: FrameParameters;
  readonly frameLengthBytes: number;
}

/**
 * Opens a sealed message. The plaintext comes out frame by frame, none before it is authenticated, and the last one
 * not before the source has ended after it. At the first fault the source is cancelled and the stream fails with an
 * `EnvelopeError` (any code but `invalid-input`); what came out before is then authentic but incomplete.
 */
export function openMessage(options: OpenOptions, source: ReadableStream<Uint8Array>): ReadableStream<Bytes> {
  const queue = new ByteQueue(source);
  const frames = openFrames(options, queue);
  return new ReadableStream<Bytes>(
    {
      async pull(controller) {
        try {
          const frame = await frames.next();
          if (frame.done) controller.close();
          else controller.enqueue(frame.value);
        } catch (error) {
          await queue.cancel(error).catch(() => undefined);
          throw error;
        }
      },
      cancel: (reason) => queue.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

/** Opens a whole sealed message. @throws EnvelopeError with any code but `invalid-input` */
export async function openBytes(options: OpenOptions, sealed: Uint8Array): Promise<Bytes> {
  const source = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(sealed);
      controller.close();
    },
  });
  const frames: Bytes[] = [];
  for await (const frame of openFrames(options, new ByteQueue(source))) frames.push(frame);
  return joinBytes(frames);
}

async function* openFrames(options: OpenOptions, queue: ByteQueue): AsyncGenerator<Bytes, void> {
  const header = await openHeader(options, queue);
  for (let sequenceNumber = 1; ; sequenceNumber += 1) {
    const frame = await readFrame(queue, sequenceNumber, header.frameLengthBytes);
    // Writers use the sequence number as IV, but the format lets them choose; a wrong one fails as a wrong tag does.
    const algorithm = { ...header.parameters(frame).algorithm, iv: frame.iv };
    const sealed = await queue.take(frame.contentSizeBytes + TAG_SIZE_BYTES);
    const content = await decrypt(algorithm, header.key, sealed);
    if (frame.isFinal && !(await queue.isAtEnd())) {
      throw new EnvelopeError("trailing-bytes", "bytes follow the final frame");
    }
    if (content.length > 0) yield content;
    if (frame.isFinal) return;
  }
}

async function openHeader({ dataKey, expected }: OpenOptions, queue: ByteQueue): Promise<OpenedHeader> {
  const header = await readHeader(queue);
  const bytes = await queue.take(header.lengthBytes);
  checkHeader(header, expected);
  const { encryptionKey, commitment } = await deriveMessageKeys(dataKey, header.messageID);
  if (!equalBytes(commitment, header.commitment)) {
    throw new EnvelopeError("wrong-key", "the message was sealed with another data key");
  }
  const withoutTag = bytes.subarray(0, header.lengthBytes - TAG_SIZE_BYTES);
  await decrypt(headerParameters(withoutTag), encryptionKey, header.authenticationTag);
  return {
    key: encryptionKey,
    parameters: frameParameters(header.messageID),
    frameLengthBytes: header.frameLengthBytes,
  };
}

/** Parses the header without taking it. Pieces double, so that a slow stream does not cost a parse per chunk. */
async function readHeader(queue: ByteQueue): Promise<ParsedHeader> {
  for (let sizeBytes = FIRST_HEADER_PIECE_BYTES; ; sizeBytes *= 2) {
    const piece = await queue.peek(sizeBytes);
    try {
      return parseHeader(piece);
    } catch (error) {
      const isTooShort = error instanceof EnvelopeError && error.code === "truncated";
      if (!isTooShort || piece.length < sizeBytes || sizeBytes >= MAX_HEADER_BYTES) throw error;
    }
  }
}

/** Reads what stands in front of a frame's ciphertext. */
async function readFrame(
  queue: ByteQueue,
  expectedNumber: number,
  frameLengthBytes: number,
): Promise<Frame & { readonly iv: Bytes }> {
  const first = new Cursor(await queue.take(4)).takeInteger(4);
  const isFinal = first === FINAL_FRAME_MARKER;
  const rest = new Cursor(await queue.take(isFinal ? 8 + IV_SIZE_BYTES : IV_SIZE_BYTES));
  const sequenceNumber = isFinal ? rest.takeInteger(4) : first;
  const iv = rest.take(IV_SIZE_BYTES);
  const contentSizeBytes = isFinal ? rest.takeInteger(4) : frameLengthBytes;
  if (sequenceNumber !== expectedNumber) throw malformed("a frame is out of sequence");
  if (contentSizeBytes > frameLengthBytes) throw malformed("the final frame is longer than a frame");
  return { sequenceNumber, contentSizeBytes, isFinal, iv };
}

async function decrypt(algorithm: AesGcmParams, key: CryptoKey, sealed: Bytes): Promise<Bytes> {
  try {
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, sealed));
  } catch {
    throw new EnvelopeError("not-authentic", "an authentication tag does not fit");
  }
}

function malformed(message: string): EnvelopeError {
  return new EnvelopeError("malformed-frame", message);
}
