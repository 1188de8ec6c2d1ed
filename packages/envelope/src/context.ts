import { compareBytes, encodeUTF8, joinBytes, type Bytes } from "./bytes.ts";
import { Cursor, integerBytes, prefixedBytes } from "./cursor.ts";
import { EnvelopeError } from "./error.ts";
import { MAX_CONTEXT_BYTES } from "./format.ts";

/** Public key-value pairs that are authenticated with the message and given to KMS. */
export type Context = Readonly<Record<string, string>>;

/**
 * Serialises a context: count, then key and value of each pair with their lengths, sorted by the keys' UTF-8 bytes.
 * An empty context is no bytes at all. Source: AWS Encryption SDK specification, "Encryption Context Serialization".
 *
 * @throws EnvelopeError `invalid-input` above 8 KiB, or for text that UTF-8 cannot carry
 */
export function serializeContext(context: Context): Bytes {
  const pairs = Object.entries(context).map(([key, value]) => [textBytes(key), textBytes(value)] as const);
  if (pairs.length === 0) return new Uint8Array(0);
  const sorted = pairs.toSorted(([a], [b]) => compareBytes(a, b));
  const bytes = joinBytes([
    integerBytes(pairs.length, 2),
    ...sorted.flatMap(([key, value]) => [prefixedBytes(key), prefixedBytes(value)]),
  ]);
  if (bytes.length > MAX_CONTEXT_BYTES) throw new EnvelopeError("invalid-input", "the context exceeds 8 KiB");
  return bytes;
}

/**
 * Reads what `serializeContext` wrote; any order of the pairs is accepted.
 *
 * @throws EnvelopeError `malformed-header` for a count that does not fit, a key twice, non-UTF-8, more than 8 KiB
 */
export function parseContext(bytes: Uint8Array): Context {
  if (bytes.length === 0) return {};
  if (bytes.length > MAX_CONTEXT_BYTES) throw malformed("the context exceeds 8 KiB");
  const pairs = new Map<string, string>();
  const cursor = new Cursor(bytes);
  try {
    const count = cursor.takeInteger(2);
    for (let read = 0; read < count; read += 1) {
      const key = cursor.takeText();
      if (pairs.has(key)) throw malformed("the context holds a key twice");
      pairs.set(key, cursor.takeText());
    }
  } catch (error) {
    // The context's own length is known, so a pair that leaves it is a fault, not a message still to come.
    if (error instanceof EnvelopeError && error.code === "truncated")
      throw malformed("the context is cut off");
    throw error;
  }
  if (pairs.size === 0 || !cursor.isAtEnd) throw malformed("the context's count does not fit its length");
  return Object.fromEntries(pairs);
}

/** True when both hold exactly the same pairs. */
export function equalContexts(a: Context, b: Context): boolean {
  const pairs = Object.entries(a);
  if (pairs.length !== Object.keys(b).length) return false;
  return pairs.every(([key, value]) => b[key] === value);
}

function textBytes(text: string): Bytes {
  const bytes = encodeUTF8(text);
  if (bytes === undefined)
    throw new EnvelopeError("invalid-input", "a text of the context is not well-formed");
  return bytes;
}

function malformed(message: string): EnvelopeError {
  return new EnvelopeError("malformed-header", message);
}
