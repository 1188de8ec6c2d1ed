import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createChance, tryMutations } from "./mutation.fixture.ts";
import { filled, sampleSealer } from "./sample.fixture.ts";

const SEED = 20_261_122;
/** On a quiet machine some ten thousand; all hundred thousand are in the full run. */
const BUDGET_MS = 8_000;
const AT_LEAST = 500;

describe("a mutated message", () => {
  it("is never accepted, and nothing comes out that is not the message's own beginning", async () => {
    const { tried, accepted } = await tryMutations(SEED, { most: 100_000, forMs: BUDGET_MS });
    expect(accepted).toEqual([]);
    expect(tried).toBeGreaterThan(AT_LEAST);
  }, 60_000);
});

describe("sealing into memory that is used again", () => {
  it("gives the same bytes from any split of the plaintext, whatever lay there", async () => {
    const shapes = fc.record({
      size: fc.nat(600),
      frameLengthBytes: fc.integer({ min: 1, max: 60 }),
      partSizeBytes: fc.integer({ min: 1, max: 200 }),
      order: fc.integer(),
    });
    await fc.assert(
      fc.asyncProperty(shapes, async ({ size, frameLengthBytes, partSizeBytes, order }) => {
        const plaintext = filled(size, 2);
        const sealer = await sampleSealer(size, { frameLengthBytes, partSizeBytes });
        const whole = await sealer.sealBytes(plaintext);
        const buffer = filled(Math.max(...sealer.parts.map((part) => part.sealedSizeBytes)), 77);
        const chance = createChance(order);
        const parts = sealer.parts.toSorted(() => chance(3) - 1);
        for (const { partNumber, plaintextOffsetBytes, sealedOffsetBytes, sealedSizeBytes } of parts) {
          let at = plaintextOffsetBytes;
          const frame = new Uint8Array(frameLengthBytes);
          // One piece of memory for every frame, as a file is read.
          const next = async (sizeBytes: number) => {
            frame.set(plaintext.subarray(at, at + sizeBytes));
            at += sizeBytes;
            return frame.subarray(0, sizeBytes);
          };
          const sealed = await sealer.sealPart(partNumber, next, buffer.subarray(0, sealedSizeBytes));
          expect(sealed).toEqual(whole.subarray(sealedOffsetBytes, sealedOffsetBytes + sealedSizeBytes));
        }
      }),
      { seed: SEED },
    );
  });

  it("refuses memory of another size", async () => {
    const sealer = await sampleSealer(100);
    const [{ sealedSizeBytes } = { sealedSizeBytes: 0 }] = sealer.parts;
    for (const size of [sealedSizeBytes - 1, sealedSizeBytes + 1]) {
      const sealing = sealer.sealPart(1, filled(100, 1), new Uint8Array(size));
      await expect(sealing).rejects.toMatchObject({ code: "invalid-input" });
    }
  });

  it("hands every result of WebCrypto on to be discarded, once it is copied", async () => {
    const results: number[] = [];
    const sealer = await sampleSealer(100, {
      frameLengthBytes: 40,
      discard: (result) => results.push(result.byteLength),
    });
    await sealer.sealBytes(filled(100, 1));
    expect(results.toSorted((a, b) => a - b)).toEqual([36, 56, 56]);
  });
});
