import type { SendAnswer, SendRequest } from "./protocol.ts";

/** The part of a Worker that is needed here. */
export interface SendingWorker {
  postMessage(request: SendRequest): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<SendAnswer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** A second worker pays where a core is free for it, and memory; not for whoever saves data. */
const CORES_FOR_TWO = 4;
const GIGABYTES_FOR_TWO = 4;
/** Less than this is sealed before a second worker has started. */
const BYTES_FOR_TWO = 32 * 1024 ** 2;

/** What a browser tells of its device; some tell only the first. */
export interface DeviceFacts {
  readonly hardwareConcurrency: number;
  readonly deviceMemory?: number | undefined;
  readonly connection?: { readonly saveData?: boolean | undefined } | undefined;
}

/** Whether sealing on two workers is worth it. */
export function wantsTwo(
  { hardwareConcurrency, deviceMemory, connection }: DeviceFacts,
  sizeBytes: number,
): boolean {
  return (
    sizeBytes >= BYTES_FOR_TWO &&
    hardwareConcurrency >= CORES_FOR_TWO &&
    (deviceMemory ?? GIGABYTES_FOR_TWO) >= GIGABYTES_FOR_TWO &&
    connection?.saveData !== true
  );
}

/** Workers for one run: the one that sends, and where the device bears it one more that seals. */
export function createSendingWorkers(): SendingWorker {
  const first = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  let second: Worker | undefined;
  let onBroken: SendingWorker["onerror"] = null;

  /** A second worker that does not start is not waited for: the first then has only itself. */
  function startSecond(begin: (station?: MessagePort) => void): void {
    const { port1, port2 } = new MessageChannel();
    const worker = new Worker(new URL("./station-worker.ts", import.meta.url), { type: "module" });
    second = worker;
    worker.onmessage = () => {
      // From now on parts are given to it: without it the run would wait for ever.
      worker.onerror = (event) => onBroken?.(event);
      begin(port1);
    };
    worker.onerror = () => {
      worker.terminate();
      begin();
    };
    worker.postMessage({ station: port2 }, [port2]);
  }
  return {
    postMessage(request) {
      const begin = (station?: MessagePort) =>
        first.postMessage({ ...request, station }, station === undefined ? [] : [station]);
      const sizeBytes = request.files.reduce((sum, { size }) => sum + size, 0);
      if (wantsTwo(navigator, sizeBytes)) startSecond(begin);
      else begin();
    },
    terminate() {
      first.terminate();
      second?.terminate();
    },
    set onmessage(act: SendingWorker["onmessage"]) {
      first.onmessage = act;
    },
    set onerror(act: SendingWorker["onerror"]) {
      first.onerror = onBroken = act;
    },
  };
}
