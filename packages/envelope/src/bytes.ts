/** Bytes that WebCrypto takes: a view of an `ArrayBuffer`, never of shared memory. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Compares without revealing, by its duration, where two arrays of one length differ. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (const [index, byte] of a.entries()) difference |= byte ^ (b[index] ?? 0);
  return difference === 0;
}

/** Order of two byte strings as unsigned integers, byte by byte; a prefix comes first. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Joins arrays into one new array. */
export function joinBytes(pieces: readonly Uint8Array[]): Bytes {
  const joined = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    joined.set(piece, offset);
    offset += piece.length;
  }
  return joined;
}

/** True when WebCrypto may read the view where it lies. */
export function isUnshared(view: Uint8Array): view is Bytes {
  return view.buffer instanceof ArrayBuffer;
}

/** UTF-8 of a well-formed string; undefined when it holds lone surrogates, which UTF-8 cannot carry. */
export function encodeUTF8(text: string): Bytes | undefined {
  const bytes = new TextEncoder().encode(text);
  return decodeUTF8(bytes) === text ? bytes : undefined;
}

/** The string that these bytes are in UTF-8 (a byte order mark is kept); undefined when they are not UTF-8. */
export function decodeUTF8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
