import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EnvelopeError } from "./error.ts";
import { frameCount, frameRange, partLayout, plaintextSizeBytes, sealedSizeBytes } from "./size.ts";

const HEADER = 400;
const FRAME = 262_144;
const MIB = 1_048_576;

function isAccepted(sealedSize: number): boolean {
  try {
    return plaintextSizeBytes(sealedSize, 10, 16) >= 0;
  } catch (error) {
    if (error instanceof EnvelopeError) return false;
    throw error;
  }
}

describe("sizes", () => {
  it.each([
    [0, 1, HEADER + 40],
    [1, 1, HEADER + 41],
    [FRAME - 1, 1, HEADER + 40 + FRAME - 1],
    [FRAME, 1, HEADER + 40 + FRAME],
    [FRAME + 1, 2, HEADER + 32 + 40 + FRAME + 1],
    [2 * FRAME, 2, HEADER + 32 + 40 + 2 * FRAME],
  ])("of %i bytes of plaintext are %i frames and %i sealed bytes", (size, frames, sealed) => {
    expect(frameCount(size, FRAME)).toBe(frames);
    expect(sealedSizeBytes(size, HEADER, FRAME)).toBe(sealed);
    expect(plaintextSizeBytes(sealed, HEADER, FRAME)).toBe(size);
  });

  it("are found back from the sealed size, for any sizes", () => {
    fc.assert(
      fc.property(
        fc.nat(2 ** 40),
        fc.integer({ min: 1024, max: MIB }),
        fc.nat(65_536),
        (size, frame, header) => {
          expect(plaintextSizeBytes(sealedSizeBytes(size, header, frame), header, frame)).toBe(size);
        },
      ),
    );
  });

  it("are refused where no plaintext seals to them, and only there", () => {
    const limit = sealedSizeBytes(299, 10, 16);
    const possible = new Set(Array.from({ length: 300 }, (_, size) => sealedSizeBytes(size, 10, 16)));
    const accepted = Array.from({ length: limit + 1 }, (_, sealed) => sealed).filter((sealed) =>
      isAccepted(sealed),
    );
    expect(accepted).toEqual([...possible]);
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])("refuse %d", (size) => {
    expect(() => sealedSizeBytes(size, HEADER, FRAME)).toThrow(EnvelopeError);
    expect(() => plaintextSizeBytes(size, HEADER, FRAME)).toThrow(EnvelopeError);
    expect(() => partLayout(10, HEADER, size)).toThrow(EnvelopeError);
  });

  it("refuse more frames than have a number", () => {
    expect(frameCount(2 ** 32 - 1, 1)).toBe(2 ** 32 - 1);
    expect(() => frameCount(2 ** 32, 1)).toThrow(EnvelopeError);
  });
});

describe("parts", () => {
  it("hold 8 MiB of plaintext each, the first with the header", () => {
    const parts = partLayout(20 * MIB, HEADER, FRAME);
    expect(parts.map((part) => part.plaintextSizeBytes)).toEqual([8 * MIB, 8 * MIB, 4 * MIB]);
    expect(parts.map((part) => part.sealedSizeBytes)).toEqual([
      HEADER + 8 * MIB + 32 * 32,
      8 * MIB + 32 * 32,
      4 * MIB + 16 * 32 + 8,
    ]);
    expect(parts.map((part) => part.firstFrame)).toEqual([1, 33, 65]);
  });

  it("are one for no plaintext: header and empty final frame", () => {
    expect(partLayout(0, HEADER, FRAME)).toEqual([
      {
        partNumber: 1,
        firstFrame: 1,
        frameCount: 1,
        plaintextOffsetBytes: 0,
        plaintextSizeBytes: 0,
        sealedOffsetBytes: 0,
        sealedSizeBytes: HEADER + 40,
      },
    ]);
  });

  it("grow beyond 8 MiB rather than become more than 10,000", () => {
    const limit = 80_000 * MIB;
    expect(partLayout(limit, HEADER, FRAME)).toHaveLength(10_000);
    const beyond = partLayout(limit + 1, HEADER, FRAME);
    expect(beyond.length).toBeLessThanOrEqual(10_000);
    expect(beyond[0]?.frameCount).toBe(33);
  });

  it("cover plaintext and sealed message without gap or overlap, for any sizes", () => {
    const frame = fc.integer({ min: 1, max: 64 });
    fc.assert(
      fc.property(fc.nat(5000), frame, fc.integer({ min: 1, max: 512 }), (size, frameLength, partSize) => {
        const parts = partLayout(size, 10, frameLength, partSize);
        const last = parts.at(-1);
        let [plaintext, sealed, frames] = [0, 0, 0];
        for (const part of parts) {
          expect([part.plaintextOffsetBytes, part.sealedOffsetBytes]).toEqual([plaintext, sealed]);
          expect(part.firstFrame).toBe(frames + 1);
          expect(part === last || part.plaintextSizeBytes % frameLength === 0).toBe(true);
          plaintext += part.plaintextSizeBytes;
          sealed += part.sealedSizeBytes;
          frames += part.frameCount;
        }
        expect([plaintext, sealed, frames]).toEqual([
          size,
          sealedSizeBytes(size, 10, frameLength),
          frameCount(size, frameLength),
        ]);
      }),
    );
  });
});

describe("frameRange", () => {
  const message = { plaintextSizeBytes: 40, headerLengthBytes: 10, frameLengthBytes: 16 };

  it("tells where a frame lies", () => {
    expect(frameRange(message, 2)).toMatchObject({ plaintextOffsetBytes: 16, sealedOffsetBytes: 58 });
    expect(frameRange(message, 3)).toMatchObject({ plaintextSizeBytes: 8, sealedSizeBytes: 48 });
  });

  it.each([
    [0, 1],
    [4, 1],
    [2, 3],
    [1, 0],
    [1.5, 1],
  ])("refuses frame %d, %d of them, of three", (first, count) => {
    expect(() => frameRange(message, first, count)).toThrow(EnvelopeError);
  });
});
