import type { PreparingAnswer, PreparingRequest } from "./protocol.ts";

/** The part of a Worker that is needed here. */
export interface PreparingWorker {
  postMessage(request: PreparingRequest): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<PreparingAnswer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** Starts the worker that looks at files; it may reach nothing but scripts of the portal. */
export function createPreparingWorker(): PreparingWorker {
  return new Worker(new URL("./preparing-worker.ts", import.meta.url), { type: "module", name: "preparing" });
}
