import { UnreadableDocument } from "@postern/client";
import { describe, expect, it } from "vitest";
import { readAll } from "./read-all.ts";

function streamOf(pieces: readonly number[][], error?: Error): ReadableStream<Uint8Array> {
  const left = [...pieces];
  return new ReadableStream({
    pull(controller) {
      const piece = left.shift();
      if (piece !== undefined) controller.enqueue(Uint8Array.from(piece));
      else if (error !== undefined) controller.error(error);
      else controller.close();
    },
  });
}

describe("readAll", () => {
  it("puts the pieces together", async () => {
    expect([...(await readAll(streamOf([[1, 2], [], [3]])))]).toEqual([1, 2, 3]);
  });

  it("fails with the stream's own error, so that the unreadable can be reported", async () => {
    const error = new UnreadableDocument("manifest-missing");
    await expect(readAll(streamOf([[1]], error))).rejects.toBe(error);
  });
});
