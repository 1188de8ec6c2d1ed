import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinBytes } from "./bytes.ts";
import { parseHeader } from "./header.ts";
import { importDataKey, newMessageID } from "./key.ts";
import { openBytes, openMessage } from "./open.ts";
import {
  CONTEXT,
  drain,
  filled,
  KEY_ARN,
  MESSAGE_ID,
  openOptions,
  sampleDataKey,
  sampleSealer,
  streamOf,
  WRAPPED_KEY,
} from "./sample.fixture.ts";
import { createSealer } from "./seal.ts";

const FRAME = 262_144;
const BOUNDARIES = [0, 1, FRAME - 1, FRAME, FRAME + 1, 2 * FRAME, 5 * 1_048_576 + 17, 9 * 1_048_576];

describe("sealing", () => {
  it.each(BOUNDARIES)("%i bytes gives the size told before, and opens to the same bytes", async (size) => {
    const plaintext = filled(size, 1);
    const sealer = await sampleSealer(size);
    const sealed = await sealer.sealBytes(plaintext);
    expect(sealed.length).toBe(sealer.sealedSizeBytes);
    const opened = await openBytes(await openOptions({ frameLengthBytes: FRAME }), sealed);
    expect(Buffer.compare(opened, plaintext)).toBe(0);
  });

  it("gives the same bytes from parts in any order, from a stream in any chunks, and as a whole", async () => {
    const sizes = fc.record({
      size: fc.nat(400),
      frameLengthBytes: fc.integer({ min: 1, max: 40 }),
      partSizeBytes: fc.integer({ min: 1, max: 120 }),
      chunk: fc.integer({ min: 1, max: 200 }),
    });
    await fc.assert(
      fc.asyncProperty(sizes, async ({ size, frameLengthBytes, partSizeBytes, chunk }) => {
        const plaintext = filled(size, 2);
        const sealer = await sampleSealer(size, { frameLengthBytes, partSizeBytes });
        const whole = await sealer.sealBytes(plaintext);
        const backwards = await Promise.all(
          sealer.parts.toReversed().map((part) => {
            const end = part.plaintextOffsetBytes + part.plaintextSizeBytes;
            return sealer.sealPart(part.partNumber, plaintext.slice(part.plaintextOffsetBytes, end));
          }),
        );
        expect(joinBytes(backwards.toReversed())).toEqual(whole);
        expect(await drain(sealer.seal(streamOf(plaintext, chunk)))).toEqual({
          released: whole,
          refusal: undefined,
        });
        const opened = openMessage(await openOptions(), streamOf(whole, chunk));
        expect(await drain(opened)).toEqual({ released: plaintext, refusal: undefined });
      }),
    );
  });

  it("seals the bytes of a view, not those at the front of its buffer", async () => {
    const larger = filled(300, 6);
    const sealer = await sampleSealer(100, { frameLengthBytes: 33 });
    const sealed = await sealer.sealBytes(larger.subarray(150, 250));
    expect(await openBytes(await openOptions(), sealed)).toEqual(larger.slice(150, 250));
    const amid = joinBytes([filled(7, 1), sealed, filled(7, 1)]).subarray(7, 7 + sealed.length);
    expect(await openBytes(await openOptions(), amid)).toEqual(larger.slice(150, 250));
  });

  it("is not disturbed by a message id that the caller overwrites meanwhile", async () => {
    const messageID = MESSAGE_ID.slice();
    const pending = createSealer({
      dataKey: await sampleDataKey(),
      wrappedKey: WRAPPED_KEY,
      keyARN: KEY_ARN,
      context: CONTEXT,
      messageID,
      plaintextSizeBytes: 5,
    });
    messageID.fill(0);
    const sealed = await (await pending).sealBytes(filled(5, 1));
    expect(await openBytes(await openOptions({ messageID: MESSAGE_ID }), sealed)).toEqual(filled(5, 1));
  });

  it("puts another content key under every message id", async () => {
    const one = await sampleSealer(50);
    const other = await sampleSealer(50, { messageID: newMessageID() });
    const [a, b] = [await one.sealBytes(filled(50, 1)), await other.sealBytes(filled(50, 1))];
    expect(a.subarray(-66)).not.toEqual(b.subarray(-66));
    expect(parseHeader(a).commitment).not.toEqual(parseHeader(b).commitment);
  });

  it.each([
    ["fewer", 99],
    ["more", 101],
  ])("refuses %s bytes than announced", async (_name, size) => {
    const sealer = await sampleSealer(100, { frameLengthBytes: 16 });
    await expect(sealer.sealBytes(filled(size, 1))).rejects.toMatchObject({ code: "invalid-input" });
    await expect(sealer.sealPart(1, filled(size, 1))).rejects.toMatchObject({ code: "invalid-input" });
    expect(await drain(sealer.seal(streamOf(filled(size, 1))))).toMatchObject({
      refusal: "invalid-input",
      released: new Uint8Array(0),
    });
  });

  it.each([0, 2, -1, 1.5])("refuses part %d of a message of one part", async (partNumber) => {
    const sealer = await sampleSealer(10);
    await expect(sealer.sealPart(partNumber, filled(10, 1))).rejects.toMatchObject({ code: "invalid-input" });
  });

  it.each([
    ["a message id of 16 bytes", { messageID: filled(16, 1) }],
    ["a frame length above 1 MiB", { frameLengthBytes: 1_048_577 }],
    ["a frame length of 0", { frameLengthBytes: 0 }],
    ["a negative size", { plaintextSizeBytes: -1 }],
    ["an empty wrapped key", { wrappedKey: new Uint8Array(0) }],
  ])("refuses %s", async (_name, options) => {
    await expect(sampleSealer(10, options)).rejects.toMatchObject({ code: "invalid-input" });
  });

  it("cancels its source when it is cancelled", async () => {
    let reason: unknown;
    const source = new ReadableStream<Uint8Array>({
      cancel(given) {
        reason = given;
      },
    });
    const sealer = await sampleSealer(10);
    await sealer.seal(source).cancel("no more");
    expect(reason).toBe("no more");
  });
});

describe("importDataKey", () => {
  it("gives a key that cannot be taken out, and overwrites the bytes", async () => {
    const bytes = filled(32, 1);
    const key = await importDataKey(bytes);
    expect(key.extractable).toBe(false);
    expect(bytes).toEqual(new Uint8Array(32));
    await expect(crypto.subtle.exportKey("raw", key)).rejects.toThrow("not extractable");
  });

  it("refuses another length than 32 bytes, and overwrites them all the same", async () => {
    const bytes = filled(31, 1);
    await expect(importDataKey(bytes)).rejects.toMatchObject({ code: "invalid-input" });
    expect(bytes).toEqual(new Uint8Array(31));
  });
});
