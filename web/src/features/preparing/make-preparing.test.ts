import { describe, expect, it, vi } from "vitest";
import type { PreparingWorker } from "./create-worker.ts";
import { makePreparing } from "./make-preparing.ts";
import type { Prepared } from "./prepare.ts";
import type { PreparingAnswer, PreparingRequest } from "./protocol.ts";

const FILE = new File(["photo"], "photo.jpg");
const OTHER = new File(["other"], "other.jpg");
const CLEANED: Prepared = { file: FILE, changes: ["location-removed"], advice: [], sha256: "ab" };
const PREPARED: Prepared = { ...CLEANED, advice: ["dark"] };
const UNREADABLE = { problem: "unreadable" };

/** A worker that does what the test says. */
function makeFake() {
  const asked: PreparingRequest[] = [];
  const workers: (PreparingWorker & { isEnded: boolean })[] = [];
  const preparing = makePreparing({
    createWorker() {
      const worker = {
        isEnded: false,
        onmessage: null,
        onerror: null,
        postMessage: (request: PreparingRequest) => void asked.push(request),
        terminate: () => void (worker.isEnded = true),
      };
      workers.push(worker);
      return worker;
    },
  });
  const tell = (answer: PreparingAnswer) =>
    workers.at(-1)?.onmessage?.(new MessageEvent("message", { data: answer }));
  const breakDown = () => workers.at(-1)?.onerror?.(new Event("error") as ErrorEvent);
  const isAsked = (count: number) => vi.waitFor(() => expect(asked).toHaveLength(count));
  return { preparing, asked, workers, tell, breakDown, isAsked };
}

const going = () => new AbortController().signal;

describe("looking at files before they are sent", () => {
  it("takes one after the other, by one worker", async () => {
    const { preparing, workers, tell, isAsked } = makeFake();
    const [one, other] = [preparing.prepare(FILE, going()), preparing.prepare(OTHER, going())];
    await isAsked(1);
    tell({ type: "begun", id: 1 });
    tell({ type: "cleaned", id: 1, prepared: CLEANED });
    tell({ type: "prepared", id: 1, prepared: PREPARED });
    await isAsked(2);
    tell({ type: "prepared", id: 2, prepared: CLEANED });
    expect([await one, await other]).toEqual([PREPARED, CLEANED]);
    expect(workers).toHaveLength(1);
  });

  it("sends a file as it was cleaned when it cannot be drawn", async () => {
    const { preparing, workers, tell, breakDown, isAsked } = makeFake();
    const found = preparing.prepare(FILE, going());
    await isAsked(1);
    tell({ type: "cleaned", id: 1, prepared: CLEANED });
    breakDown();
    expect(await found).toEqual(CLEANED);
    expect(workers[0]?.isEnded).toBe(true);
  });

  it("sends nothing that was not cleaned, and takes a new worker for the next", async () => {
    const { preparing, workers, tell, breakDown, isAsked } = makeFake();
    const found = preparing.prepare(FILE, going());
    await isAsked(1);
    breakDown();
    expect(await found).toMatchObject(UNREADABLE);
    const next = preparing.prepare(OTHER, going());
    await isAsked(2);
    tell({ type: "failed", id: 1 });
    expect(await next).toMatchObject(UNREADABLE);
    expect(workers).toHaveLength(2);
  });

  it("ends a worker that takes too long, counted from when its code has come", async () => {
    vi.useFakeTimers();
    try {
      const { preparing, workers, tell } = makeFake();
      const found = preparing.prepare(FILE, going());
      await vi.advanceTimersByTimeAsync(170_000);
      tell({ type: "begun", id: 1 });
      await vi.advanceTimersByTimeAsync(29_000);
      expect(workers[0]?.isEnded).toBe(false);
      await vi.advanceTimersByTimeAsync(2_000);
      expect(workers[0]?.isEnded).toBe(true);
      expect(await found).toMatchObject(UNREADABLE);
    } finally {
      vi.useRealTimers();
    }
  });

  it("does not wait for ever for code that does not come, and asks for it anew with the next file", async () => {
    vi.useFakeTimers();
    try {
      const { preparing, workers, tell } = makeFake();
      const found = preparing.prepare(FILE, going());
      const next = preparing.prepare(OTHER, going());
      await vi.advanceTimersByTimeAsync(181_000);
      expect(await found).toMatchObject(UNREADABLE);
      expect(workers.map(({ isEnded }) => isEnded)).toEqual([true, false]);
      tell({ type: "prepared", id: 1, prepared: PREPARED });
      expect(await next).toEqual(PREPARED);
    } finally {
      vi.useRealTimers();
    }
  });

  it("stops when it is told to, and goes on with the next file", async () => {
    const { preparing, workers, tell, isAsked } = makeFake();
    const control = new AbortController();
    const found = preparing.prepare(FILE, control.signal);
    const never = preparing.prepare(FILE, AbortSignal.abort("before"));
    const next = preparing.prepare(OTHER, going());
    await isAsked(1);
    control.abort("removed");
    await expect(found).rejects.toBe("removed");
    await expect(never).rejects.toBe("before");
    await isAsked(2);
    tell({ type: "prepared", id: 1, prepared: PREPARED });
    expect(await next).toEqual(PREPARED);
    expect(workers.map(({ isEnded }) => isEnded)).toEqual([true, false]);
    preparing.stop();
    expect(workers[1]?.isEnded).toBe(true);
  });

  it("names examinations by the very files that were chosen, not by the worker's copies", async () => {
    const { preparing, tell, isAsked } = makeFake();
    const groups = preparing.asStudies([FILE, OTHER], going());
    await isAsked(1);
    tell({ type: "grouped", id: 1, groups: [{ kind: "study", files: [1, 0], missing: 3 }] });
    expect(await groups).toEqual([{ kind: "study", files: [OTHER, FILE], missing: 3 }]);
  });

  it("leaves files as they are when no examinations can be found", async () => {
    const { preparing, breakDown, isAsked } = makeFake();
    const groups = preparing.asStudies([FILE], going());
    await isAsked(1);
    breakDown();
    expect(await groups).toEqual([{ kind: "file", file: FILE }]);
  });
});
