import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MAX_STEP_MS } from "./limits.ts";
import { makeDrawing, type DrawingWorker } from "./make-drawing.ts";
import type { DrawingAnswer, DrawingRequest, Drawn } from "./protocol.ts";

const { port1: port } = new MessageChannel();
const DRAWN = { width: 10, height: 20 } as Drawn;

class FakeWorker implements DrawingWorker {
  onmessage: DrawingWorker["onmessage"] = null;
  onerror: DrawingWorker["onerror"] = null;
  readonly requests: DrawingRequest[] = [];
  isEnded = false;
  postMessage(request: DrawingRequest) {
    this.requests.push(request);
  }
  terminate() {
    this.isEnded = true;
  }
  answer(data: DrawingAnswer) {
    this.onmessage?.({ data } as MessageEvent<DrawingAnswer>);
  }
}

function start() {
  const worker = new FakeWorker();
  return { worker, drawing: makeDrawing(worker) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("makeDrawing", () => {
  it("opens a document and draws its pages", async () => {
    const { worker, drawing } = start();
    const opened = drawing.open("application/pdf", port);
    worker.answer({ type: "begun", id: 1 });
    worker.answer({ type: "opened", id: 1, drawable: { kind: "pages", pageCount: 3 } });
    expect(await opened).toEqual({ kind: "pages", pageCount: 3 });
    const drawn = drawing.draw(2);
    worker.answer({ type: "drawn", id: 2, drawn: DRAWN });
    expect(await drawn).toBe(DRAWN);
    expect(worker.requests[1]).toEqual({ type: "draw", id: 2, index: 2 });
  });

  it("waits for a slow line, but ends the worker when the document itself takes too long", async () => {
    const { worker, drawing } = start();
    const opened = drawing.open("application/pdf", port);
    const refusal = opened.catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(60 * MAX_STEP_MS);
    expect(worker.isEnded).toBe(false);
    worker.answer({ type: "begun", id: 1 });
    await vi.advanceTimersByTimeAsync(MAX_STEP_MS);
    expect(await refusal).toMatchObject({ why: "too-slow" });
    expect(worker.isEnded).toBe(true);
  });

  it("ends a worker that is stuck in a page, and refuses every later page at once", async () => {
    const { worker, drawing } = start();
    const refusal = drawing.draw(0).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(MAX_STEP_MS);
    expect(await refusal).toMatchObject({ why: "too-slow" });
    expect(worker.isEnded).toBe(true);
    await expect(drawing.draw(1)).rejects.toMatchObject({ why: "too-slow" });
    expect(worker.requests).toHaveLength(1);
  });

  it("leaves a worker alone that answered in time", async () => {
    const { worker, drawing } = start();
    const drawn = drawing.draw(0);
    worker.answer({ type: "drawn", id: 1, drawn: DRAWN });
    await drawn;
    await vi.advanceTimersByTimeAsync(10 * MAX_STEP_MS);
    expect(worker.isEnded).toBe(false);
  });

  it("refuses with the worker's reason, and as damaged when the worker breaks", async () => {
    const { worker, drawing } = start();
    const opened = drawing.open("application/pdf", port);
    worker.answer({ type: "refused", id: 1, why: "password" });
    await expect(opened).rejects.toMatchObject({ why: "password" });
    const drawn = drawing.draw(0);
    worker.onerror?.({} as ErrorEvent);
    await expect(drawn).rejects.toMatchObject({ why: "damaged" });
  });

  it("does not hear what the PDF library says to itself", async () => {
    const { worker, drawing } = start();
    const opened = drawing.open("application/pdf", port);
    worker.answer({ sourceName: "worker", targetName: "main", action: "ready" } as unknown as DrawingAnswer);
    worker.answer({ type: "opened", id: 1, drawable: { kind: "pages", pageCount: 1 } });
    expect(await opened).toEqual({ kind: "pages", pageCount: 1 });
  });
});
