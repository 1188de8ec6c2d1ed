/** A CBOR value as far as authenticators make them. */
export type Cbor = number | string | boolean | null | Buffer | readonly Cbor[] | CborMap;

export type CborMap = ReadonlyMap<number | string, Cbor>;

/** A value, and the bytes behind it. */
interface Decoded<Value = Cbor> {
  readonly value: Value;
  readonly rest: Buffer;
}

/** CTAP2 allows no message to be nested deeper. */
const DEEPEST = 4;

const SIMPLE: ReadonlyMap<number, boolean | null> = new Map([
  [20, false],
  [21, true],
  [22, null],
]);

/**
 * Reads the first value of the bytes: the part of RFC 8949 that CTAP2 allows in messages (definite lengths, no tags, no
 * floating point, keys that are numbers or texts and occur once).
 * @throws RangeError when the bytes begin otherwise
 */
export function decodeCbor(bytes: Buffer): Decoded {
  return decodeValue(bytes, 0);
}

function decodeValue(bytes: Buffer, depth: number): Decoded {
  if (depth > DEEPEST) throw new RangeError("CBOR is nested too deep");
  const major = take(bytes, 1).value.readUInt8(0) >> 5;
  const { value: argument, rest } = decodeArgument(bytes);
  switch (major) {
    case 0:
      return { value: argument, rest };
    case 1:
      return { value: -1 - argument, rest };
    case 2:
      return take(rest, argument);
    case 3: {
      const text = take(rest, argument);
      return { value: new TextDecoder("utf-8", { fatal: true }).decode(text.value), rest: text.rest };
    }
    case 4:
      return decodeList(rest, argument, depth);
    case 5:
      return decodeMap(rest, argument, depth);
    case 7:
      return { value: simple(bytes), rest };
    default:
      throw new RangeError("CBOR tags are not taken");
  }
}

/** The number in the head of a value (RFC 8949 §3): up to 32 bits, as nothing of an authenticator is longer. */
function decodeArgument(bytes: Buffer): Decoded<number> {
  const head = take(bytes, 1);
  const short = head.value.readUInt8(0) & 31;
  if (short < 24) return { value: short, rest: head.rest };
  if (short > 26) throw new RangeError("A CBOR length is indefinite or too long");
  const sizeBytes = 2 ** (short - 24);
  const number = take(head.rest, sizeBytes);
  return { value: number.value.readUIntBE(0, sizeBytes), rest: number.rest };
}

function simple(bytes: Buffer): boolean | null {
  const value = SIMPLE.get(bytes.readUInt8(0) & 31);
  if (value === undefined) throw new RangeError("CBOR holds a number or value that is not taken");
  return value;
}

function decodeList(bytes: Buffer, count: number, depth: number): Decoded {
  const values: Cbor[] = [];
  let rest = bytes;
  for (let index = 0; index < count; index += 1) {
    const item = decodeValue(rest, depth + 1);
    values.push(item.value);
    rest = item.rest;
  }
  return { value: values, rest };
}

function decodeMap(bytes: Buffer, count: number, depth: number): Decoded {
  const values = new Map<number | string, Cbor>();
  let rest = bytes;
  for (let index = 0; index < count; index += 1) {
    const { value: key, rest: behindKey } = decodeValue(rest, depth + 1);
    if (typeof key !== "number" && typeof key !== "string")
      throw new RangeError("A CBOR key is neither number nor text");
    if (values.has(key)) throw new RangeError("A CBOR key occurs twice");
    const item = decodeValue(behindKey, depth + 1);
    values.set(key, item.value);
    rest = item.rest;
  }
  return { value: values, rest };
}

function take(bytes: Buffer, sizeBytes: number): Decoded<Buffer> {
  if (bytes.length < sizeBytes) throw new RangeError("CBOR ends too early");
  return { value: bytes.subarray(0, sizeBytes), rest: bytes.subarray(sizeBytes) };
}
