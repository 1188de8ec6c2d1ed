import type { MediaType } from "@postern/contract";
import { makeAsking, type AskedWorker } from "../../../lib/asking.ts";
import { MAX_STEP_MS } from "./limits.ts";
import {
  RefusedDrawing,
  type Drawable,
  type DrawingAnswer,
  type DrawingRequest,
  type Drawn,
  type GreyRange,
} from "./protocol.ts";

export type DrawingWorker = AskedWorker<DrawingRequest, DrawingAnswer>;

/** One document, drawn in a worker of its own. @throws RefusedDrawing from both; nothing after `stop` */
export interface Drawing {
  /** Waits for the document at `port`, however long it takes to arrive. */
  open(mediaType: MediaType, port: MessagePort): Promise<Drawable>;
  /** @param index the page's or frame's, from 0 */
  draw(index: number, range?: GreyRange): Promise<Drawn>;
  stop(): void;
}

/** Asks the worker, and ends it when a step takes longer than `MAX_STEP_MS`: it then answers nothing any more. */
export function makeDrawing(worker: DrawingWorker): Drawing {
  const asking = makeAsking(worker, () => new RefusedDrawing("damaged"));

  async function ask<Type extends DrawingAnswer["type"]>(
    type: Type,
    request: (id: number) => DrawingRequest,
    transfer?: Transferable[],
  ): Promise<Extract<DrawingAnswer, { type: Type }>> {
    let watch: ReturnType<typeof setTimeout> | undefined;
    const watchOver = () => {
      watch = setTimeout(() => asking.end(new RefusedDrawing("too-slow")), MAX_STEP_MS);
    };
    const isLast = (answer: DrawingAnswer) => {
      if (answer.type === "begun") watchOver();
      return answer.type !== "begun";
    };
    if (type === "drawn") watchOver();
    const answer = await asking.ask({ request, transfer, isLast }).finally(() => clearTimeout(watch));
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
    stop: asking.stop,
  };
}
