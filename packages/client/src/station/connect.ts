import { DEFAULT_FRAME_LENGTH_BYTES, partLayout } from "@postern/envelope";
import { readExactly } from "../file.ts";
import type { OnSent } from "../put-counted.ts";
import { DEFAULT_SLOTS } from "./in-thread.ts";
import {
  errorOf,
  type PostedJob,
  type StationPort,
  type StationReply,
  type StationRequest,
} from "./protocol.ts";
import type { PartJob, SealedPart, Station } from "./station.ts";

const CLOSED = { name: "AbortError", message: "the station is closed" };

type Hear = (reply: StationReply) => void;
/** What `Omit` leaves of a union, member by member. */
type Call = Extract<StationRequest, { type: "seal" | "put" }>;
type CallWithoutID = Call extends infer C ? (C extends Call ? Omit<C, "id"> : never) : never;

/** What a call has besides its request. */
interface Listening<Value> {
  readonly transfer?: Transferable[];
  readonly late?: (value: Value) => void;
  readonly onSent?: OnSent | undefined;
}

/**
 * The station that `serveStation` runs at the other end of a port. Files that the browser holds are handed over as
 * such; others are read here, part by part.
 *
 * @param slots as many as the station there has
 */
export function connectStation(port: StationPort, { slots = DEFAULT_SLOTS } = {}): Station {
  const calls = new Map<number, Hear>();
  let lastID = 0;
  let isClosed = false;
  const post = (message: StationRequest, transfer: Transferable[] = []) =>
    port.postMessage(message, transfer);

  port.addEventListener("message", ({ data }: MessageEvent<StationReply>) => calls.get(data.id)?.(data));
  port.start();

  /** `late` gets a value that comes when nobody waits for it any more; `onSent` nothing then. */
  function call<Value>(
    request: CallWithoutID,
    signal: AbortSignal | undefined,
    { transfer, late, onSent }: Listening<Value> = {},
  ): Promise<Value> {
    lastID += 1;
    const id = lastID;
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason);
      if (isClosed) return reject(errorOf(CLOSED));
      calls.set(id, (reply) => {
        const isLate = signal?.aborted === true;
        if ("sentBytes" in reply) return isLate ? undefined : onSent?.(reply.sentBytes);
        calls.delete(id);
        signal?.removeEventListener("abort", stop);
        if ("failure" in reply) reject(isLate ? signal.reason : errorOf(reply.failure));
        else if (isLate) late?.(reply.value as Value);
        else resolve(reply.value as Value);
      });
      signal?.addEventListener("abort", stop, { once: true });
      post({ ...request, id } as Call, transfer);
      function stop() {
        post({ type: "stop", id });
        reject(signal?.reason);
      }
    });
  }

  const drop = (ref: number) => post({ type: "drop", ref });
  return {
    slots,
    async seal(job, signal) {
      const { posted, transfer } = await postable(job);
      const late = ({ ref }: SealedPart) => drop(ref);
      return call<SealedPart>({ type: "seal", job: posted }, signal, { transfer, late });
    },
    put: (ref, signed, signal, onSent) => call({ type: "put", ref, signed }, signal, { onSent }),
    drop,
    close() {
      isClosed = true;
      post({ type: "close" });
      port.close();
      for (const [id, hear] of calls) hear({ id, failure: CLOSED });
    },
  };
}

async function postable({ file, ...job }: PartJob): Promise<{ posted: PostedJob; transfer: Transferable[] }> {
  const { blob, sizeBytes } = file;
  if (blob !== undefined) return { posted: { ...job, file: { blob, sizeBytes } }, transfer: [] };
  // Where a part's plaintext lies does not depend on the header.
  const part = partLayout(sizeBytes, 0, DEFAULT_FRAME_LENGTH_BYTES)[job.partNumber - 1];
  if (part === undefined) throw new RangeError("the file has no such part");
  const { plaintextOffsetBytes: start, plaintextSizeBytes } = part;
  // A view of more memory is sent as a copy: the rest is not ours to give away.
  const read = await readExactly(file, start, start + plaintextSizeBytes);
  const plaintext = read.slice();
  return { posted: { ...job, file: { plaintext, sizeBytes } }, transfer: [plaintext.buffer] };
}
