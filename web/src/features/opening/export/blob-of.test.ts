import { describe, expect, it } from "vitest";
import { blobOf } from "./blob-of.ts";

const PIECE_BYTES = 3 * 1024 ** 2;

function streamOf(pieces: number, error?: Error): ReadableStream<Uint8Array<ArrayBuffer>> {
  let given = 0;
  return new ReadableStream({
    pull(controller) {
      given += 1;
      if (given <= pieces) controller.enqueue(new Uint8Array(PIECE_BYTES).fill(given));
      else if (error !== undefined) controller.error(error);
      else controller.close();
    },
  });
}

describe("blobOf", () => {
  it("holds every byte in its order, over several parts", async () => {
    const blob = await blobOf(streamOf(14));
    expect(blob.size).toBe(14 * PIECE_BYTES);
    const bytes = new Uint8Array(await blob.arrayBuffer());
    const firsts = Array.from({ length: 14 }, (_, index) => bytes[index * PIECE_BYTES]);
    expect(firsts).toEqual(Array.from({ length: 14 }, (_, index) => index + 1));
  });

  it("gives nothing of a stream that fails", async () => {
    const error = new Error("not authentic");
    await expect(blobOf(streamOf(8, error))).rejects.toBe(error);
  });
});
