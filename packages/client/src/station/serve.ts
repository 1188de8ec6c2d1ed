import type { SourceFile } from "../file.ts";
import { createStation } from "./in-thread.ts";
import {
  postedError,
  type PostedJob,
  type StationPort,
  type StationReply,
  type StationRequest,
  type StationValue,
} from "./protocol.ts";
import type { PartJob, Station } from "./station.ts";

/** Lets the thread at the other end of a port use a station of this one, until that end closes it. */
export function serveStation(port: StationPort, station: Station = createStation()): void {
  const underWay = new Map<number, AbortController>();
  const reply = (message: StationReply) => port.postMessage(message);

  async function answer(id: number, work: (signal: AbortSignal) => Promise<StationValue>) {
    const stop = new AbortController();
    underWay.set(id, stop);
    try {
      reply({ id, value: await work(stop.signal) });
    } catch (error) {
      reply({ id, failure: postedError(error) });
    } finally {
      underWay.delete(id);
    }
  }

  port.addEventListener("message", ({ data }: MessageEvent<StationRequest>) => {
    switch (data.type) {
      case "seal":
        return void answer(data.id, (signal) => station.seal(jobOf(data.job), signal));
      case "put":
        return void answer(data.id, async (signal) => {
          const { id, ref, signed } = data;
          const onSent = (sentBytes: number) => reply({ id, sentBytes });
          const { status, retryAfterSeconds } = await station.put(ref, signed, signal, onSent);
          return { status, retryAfterSeconds };
        });
      case "stop":
        return underWay.get(data.id)?.abort();
      case "drop":
        return station.drop(data.ref);
      case "close":
        station.close();
        port.close();
    }
  });
  port.start();
}

function jobOf({ file, ...job }: PostedJob): PartJob {
  const { sizeBytes } = file;
  const source: SourceFile =
    "blob" in file
      ? {
          name: "",
          sizeBytes,
          blob: file.blob,
          read: async (start, end) => new Uint8Array(await file.blob.slice(start, end).arrayBuffer()),
        }
      : { name: "", sizeBytes, read: () => Promise.resolve(file.plaintext) };
  return { ...job, file: source };
}
