import { isUnshared, type Bytes } from "./bytes.ts";
import { EnvelopeError } from "./error.ts";

/** Hands out the bytes of a stream in the sizes a reader wants, holding no more than one chunk beyond them. */
export class ByteQueue {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #chunks: Uint8Array[] = [];
  #heldBytes = 0;

  constructor(source: ReadableStream<Uint8Array>) {
    this.#reader = source.getReader();
  }

  /** The next bytes, left in the queue: as many as wanted, or fewer at the end of the stream. */
  async peek(sizeBytes: number): Promise<Bytes> {
    await this.#hold(sizeBytes);
    return this.#copy(Math.min(sizeBytes, this.#heldBytes));
  }

  /** The next bytes, exactly as many. @throws EnvelopeError `truncated` when the stream ends before them */
  async take(sizeBytes: number): Promise<Bytes> {
    await this.#hold(sizeBytes);
    if (this.#heldBytes < sizeBytes) throw new EnvelopeError("truncated", "the message ends too early");
    const [first] = this.#chunks;
    const isWhole = first !== undefined && first.length >= sizeBytes && isUnshared(first);
    const taken = isWhole ? first.subarray(0, sizeBytes) : this.#copy(sizeBytes);
    this.#drop(sizeBytes);
    return taken;
  }

  /** Fills `target` from its beginning; returns how many bytes there were, fewer only at the end of the stream. */
  async fill(target: Uint8Array): Promise<number> {
    let filled = 0;
    while (filled < target.length) {
      await this.#hold(1);
      const [chunk] = this.#chunks;
      if (chunk === undefined) return filled;
      const piece = chunk.subarray(0, target.length - filled);
      target.set(piece, filled);
      filled += piece.length;
      this.#drop(piece.length);
    }
    return filled;
  }

  /** True when the stream has ended and all of it was taken. */
  async isAtEnd(): Promise<boolean> {
    await this.#hold(1);
    return this.#heldBytes === 0;
  }

  async cancel(reason: unknown): Promise<void> {
    this.#chunks = [];
    this.#heldBytes = 0;
    await this.#reader.cancel(reason);
  }

  async #hold(sizeBytes: number): Promise<void> {
    while (this.#heldBytes < sizeBytes) {
      const { done, value } = await this.#reader.read();
      if (done) return;
      if (value.length === 0) continue;
      this.#chunks.push(value);
      this.#heldBytes += value.length;
    }
  }

  #copy(sizeBytes: number): Bytes {
    const copy = new Uint8Array(sizeBytes);
    let offset = 0;
    for (const chunk of this.#chunks) {
      if (offset === sizeBytes) break;
      const piece = chunk.subarray(0, sizeBytes - offset);
      copy.set(piece, offset);
      offset += piece.length;
    }
    return copy;
  }

  #drop(sizeBytes: number): void {
    this.#heldBytes -= sizeBytes;
    let remaining = sizeBytes;
    let whole = 0;
    for (const chunk of this.#chunks) {
      if (chunk.length > remaining) break;
      remaining -= chunk.length;
      whole += 1;
    }
    this.#chunks.splice(0, whole);
    const [first] = this.#chunks;
    if (remaining > 0 && first !== undefined) this.#chunks[0] = first.subarray(remaining);
  }
}
