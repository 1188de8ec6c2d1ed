import { createStation, type PartJob, type Station } from "@postern/client";
import { createSealer, importDataKey, newMessageID, type SealOptions } from "@postern/envelope";
import { toBase64 } from "../../packages/client/src/base64.ts";
import { createBuffers } from "../../packages/client/src/station/buffers.ts";
import { discard } from "../../packages/client/src/station/discard.ts";
import { openFrames } from "../../packages/client/src/station/frames.ts";
import type { Work } from "./work.ts";

/** As long as those of KMS. */
const WRAPPED_KEY_BYTES = 184;
/** Parts that a station has under way when nobody waits for a network. */
const PARTS_AT_ONCE = 2;

/** Seals and hashes by our own station; each part is dropped as soon as it is there. */
export const sealAndHash: Work = async (file, { index, of }) => {
  const station = (kept ??= createStation({ slots: PARTS_AT_ONCE }));
  const { key, messageID } = await materials();
  const job = { key, messageID: toBase64(messageID), file };
  const { parts } = await createSealer({ ...key, messageID, plaintextSizeBytes: file.sizeBytes });
  const mine = parts.filter((_, number) => number % of === index).values();
  const lane = () => sealAll(station, job, mine);
  await Promise.all(Array.from({ length: PARTS_AT_ONCE }, lane));
};

async function sealAll(
  station: Station,
  job: Omit<PartJob, "partNumber">,
  parts: Iterable<{ readonly partNumber: number }>,
): Promise<void> {
  for (const { partNumber } of parts) {
    const { ref } = await station.seal({ ...job, partNumber });
    station.drop(ref);
  }
}

/** Seals as the station does, into the same memory again and again, without hashing. */
export const sealOnly: Work = async (file, { index, of }) => {
  const { key, messageID } = await materials();
  const sealer = await createSealer({ ...key, messageID, plaintextSizeBytes: file.sizeBytes, discard });
  const mine = sealer.parts.filter((_, number) => number % of === index).values();
  const readBuffers = createBuffers();
  const lane = async () => {
    let buffer = new ArrayBuffer(0);
    for (const { partNumber, plaintextOffsetBytes: start, plaintextSizeBytes, sealedSizeBytes } of mine) {
      if (buffer.byteLength < sealedSizeBytes) buffer = new ArrayBuffer(sealedSizeBytes);
      const target = new Uint8Array(buffer, 0, sealedSizeBytes);
      const end = start + plaintextSizeBytes;
      const frames = file.blob === undefined ? undefined : openFrames(file.blob, { start, end }, readBuffers);
      const plaintext = frames?.next ?? (await file.read(start, end));
      try {
        await sealer.sealPart(partNumber, plaintext, target);
      } finally {
        await frames?.end();
      }
    }
  };
  await Promise.all(Array.from({ length: PARTS_AT_ONCE }, lane));
};

let kept: Station | undefined;
let made: ReturnType<typeof make> | undefined;
const materials = () => (made ??= make());

async function make() {
  const dataKey = await importDataKey(crypto.getRandomValues(new Uint8Array(32)));
  const key: Pick<SealOptions, "dataKey" | "wrappedKey" | "keyARN" | "context"> = {
    dataKey,
    wrappedKey: new Uint8Array(WRAPPED_KEY_BYTES).fill(1),
    keyARN: "arn:aws:kms:us-east-1:000000000000:key/bench",
    context: { purpose: "bench" },
  };
  // What else a release tells is not used for sealing.
  return { key: key as PartJob["key"], messageID: newMessageID() };
}
