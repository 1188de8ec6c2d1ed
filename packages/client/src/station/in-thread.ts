import { createSealer, type PartRange, type Sealer } from "@postern/envelope";
import { fromBase64, toBase64 } from "../base64.ts";
import { readExactly } from "../file.ts";
import { putOnce } from "../store.ts";
import { createBuffers, type Buffers, type Bytes } from "./buffers.ts";
import { wakeCollector } from "./collector.ts";
import { discard } from "./discard.ts";
import { openFrames } from "./frames.ts";
import { createGate } from "./gate.ts";
import type { PartJob, SealedPart, Station } from "./station.ts";

export interface StationOptions {
  /** Parts held at once, 8 MiB each; 3 when left out. Where there are two stations, 2 each are enough. */
  readonly slots?: number | undefined;
  /** Reaches the bucket; the system's own way when left out, which in a browser tells how far each part is. */
  readonly fetch?: typeof fetch | undefined;
}

interface Held {
  readonly bytes: Bytes;
  readonly leave: () => void;
}

/** With the copy that the system makes of each body, some 50 MiB. */
export const DEFAULT_SLOTS = 3;
/** The next part is read while one is sealed; more would only hold memory. */
const PARTS_IN_THE_MAKING = 2;
/** What 512 frames leave is 2 MiB; more often it would cost time. */
const PARTS_BETWEEN_COLLECTIONS = 16;
/** Several small files are under way at once, and each is sealed under keys of its own. */
const SEALERS_KEPT = 8;

/** A station in this thread. */
export function createStation(options: StationOptions = {}): Station {
  const { slots = DEFAULT_SLOTS } = options;
  const places = createGate(slots);
  const making = createGate(PARTS_IN_THE_MAKING);
  const buffers = createBuffers();
  const readBuffers = createBuffers();
  const sealerOf = keepSealers();
  const held = new Map<number, Held>();
  const closing = new AbortController();
  let lastRef = 0;
  const until = (signal?: AbortSignal) =>
    signal === undefined ? closing.signal : AbortSignal.any([closing.signal, signal]);

  async function make(job: PartJob, leave: () => void, signal: AbortSignal): Promise<SealedPart> {
    const sealer = await sealerOf(job);
    const part = partOf(sealer, job.partNumber);
    const bytes = buffers.take(part.sealedSizeBytes);
    try {
      const sha256 = await sealInto(bytes, job, { sealer, part, readBuffers });
      signal.throwIfAborted();
      lastRef += 1;
      if (lastRef % PARTS_BETWEEN_COLLECTIONS === 0) wakeCollector?.();
      held.set(lastRef, { bytes, leave });
      return { ref: lastRef, partNumber: job.partNumber, sizeBytes: bytes.length, sha256 };
    } catch (error) {
      buffers.giveBack(bytes);
      throw error;
    }
  }

  function drop(ref: number): void {
    const part = held.get(ref);
    if (part === undefined) return;
    held.delete(ref);
    buffers.giveBack(part.bytes);
    part.leave();
  }

  return {
    slots,
    async seal(job, given) {
      const signal = until(given);
      const leave = await places.enter(signal);
      try {
        const finish = await making.enter(signal);
        try {
          return await make(job, leave, signal);
        } finally {
          finish();
        }
      } catch (error) {
        leave();
        throw error;
      }
    },
    put(ref, signed, given, onSent) {
      const part = held.get(ref);
      if (part === undefined) return Promise.reject(new RangeError("this part was dropped"));
      return putOnce(options.fetch, signed, part.bytes, { signal: until(given), onSent });
    },
    drop,
    close() {
      closing.abort(new DOMException("the station is closed", "AbortError"));
      for (const ref of held.keys()) drop(ref);
    },
  };
}

/** @returns base64 of the SHA-256 of the sealed bytes */
async function sealInto(
  target: Bytes,
  { file, partNumber }: PartJob,
  {
    sealer,
    part,
    readBuffers,
  }: { readonly sealer: Sealer; readonly part: PartRange; readonly readBuffers: Buffers },
): Promise<string> {
  const start = part.plaintextOffsetBytes;
  const end = start + part.plaintextSizeBytes;
  const frames = file.blob === undefined ? undefined : openFrames(file.blob, { start, end }, readBuffers);
  try {
    await sealer.sealPart(partNumber, frames?.next ?? (await readExactly(file, start, end)), target);
  } finally {
    await frames?.end();
  }
  return toBase64(new Uint8Array(await crypto.subtle.digest("SHA-256", target)));
}

function partOf({ parts }: Sealer, partNumber: number): PartRange {
  const part = parts[partNumber - 1];
  if (part === undefined) throw new RangeError("the file has no such part");
  return part;
}

/** Parts of a file come one after the other: its sealer is made once. */
function keepSealers(): (job: PartJob) => Promise<Sealer> {
  const kept = new Map<string, Promise<Sealer>>();
  return ({ key, messageID, file: { sizeBytes: plaintextSizeBytes } }) => {
    const id = [messageID, plaintextSizeBytes].join("\n");
    const sealer =
      kept.get(id) ?? createSealer({ ...key, messageID: fromBase64(messageID), plaintextSizeBytes, discard });
    kept.delete(id);
    kept.set(id, sealer);
    const [oldest] = kept.keys();
    if (kept.size > SEALERS_KEPT && oldest !== undefined) kept.delete(oldest);
    return sealer;
  };
}
