import { afterEach, describe, expect, it } from "vitest";
import { browserOnline } from "./online.ts";
import { patienceOf, withRetry, type Waiting } from "./patience.ts";
import { ApiProblem } from "./problem.ts";
import { StoreProblem } from "./store.ts";

const offline = () => new ApiProblem("no answer", { status: 0, code: "offline" });

describe("a device without a network", () => {
  it("is waited for, however long, and tries without it do not count", async () => {
    const told: Waiting[] = [];
    let lost = 20;
    const online = () => (lost > 0 ? Promise.resolve() : undefined);
    const wait = () => Promise.reject(new Error("no timer runs"));
    const attempt = () => ((lost -= 1) >= 0 ? Promise.reject(offline()) : Promise.resolve("done"));
    const patience = patienceOf({ online, wait, onWaiting: (waiting) => told.push(waiting) });
    await expect(withRetry(attempt, patience)).rejects.toThrow("no timer runs");
    expect(told.slice(0, 19)).toEqual(Array.from({ length: 19 }, () => ({ why: "offline" })));
  });

  it("is no longer waited for when the signal is aborted", async () => {
    const stop = new AbortController();
    const online = (signal: AbortSignal) =>
      new Promise<void>((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason as Error));
      });
    const patience = patienceOf({ online, signal: stop.signal });
    const waiting = withRetry(() => Promise.reject(offline()), patience);
    stop.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
  });
});

describe("why nothing moves", () => {
  it.each([
    ["offline", offline()],
    ["offline", new StoreProblem({ status: 0 })],
    ["refused-url", new StoreProblem({ status: 403 })],
    ["busy", new StoreProblem({ status: 503 })],
    ["busy", new ApiProblem("later", { status: 429, code: "limit", retryAfterSeconds: 7 })],
  ] as const)("is told: %s", async (why, error) => {
    const told: Waiting[] = [];
    let tries = 0;
    const patience = patienceOf({
      wait: () => Promise.resolve(),
      random: () => 0,
      online: () => undefined,
      onWaiting: (waiting) => told.push(waiting),
    });
    await withRetry(() => ((tries += 1) === 1 ? Promise.reject(error) : Promise.resolve()), patience);
    expect(told).toEqual([{ why, until: expect.any(Number) }]);
    expect(told[0]?.until).toBeGreaterThan(Date.now() - 1000);
  });
});

describe("a browser's own word", () => {
  const events = new EventTarget();
  const saved = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  function play(onLine: boolean | undefined): void {
    const more = { navigator: { onLine }, addEventListener: events.addEventListener.bind(events) };
    for (const [name, value] of Object.entries(more)) {
      Object.defineProperty(globalThis, name, { value, configurable: true });
    }
  }
  afterEach(() => {
    Reflect.deleteProperty(globalThis, "addEventListener");
    if (saved === undefined) Reflect.deleteProperty(globalThis, "navigator");
    else Object.defineProperty(globalThis, "navigator", saved);
  });
  const never = new AbortController().signal;

  it("is believed when it says offline, and heard when it changes", async () => {
    play(false);
    const back = browserOnline(never);
    events.dispatchEvent(new Event("online"));
    await expect(back).resolves.toBeUndefined();
  });

  it("ends with the signal's reason", async () => {
    play(false);
    const stop = new AbortController();
    const back = browserOnline(stop.signal);
    stop.abort(new Error("enough"));
    await expect(back).rejects.toThrow("enough");
    await expect(browserOnline(stop.signal)).rejects.toThrow("enough");
  });

  it("is not asked for when it is online, or says nothing", () => {
    play(true);
    expect(browserOnline(never)).toBeUndefined();
    play(undefined);
    expect(browserOnline(never)).toBeUndefined();
  });
});
