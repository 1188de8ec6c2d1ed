import type { MediaType } from "@postern/contract";
import { MAX_STEP_MS } from "./limits.ts";
import {
  RefusedDrawing,
  type Drawable,
  type DrawingAnswer,
  type DrawingRequest,
  type Drawn,
  type GreyRange,
} from "./protocol.ts";

/** The part of a Worker that is needed here. */
export interface DrawingWorker {
  postMessage(request: DrawingRequest, transfer: Transferable[]): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<DrawingAnswer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** One document, drawn in a worker of its own. @throws RefusedDrawing from both; nothing after `stop` */
export interface Drawing {
  /** Waits for the document at `port`, however long it takes to arrive. */
  open(mediaType: MediaType, port: MessagePort): Promise<Drawable>;
  /** @param index the page's or frame's, from 0 */
  draw(index: number, range?: GreyRange): Promise<Drawn>;
  stop(): void;
}

interface Waiting {
  readonly resolve: (answer: DrawingAnswer) => void;
  readonly reject: (error: RefusedDrawing) => void;
  watch?: ReturnType<typeof setTimeout>;
}

/** Asks the worker, and ends it when a step takes longer than `MAX_STEP_MS`: it then answers nothing any more. */
export function makeDrawing(worker: DrawingWorker): Drawing {
  const waiting = new Map<number, Waiting>();
  let lastID = 0;
  let failure: RefusedDrawing | undefined;

  function end(why: RefusedDrawing): void {
    failure ??= why;
    worker.terminate();
    for (const { reject, watch } of waiting.values()) {
      clearTimeout(watch);
      reject(why);
    }
    waiting.clear();
  }
  function watchOver(id: number): void {
    const asked = waiting.get(id);
    if (asked !== undefined) {
      asked.watch = setTimeout(() => end(new RefusedDrawing("too-slow")), MAX_STEP_MS);
    }
  }
  worker.onmessage = ({ data }) => {
    const asked = waiting.get(data.id);
    if (asked === undefined) return;
    if (data.type === "begun") return watchOver(data.id);
    clearTimeout(asked.watch);
    waiting.delete(data.id);
    asked.resolve(data);
  };
  worker.onerror = () => end(new RefusedDrawing("damaged"));

  async function ask<Type extends DrawingAnswer["type"]>(
    type: Type,
    request: (id: number) => DrawingRequest,
    transfer: Transferable[] = [],
  ): Promise<Extract<DrawingAnswer, { type: Type }>> {
    if (failure !== undefined) throw failure;
    lastID += 1;
    const id = lastID;
    const answer = await new Promise<DrawingAnswer>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.postMessage(request(id), transfer);
      if (type === "drawn") watchOver(id);
    });
    if (answer.type === "refused") throw new RefusedDrawing(answer.why);
    if (answer.type !== type) throw new RefusedDrawing("damaged");
    return answer as Extract<DrawingAnswer, { type: Type }>;
  }

  return {
    async open(mediaType, port) {
      const request = (id: number) => ({ type: "open", id, mediaType, port }) as const;
      return (await ask("opened", request, [port])).drawable;
    },
    async draw(index, range) {
      const chosen = range === undefined ? {} : { range };
      return (await ask("drawn", (id) => ({ type: "draw", id, index, ...chosen }))).drawn;
    },
    stop() {
      worker.terminate();
      for (const { watch } of waiting.values()) clearTimeout(watch);
      waiting.clear();
    },
  };
}
