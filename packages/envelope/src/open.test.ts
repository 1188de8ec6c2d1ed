import { describe, expect, it } from "vitest";
import { joinBytes, type Bytes } from "./bytes.ts";
import { integerBytes } from "./cursor.ts";
import { frameParameters } from "./frame.ts";
import { deriveMessageKeys } from "./key.ts";
import { openBytes, openMessage } from "./open.ts";
import * as sample from "./sample.fixture.ts";
import { frameRange } from "./size.ts";

const FRAME_LENGTH = 64;
const PLAINTEXT = sample.filled(4 * FRAME_LENGTH + 10, 1);

/** A message of five frames, cut into its header and its frames. */
async function cutMessage(messageID = sample.MESSAGE_ID) {
  const sealer = await sample.sampleSealer(PLAINTEXT.length, { messageID, frameLengthBytes: FRAME_LENGTH });
  const sealed = await sealer.sealBytes(PLAINTEXT);
  const shape = {
    plaintextSizeBytes: PLAINTEXT.length,
    headerLengthBytes: sealer.header.length,
    frameLengthBytes: FRAME_LENGTH,
  };
  const frames = [1, 2, 3, 4, 5].map((number) => {
    const { sealedOffsetBytes, sealedSizeBytes } = frameRange(shape, number);
    return sealed.subarray(sealedOffsetBytes, sealedOffsetBytes + sealedSizeBytes);
  });
  return { sealed, header: sealer.header, frames };
}

/** Opens header and frames put together anew. */
async function openRecut(header: Bytes, frames: readonly (Bytes | undefined)[]) {
  const present = frames.filter((frame) => frame !== undefined);
  return sample.tryOpen(await sample.openOptions(), joinBytes([header, ...present]));
}

/** An authentic final frame of the sample message, with any content. */
async function finalFrame(sequenceNumber: number, content: Bytes): Promise<Bytes> {
  const { encryptionKey } = await deriveMessageKeys(await sample.sampleDataKey(), sample.MESSAGE_ID);
  const frame = { sequenceNumber, contentSizeBytes: content.length, isFinal: true };
  const { iv, algorithm } = frameParameters(sample.MESSAGE_ID)(frame);
  const sealed = new Uint8Array(await crypto.subtle.encrypt(algorithm, encryptionKey, content));
  const number = integerBytes(sequenceNumber, 4);
  return joinBytes([Uint8Array.of(255, 255, 255, 255), number, iv, integerBytes(content.length, 4), sealed]);
}

