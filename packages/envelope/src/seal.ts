import { joinBytes, type Bytes } from "./bytes.ts";
import type { Context } from "./context.ts";
import { EnvelopeError } from "./error.ts";
import { AWS_KMS_PROVIDER_ID } from "./expectation.ts";
import { DEFAULT_FRAME_LENGTH_BYTES, DEFAULT_PART_SIZE_BYTES } from "./format.ts";
import { frameParameters, headerParameters } from "./frame.ts";
import { serializeHeader } from "./header.ts";
import { deriveMessageKeys, type MessageKeys } from "./key.ts";
import { ByteQueue } from "./queue.ts";
import { sealFrames, type FrameSource } from "./seal-frames.ts";
import { partLayout, sealedSizeBytes, type PartRange } from "./size.ts";

/** What is sealed, for whom, and how it is cut. */
export interface SealOptions {
  /** As `importDataKey` makes it. */
  readonly dataKey: CryptoKey;
  /** The data key as KMS wrapped it. */
  readonly wrappedKey: Uint8Array;
  /** ARN of the KMS key, exactly as KMS returned it with the wrapped key. */
  readonly keyARN: string;
  /** The context the key was wrapped with. */
  readonly context: Context;
  /** 32 bytes of `newMessageID`; never used for two plaintexts. */
  readonly messageID: Uint8Array;
  readonly plaintextSizeBytes: number;
  /** Default 256 KiB. */
  readonly frameLengthBytes?: number;
  /** Default 8 MiB of plaintext. */
  readonly partSizeBytes?: number;
  /** Takes each result of WebCrypto once it is copied; left to the collector when left out. */
  readonly discard?: ((result: ArrayBuffer) => void) | undefined;
}

/** Seals one message, part by part in any order, or as a whole. The same input always gives the same bytes. */
export interface Sealer {
  /** With its tag. */
  readonly header: Bytes;
  readonly sealedSizeBytes: number;
  readonly parts: readonly PartRange[];
  /**
   * Seals one part. `plaintext` is exactly the part's range of the plaintext, as any view of its own memory that does
   * not change before the answer is there, or what gives it piece by piece. Never seal two different plaintexts as one part: the frame numbers are
   * the IVs, and two ciphertexts under one IV betray both.
   *
   * @param target where the sealed part is written, of exactly its size; new memory when left out
   * @throws EnvelopeError `invalid-input` for a part that does not exist, or plaintext or target of another size
   */
  sealPart(partNumber: number, plaintext: Bytes | FrameSource, target?: Bytes): Promise<Bytes>;
  /**
   * Seals a stream of the whole plaintext; one chunk per part comes out. The stream fails with `invalid-input` when
   * it holds fewer or more bytes than were announced.
   */
  seal(plaintext: ReadableStream<Uint8Array>): ReadableStream<Bytes>;
  /** Seals the whole plaintext at once. @throws EnvelopeError `invalid-input` for another size than announced */
  sealBytes(plaintext: Bytes): Promise<Bytes>;
}

/**
 * Prepares to seal one message.
 *
 * @throws EnvelopeError `invalid-input` when sizes, context, message id or frame length are not within the limits
 */
export async function createSealer(options: SealOptions): Promise<Sealer> {
  const { plaintextSizeBytes, frameLengthBytes = DEFAULT_FRAME_LENGTH_BYTES } = options;
  const messageID = new Uint8Array(options.messageID);
  const keys = await deriveMessageKeys(options.dataKey, messageID);
  const header = await sealHeader({ ...options, messageID, frameLengthBytes }, keys);
  const partSizeBytes = options.partSizeBytes ?? DEFAULT_PART_SIZE_BYTES;
  const parts = partLayout(plaintextSizeBytes, header.length, frameLengthBytes, partSizeBytes);
  const parameters = frameParameters(messageID);

  async function sealPart(
    partNumber: number,
    plaintext: Bytes | FrameSource,
    target?: Bytes,
  ): Promise<Bytes> {
    const part = parts[partNumber - 1];
    if (part === undefined) throw new EnvelopeError("invalid-input", "the message has no such part");
    const isWhole = typeof plaintext !== "function";
    if (isWhole && plaintext.length !== part.plaintextSizeBytes) throw wrongSize();
    const sealed = target ?? new Uint8Array(part.sealedSizeBytes);
    if (sealed.length !== part.sealedSizeBytes) {
      throw new EnvelopeError("invalid-input", "the target has another size than the part");
    }
    if (partNumber === 1) sealed.set(header);
    const body = partNumber === 1 ? sealed.subarray(header.length) : sealed;
    const isLast = partNumber === parts.length;
    await sealFrames(
      { key: keys.encryptionKey, parameters, frameLengthBytes, part, isLast, discard: options.discard },
      isWhole ? piecesOf(plaintext) : plaintext,
      body,
    );
    return sealed;
  }

  return {
    header,
    sealedSizeBytes: sealedSizeBytes(plaintextSizeBytes, header.length, frameLengthBytes),
    parts,
    sealPart,
    seal: (plaintext) => sealStream(parts, sealPart, plaintext),
    sealBytes: async (plaintext) => {
      if (plaintext.length !== plaintextSizeBytes) throw wrongSize();
      const sealed: Bytes[] = [];
      for (const part of parts) {
        const end = part.plaintextOffsetBytes + part.plaintextSizeBytes;
        sealed.push(await sealPart(part.partNumber, plaintext.subarray(part.plaintextOffsetBytes, end)));
      }
      return joinBytes(sealed);
    },
  };
}

function piecesOf(bytes: Bytes): FrameSource {
  let offset = 0;
  return (sizeBytes) => {
    const piece = bytes.subarray(offset, offset + sizeBytes);
    offset += sizeBytes;
    return Promise.resolve(piece);
  };
}

async function sealHeader(
  options: SealOptions & { readonly frameLengthBytes: number },
  keys: MessageKeys,
): Promise<Bytes> {
  const providerInfo = new TextEncoder().encode(options.keyARN);
  const withoutTag = serializeHeader({
    messageID: options.messageID,
    context: options.context,
    encryptedDataKeys: [{ providerID: AWS_KMS_PROVIDER_ID, providerInfo, ciphertext: options.wrappedKey }],
    frameLengthBytes: options.frameLengthBytes,
    commitment: keys.commitment,
  });
  const empty = new Uint8Array(0);
  const tag = await crypto.subtle.encrypt(headerParameters(withoutTag), keys.encryptionKey, empty);
  return joinBytes([withoutTag, new Uint8Array(tag)]);
}

function sealStream(
  parts: readonly PartRange[],
  sealPart: Sealer["sealPart"],
  plaintext: ReadableStream<Uint8Array>,
): ReadableStream<Bytes> {
  const queue = new ByteQueue(plaintext);
  const remaining = parts.values();
  return new ReadableStream<Bytes>(
    {
      async pull(controller) {
        try {
          const part = remaining.next().value;
          if (part === undefined) return controller.close();
          const buffer = new Uint8Array(part.plaintextSizeBytes);
          const isShort = (await queue.fill(buffer)) < buffer.length;
          const isLast = part.partNumber === parts.length;
          if (isShort || (isLast && !(await queue.isAtEnd()))) throw wrongSize();
          controller.enqueue(await sealPart(part.partNumber, buffer));
          if (isLast) controller.close();
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

function wrongSize(): EnvelopeError {
  return new EnvelopeError("invalid-input", "the plaintext has another size than announced");
}
