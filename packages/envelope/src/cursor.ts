import { decodeUTF8, joinBytes, type Bytes } from "./bytes.ts";
import { EnvelopeError } from "./error.ts";

/** Reads big-endian fields one after the other. Every read past the end throws `truncated`. */
export class Cursor {
  readonly #bytes: Uint8Array;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get offset(): number {
    return this.#offset;
  }

  get isAtEnd(): boolean {
    return this.#offset === this.#bytes.length;
  }

  /** A copy of the next bytes. */
  take(sizeBytes: number): Bytes {
    const end = this.#offset + sizeBytes;
    if (end > this.#bytes.length) throw new EnvelopeError("truncated", "the bytes end inside a field");
    const taken = this.#bytes.slice(this.#offset, end);
    this.#offset = end;
    return taken;
  }

  /** An unsigned integer of one to four bytes. */
  takeInteger(sizeBytes: 1 | 2 | 4): number {
    return this.take(sizeBytes).reduce((value, byte) => value * 256 + byte, 0);
  }

  /** Bytes preceded by their length in two bytes. */
  takePrefixed(): Bytes {
    return this.take(this.takeInteger(2));
  }

  /** Text preceded by its length in two bytes. @throws EnvelopeError `malformed-header` when it is not UTF-8 */
  takeText(): string {
    const text = decodeUTF8(this.takePrefixed());
    if (text === undefined) throw new EnvelopeError("malformed-header", "a text of the header is not UTF-8");
    return text;
  }
}

/** An unsigned big-endian integer. */
export function integerBytes(value: number, sizeBytes: 1 | 2 | 4): Bytes {
  const whole = new Uint8Array(4);
  new DataView(whole.buffer).setUint32(0, value);
  return whole.slice(4 - sizeBytes);
}

/** Bytes preceded by their length in two bytes. @throws EnvelopeError `invalid-input` above 65,535 bytes */
export function prefixedBytes(bytes: Uint8Array): Bytes {
  if (bytes.length > 0xffff) throw new EnvelopeError("invalid-input", "a field exceeds 65,535 bytes");
  return joinBytes([integerBytes(bytes.length, 2), bytes]);
}
