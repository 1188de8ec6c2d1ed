import { describe, expect, it } from "vitest";
import { joinBytes } from "./bytes.ts";
import { EnvelopeError } from "./error.ts";
import { checkHeader, parseHeader, serializeHeader, type HeaderFields } from "./header.ts";
import { CONTEXT, filled, KEY_ARN, MESSAGE_ID, WRAPPED_KEY } from "./sample.fixture.ts";

const TAG = filled(16, 5);
const FIELDS: HeaderFields = {
  messageID: MESSAGE_ID,
  context: CONTEXT,
  encryptedDataKeys: [
    { providerID: "aws-kms", providerInfo: new TextEncoder().encode(KEY_ARN), ciphertext: WRAPPED_KEY },
  ],
  frameLengthBytes: 262_144,
  commitment: filled(32, 4),
};

function headerBytes(fields: Partial<HeaderFields> = {}): Uint8Array {
  return joinBytes([serializeHeader({ ...FIELDS, ...fields }), TAG]);
}

/** A header made by hand, so that it can say what `serializeHeader` refuses to. */
function rawHeader(parts: {
  context?: readonly number[];
  keys?: readonly number[];
  tail?: readonly number[];
}) {
  const context = parts.context ?? [];
  const keys = parts.keys ?? [0, 1, 0, 1, 0x70, 0, 1, 0x69, 0, 1, 0x63];
  const tail = parts.tail ?? [2, 0, 4, 0, 0];
  const start = [2, 4, 0x78, ...MESSAGE_ID, context.length >> 8, context.length & 255];
  return Uint8Array.from([...start, ...context, ...keys, ...tail, ...filled(32, 4), ...TAG]);
}

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof EnvelopeError) return error.code;
    throw error;
  }
  return "accepted";
}

describe("a header", () => {
  it("is read as it was written, and leaves what follows alone", () => {
    const bytes = headerBytes();
    const header = parseHeader(joinBytes([bytes, filled(1000, 1)]));
    expect(header).toEqual({
      ...FIELDS,
      suite: 0x0478,
      authenticationTag: TAG,
      lengthBytes: bytes.length,
    });
  });

  it("is read from a view into a larger buffer", () => {
    const bytes = headerBytes();
    const larger = joinBytes([filled(13, 1), bytes, filled(13, 2)]);
    expect(parseHeader(larger.subarray(13)).messageID).toEqual(MESSAGE_ID);
  });

  it("sorts its context by UTF-8 bytes, not by UTF-16 units", () => {
    // U+1D11E has smaller UTF-16 units than U+FF5E, but greater UTF-8 bytes.
    const context = { "\u{1D11E}": "3", "\uFF5E": "2", a: "1" };
    const text = Array.from(headerBytes({ context }), (byte) => String.fromCharCode(byte)).join("");
    const places = ["\0\x01a\0\x011", "\0\x03\xef\xbd\x9e", "\0\x04\xf0\x9d\x84\x9e"].map((key) =>
      text.indexOf(key),
    );
    expect(Math.min(...places)).toBe(39);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(parseHeader(headerBytes({ context })).context).toEqual(context);
  });

  it("writes an empty context as no bytes, and reads it back", () => {
    const bytes = headerBytes({ context: {} });
    expect([...bytes.subarray(35, 37)]).toEqual([0, 0]);
    expect(parseHeader(bytes).context).toEqual({});
  });

  it("keeps a context key that is the name of a property of objects", () => {
    const context = Object.fromEntries([
      ["__proto__", "x"],
      ["constructor", "y"],
    ]);
    const read = parseHeader(headerBytes({ context })).context;
    expect(Object.entries(read)).toEqual(Object.entries(context));
  });

  it("keeps a byte order mark in a text", () => {
    expect(parseHeader(headerBytes({ context: { a: "\uFEFFb" } })).context).toEqual({ a: "\uFEFFb" });
  });

  it("is truncated, never something else, at every length shorter than itself", () => {
    const bytes = headerBytes();
    const codes = Array.from({ length: bytes.length }, (_, length) =>
      codeOf(() => parseHeader(bytes.subarray(0, length))),
    );
    expect(new Set(codes)).toEqual(new Set(["truncated"]));
  });

  it.each([
    ["unsupported-version", "version 1", { at: 0, value: 1 }],
    ["unsupported-suite", "a suite without key commitment", { at: 1, value: 0x01 }],
    ["unsupported-suite", "the signed suite", { at: 1, value: 0x05 }],
    ["unsupported-suite", "a suite of another cipher", { at: 2, value: 0x14 }],
  ])("is refused as %s for %s", (code, _name, { at, value }) => {
    const bytes = headerBytes();
    bytes[at] = value;
    expect(codeOf(() => parseHeader(bytes))).toBe(code);
  });

  it.each([
    ["unsupported-content-type", "unframed content", { tail: [1, 0, 0, 0, 0] }],
    ["malformed-header", "a frame length of 0", { tail: [2, 0, 0, 0, 0] }],
    ["malformed-header", "a frame length above 1 MiB", { tail: [2, 0, 16, 0, 1] }],
    ["malformed-header", "no data key", { keys: [0, 0] }],
    ["malformed-header", "nine data keys", { keys: [0, 9] }],
    ["malformed-header", "a provider id that is not UTF-8", { keys: [0, 1, 0, 1, 0xff, 0, 0, 0, 0] }],
    ["malformed-header", "a context key twice", { context: [0, 2, 0, 1, 97, 0, 0, 0, 1, 97, 0, 0] }],
    ["malformed-header", "a context text that is not UTF-8", { context: [0, 1, 0, 2, 0xc3, 0x28, 0, 0] }],
    ["malformed-header", "a context with bytes left over", { context: [0, 1, 0, 1, 97, 0, 0, 0] }],
    ["malformed-header", "a context shorter than its pairs", { context: [0, 1, 0, 9, 97, 0, 0] }],
    ["malformed-header", "a context that counts no pairs", { context: [0, 0] }],
  ])("is refused as %s for %s", (code, _name, parts) => {
    expect(codeOf(() => parseHeader(rawHeader(parts)))).toBe(code);
  });

  it("is read when made by hand without a fault", () => {
    expect(parseHeader(rawHeader({ context: [0, 1, 0, 1, 97, 0, 0] })).context).toEqual({ a: "" });
  });

  it("is malformed above 8 KiB of context, and above 64 KiB as a whole", () => {
    const long = [0, 1, 0, 1, 97, 0x20, 0x00, ...filled(8192, 1).map(() => 98)];
    const huge = [0, 2, ...[1, 2].flatMap(() => [0, 0, 0, 0, 0xff, 0xff, ...filled(0xffff, 1)])];
    expect(codeOf(() => parseHeader(rawHeader({ context: long })))).toBe("malformed-header");
    expect(codeOf(() => parseHeader(rawHeader({ keys: huge })))).toBe("malformed-header");
  });

  it.each<[string, Partial<HeaderFields>]>([
    ["a message id of 31 bytes", { messageID: filled(31, 1) }],
    ["a commitment of 33 bytes", { commitment: filled(33, 1) }],
    ["no data key", { encryptedDataKeys: [] }],
    ["two data keys", { encryptedDataKeys: [...FIELDS.encryptedDataKeys, ...FIELDS.encryptedDataKeys] }],
    ["a frame length of 0", { frameLengthBytes: 0 }],
    ["a frame length above 1 MiB", { frameLengthBytes: 1_048_577 }],
    ["a broken frame length", { frameLengthBytes: 1.5 }],
    ["a context above 8 KiB", { context: { a: "x".repeat(8192) } }],
    ["a lone surrogate in the context", { context: { a: "\ud800" } }],
  ])("is not written with %s", (_name, fields) => {
    expect(codeOf(() => serializeHeader({ ...FIELDS, ...fields }))).toBe("invalid-input");
  });
});

