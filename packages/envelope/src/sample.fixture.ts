import { joinBytes, type Bytes } from "./bytes.ts";
import { EnvelopeError, type EnvelopeErrorCode } from "./error.ts";
import { importDataKey } from "./key.ts";
import { openMessage, type OpenOptions } from "./open.ts";
import { createSealer, type Sealer, type SealOptions } from "./seal.ts";

/** Messages for tests; nothing else imports this. */

export const CONTEXT = { clinic: "cli_01", submission: "sub_01" };
export const KEY_ARN = "arn:aws:kms:us-east-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab";
export const WRAPPED_KEY = filled(184, 7);
export const MESSAGE_ID = filled(32, 9);

/** A fixed pattern that differs from byte to byte, so that a shifted range shows. */
export function filled(sizeBytes: number, seed: number): Bytes {
  let state = seed;
  return new Uint8Array(sizeBytes).map(() => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state >>> 24;
  });
}

export function sampleDataKey(seed = 3): Promise<CryptoKey> {
  return importDataKey(filled(32, seed));
}

export async function sampleSealer(
  plaintextSizeBytes: number,
  options: Partial<SealOptions> = {},
): Promise<Sealer> {
  return createSealer({
    dataKey: await sampleDataKey(),
    wrappedKey: WRAPPED_KEY,
    keyARN: KEY_ARN,
    context: CONTEXT,
    messageID: MESSAGE_ID,
    plaintextSizeBytes,
    ...options,
  });
}

export async function openOptions(expected: Partial<OpenOptions["expected"]> = {}): Promise<OpenOptions> {
  return { dataKey: await sampleDataKey(), expected: { context: CONTEXT, ...expected } };
}

/** A stream of the bytes in chunks of a size. */
export function streamOf(bytes: Uint8Array, chunkSizeBytes = bytes.length): ReadableStream<Uint8Array> {
  let offset = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (offset >= bytes.length) return controller.close();
      controller.enqueue(bytes.subarray(offset, offset + chunkSizeBytes));
      offset += chunkSizeBytes;
    },
  });
}

/** What came out of a stream, and the code it failed with. */
export interface Drained {
  readonly released: Bytes;
  readonly refusal: EnvelopeErrorCode | undefined;
}

/** Reads a stream to its end or its failure. Other failures than an `EnvelopeError` are thrown on. */
export async function drain(stream: ReadableStream<Uint8Array>): Promise<Drained> {
  const chunks: Uint8Array[] = [];
  const reader = stream.getReader();
  let refusal: EnvelopeErrorCode | undefined;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) chunks.push(next.value);
  } catch (error) {
    if (!(error instanceof EnvelopeError)) throw error;
    refusal = error.code;
  }
  return { released: joinBytes(chunks), refusal };
}

/** Opens a message given as bytes, and keeps what was released before a refusal. */
export function tryOpen(options: OpenOptions, sealed: Uint8Array): Promise<Drained> {
  return drain(openMessage(options, streamOf(sealed)));
}
