import type { AskedWorker } from "../../lib/asking.ts";
import type { PreparingAnswer, PreparingRequest } from "./protocol.ts";

export type PreparingWorker = AskedWorker<PreparingRequest, PreparingAnswer>;

/** Starts the worker that looks at files; it may reach nothing but scripts of the portal. */
export function createPreparingWorker(): PreparingWorker {
  return new Worker(new URL("./preparing-worker.ts", import.meta.url), { type: "module", name: "preparing" });
}