describe("opening", () => {
  it("accepts the frames of a message in their order", async () => {
    const { header, frames } = await cutMessage();
    expect(await openRecut(header, frames)).toEqual({ released: PLAINTEXT, refusal: undefined });
  });

  it.each([
    ["two frames exchanged", [0, 2, 1, 3, 4], "malformed-frame", 1],
    ["a frame twice", [0, 1, 1, 2, 3, 4], "malformed-frame", 2],
    ["a frame left out", [0, 1, 3, 4], "malformed-frame", 2],
    ["the first frame left out", [1, 2, 3, 4], "malformed-frame", 0],
    ["no final frame", [0, 1, 2, 3], "truncated", 4],
    ["no frame at all", [], "truncated", 0],
    ["the final frame twice", [0, 1, 2, 3, 4, 4], "trailing-bytes", 4],
    ["a frame after the final one", [0, 1, 2, 3, 4, 0], "trailing-bytes", 4],
  ])("refuses %s, and releases only frames before the fault", async (_name, order, code, intact) => {
    const { header, frames } = await cutMessage();
    const result = await openRecut(
      header,
      order.map((index) => frames[index]),
    );
    expect(result).toEqual({ released: PLAINTEXT.slice(0, intact * FRAME_LENGTH), refusal: code });
  });

  it("refuses a frame of another message with the same data key and number", async () => {
    const [one, other] = [await cutMessage(), await cutMessage(sample.filled(32, 77))];
    const spliced = one.frames.with(2, other.frames[2] ?? new Uint8Array(0));
    expect(await openRecut(one.header, spliced)).toEqual({
      released: PLAINTEXT.slice(0, 2 * FRAME_LENGTH),
      refusal: "not-authentic",
    });
  });

  it("refuses the header of another message", async () => {
    const [one, other] = [await cutMessage(), await cutMessage(sample.filled(32, 77))];
    expect(await openRecut(other.header, one.frames)).toMatchObject({ refusal: "not-authentic" });
  });

  it("refuses a full frame that was made the final one", async () => {
    const { header, frames } = await cutMessage();
    const [first] = frames;
    const prefix = Uint8Array.of(
      255,
      255,
      255,
      255,
      0,
      0,
      0,
      1,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      1,
      0,
      0,
      0,
      64,
    );
    const result = await openRecut(header, [prefix, first?.subarray(16)]);
    expect(result).toEqual({ released: new Uint8Array(0), refusal: "not-authentic" });
  });

  it("reads an exact multiple that ends with an empty final frame, as some writers end it", async () => {
    const { header, frames } = await cutMessage();
    expect(await openRecut(header, frames.with(4, await finalFrame(5, new Uint8Array(0))))).toEqual({
      released: PLAINTEXT.slice(0, 4 * FRAME_LENGTH),
      refusal: undefined,
    });
  });

  it("refuses an authentic final frame that is longer than a frame may be", async () => {
    const { header } = await cutMessage();
    const whole = PLAINTEXT.slice(0, FRAME_LENGTH);
    const longer = PLAINTEXT.slice(0, FRAME_LENGTH + 1);
    expect(await openRecut(header, [await finalFrame(1, whole)])).toEqual({
      released: whole,
      refusal: undefined,
    });
    expect(await openRecut(header, [await finalFrame(1, longer)])).toEqual({
      released: new Uint8Array(0),
      refusal: "malformed-frame",
    });
  });

  it("reads a stream that comes byte by byte", async () => {
    const { sealed } = await cutMessage();
    const opened = openMessage(await sample.openOptions(), sample.streamOf(sealed, 1));
    expect(await sample.drain(opened)).toEqual({ released: PLAINTEXT, refusal: undefined });
  });

  it("reads bytes that lie in memory shared with a worker", async () => {
    const { sealed } = await cutMessage();
    const shared = new Uint8Array(new SharedArrayBuffer(sealed.length));
    shared.set(sealed);
    expect(await openBytes(await sample.openOptions(), shared)).toEqual(PLAINTEXT);
  });

  it("reads no further ahead than the frame that is asked for", async () => {
    const { sealed, header, frames } = await cutMessage();
    let pulledBytes = 0;
    const source = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          controller.enqueue(sealed.subarray(pulledBytes, (pulledBytes += 16)));
          if (pulledBytes >= sealed.length) controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    const reader = openMessage(await sample.openOptions(), source).getReader();
    expect((await reader.read()).value).toEqual(PLAINTEXT.slice(0, FRAME_LENGTH));
    const neededBytes = header.length + (frames[0]?.length ?? 0);
    // The header's length is unknown at first, so up to 1 KiB is held to parse it.
    expect(pulledBytes).toBeLessThanOrEqual(Math.max(1024, neededBytes + 16));
    await reader.cancel();
  });

  it.each([
    ["wrong-context", { context: { clinic: "cli_02", submission: "sub_01" } }],
    ["wrong-message", { messageID: sample.filled(32, 1) }],
    ["wrong-wrapped-key", { wrappedKey: sample.filled(184, 1) }],
    ["wrong-frame-length", { frameLengthBytes: 4096 }],
  ])("refuses what was not expected as %s", async (refusal, expected) => {
    const { sealed } = await cutMessage();
    const result = await sample.tryOpen(await sample.openOptions(expected), sealed);
    expect(result).toEqual({ released: new Uint8Array(0), refusal });
  });

  it("accepts what was expected in every point", async () => {
    const { sealed } = await cutMessage();
    const { MESSAGE_ID: messageID, WRAPPED_KEY: wrappedKey, KEY_ARN: keyARN } = sample;
    const options = await sample.openOptions({
      messageID,
      wrappedKey,
      keyARN,
      frameLengthBytes: FRAME_LENGTH,
    });
    expect(await openBytes(options, sealed)).toEqual(PLAINTEXT);
  });

  it("refuses another data key by the commitment, before any tag is tried", async () => {
    const { sealed } = await cutMessage();
    const options = { ...(await sample.openOptions()), dataKey: await sample.sampleDataKey(4) };
    await expect(openBytes(options, sealed)).rejects.toMatchObject({ code: "wrong-key" });
  });

  it("cancels its source at the first fault", async () => {
    let isCancelled = false;
    const { sealed } = await cutMessage();
    const source = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(joinBytes([sealed, sealed])),
      cancel() {
        isCancelled = true;
      },
    });
    const result = await sample.drain(openMessage(await sample.openOptions(), source));
    expect(result.refusal).toBe("trailing-bytes");
    expect(isCancelled).toBe(true);
  });

  it("fails as its source fails", async () => {
    const source = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(new TypeError("the network is gone")),
    });
    await expect(sample.drain(openMessage(await sample.openOptions(), source))).rejects.toThrow(
      "network is gone",
    );
  });
});
