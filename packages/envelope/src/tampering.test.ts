import { describe, expect, it } from "vitest";
import type { Bytes } from "./bytes.ts";
import { filled, openOptions, sampleSealer, tryOpen } from "./sample.fixture.ts";
import { frameRange } from "./size.ts";

interface Change {
  readonly offset: number;
  readonly mask: number;
}

/** Deterministic choices, so that a failure can be repeated. */
const CHOICES = 1000;

function flipped(bytes: Bytes, offset: number, mask: number): Bytes {
  return bytes.with(offset, (bytes[offset] ?? 0) ^ mask);
}

describe("a message of 64 bytes of content", () => {
  const content = filled(64, 1);

  it("is refused, and releases nothing, with any single bit flipped", async () => {
    const sealed = await (await sampleSealer(64)).sealBytes(content);
    const options = await openOptions();
    const accepted: number[] = [];
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const result = await tryOpen(options, flipped(sealed, bit >> 3, 1 << (bit & 7)));
      if (result.refusal === undefined || result.released.length > 0) accepted.push(bit);
    }
    expect(accepted).toEqual([]);
  }, 60_000);

  it("is refused, and releases nothing, cut off at any byte", async () => {
    const sealed = await (await sampleSealer(64)).sealBytes(content);
    const options = await openOptions();
    const refusals = new Set<string>();
    for (let length = 0; length < sealed.length; length += 1) {
      const result = await tryOpen(options, sealed.subarray(0, length));
      refusals.add(`${result.refusal} after ${result.released.length} bytes`);
    }
    expect([...refusals]).toEqual(["truncated after 0 bytes"]);
  });

  it("is refused with any byte after it", async () => {
    const sealed = await (await sampleSealer(64)).sealBytes(content);
    const longer = new Uint8Array(sealed.length + 1);
    longer.set(sealed);
    expect(await tryOpen(await openOptions(), longer)).toEqual({
      released: new Uint8Array(0),
      refusal: "trailing-bytes",
    });
  });
});

describe("a message of several frames", () => {
  const frameLengthBytes = 4096;
  const plaintext = filled(4 * frameLengthBytes + 1234, 2);
  const frames = [1, 2, 3, 4, 5];

  /** The sealed message, and the offsets of its ciphertext; all others are header, numbers, IVs, lengths and tags. */
  async function sealedMessage() {
    const sealer = await sampleSealer(plaintext.length, { frameLengthBytes });
    const shape = {
      plaintextSizeBytes: plaintext.length,
      headerLengthBytes: sealer.header.length,
      frameLengthBytes,
    };
    const ciphertext = frames.flatMap((number) => {
      const range = frameRange(shape, number);
      const start = range.sealedOffsetBytes + range.sealedSizeBytes - range.plaintextSizeBytes - 16;
      return Array.from({ length: range.plaintextSizeBytes }, (_, index) => start + index);
    });
    return { sealed: await sealer.sealBytes(plaintext), ciphertext, shape };
  }

  /** The offsets at which a change was accepted, or released other bytes than the whole frames in front of it. */
  async function faults(
    sealed: Bytes,
    changes: readonly Change[],
    headerLengthBytes: number,
  ): Promise<number[]> {
    const options = await openOptions();
    const found: number[] = [];
    for (const { offset, mask } of changes) {
      const { released, refusal } = await tryOpen(options, flipped(sealed, offset, mask));
      const intact = Math.max(0, Math.floor((offset - headerLengthBytes) / (frameLengthBytes + 32)));
      const isExact = Buffer.compare(released, plaintext.subarray(0, intact * frameLengthBytes)) === 0;
      if (refusal === undefined || !isExact) found.push(offset);
    }
    return found;
  }

  it("is refused with any byte changed that is not ciphertext", async () => {
    const { sealed, ciphertext, shape } = await sealedMessage();
    const content = new Set(ciphertext);
    const others = Array.from(sealed.keys()).filter((offset) => !content.has(offset));
    expect(others).toHaveLength(shape.headerLengthBytes + 4 * 32 + 40);
    const changes = others.map((offset) => ({ offset, mask: 1 << (offset & 7) }));
    expect(await faults(sealed, changes, shape.headerLengthBytes)).toEqual([]);
  }, 60_000);

  it(`is refused with any of ${CHOICES} bytes of ciphertext changed`, async () => {
    const { sealed, ciphertext, shape } = await sealedMessage();
    const random = new DataView(filled(CHOICES * 4, 11).buffer);
    const changes = Array.from({ length: CHOICES }, (_, choice) => ({
      offset: ciphertext[random.getUint32(choice * 4) % ciphertext.length] ?? 0,
      mask: 1 + (choice % 255),
    }));
    expect(new Set(changes.map(({ offset }) => offset)).size).toBeGreaterThan(CHOICES * 0.9);
    expect(await faults(sealed, changes, shape.headerLengthBytes)).toEqual([]);
  }, 60_000);
});