describe("checkHeader", () => {
  const all = { context: CONTEXT, messageID: MESSAGE_ID, wrappedKey: WRAPPED_KEY, keyARN: KEY_ARN };
  const [key] = FIELDS.encryptedDataKeys;
  const foreign = {
    providerID: "raw",
    providerInfo: new TextEncoder().encode(KEY_ARN),
    ciphertext: WRAPPED_KEY,
  };

  it("accepts a header that is exactly as expected", () => {
    expect(() => checkHeader(FIELDS, { ...all, frameLengthBytes: 262_144 })).not.toThrow();
  });

  it.each([
    ["wrong-context", { context: { clinic: "cli_01" } }],
    ["wrong-context", { context: { ...CONTEXT, more: "x" } }],
    ["wrong-context", { context: { clinic: "cli_01", submission: "sub_02" } }],
    ["wrong-context", { context: { clinic: "cli_01", toString: "sub_01" } }],
    ["wrong-message", { messageID: filled(32, 1) }],
    ["wrong-wrapped-key", { wrappedKey: filled(184, 1) }],
    ["wrong-wrapped-key", { keyARN: `${KEY_ARN}0` }],
    ["wrong-frame-length", { frameLengthBytes: 4096 }],
  ])("refuses a difference as %s", (code, expected) => {
    expect(codeOf(() => checkHeader(FIELDS, { ...all, ...expected }))).toBe(code);
  });

  it.each([
    ["more than one wrapped key", [key, foreign]],
    ["a wrapped key of another provider", [foreign]],
  ])("refuses %s", (_name, keys) => {
    const encryptedDataKeys = keys.filter((each) => each !== undefined);
    expect(codeOf(() => checkHeader({ ...FIELDS, encryptedDataKeys }, all))).toBe("wrong-wrapped-key");
  });
});
