import { describe, expect, it } from "vitest";
import { delayMs, isTransient, MAX_TRIES, patienceOf, withRetry } from "./patience.ts";
import { ApiProblem } from "./problem.ts";
import { StoreProblem } from "./store.ts";

const api = (status: number, retryAfterSeconds?: number) =>
  new ApiProblem("no", { status, code: "test", retryAfterSeconds });

function counting() {
  const waits: number[] = [];
  const wait = (ms: number) => {
    waits.push(ms);
    return Promise.resolve();
  };
  return { waits, patience: patienceOf({ wait, random: () => 0 }) };
}

describe("what passes", () => {
  it("is no network, too many requests, a server in trouble", () => {
    expect([0, 429, 500, 503].map((status) => isTransient(api(status)))).toEqual([true, true, true, true]);
    expect(isTransient(new ApiProblem("no", { status: 409, code: "busy" }))).toBe(true);
    expect([0, 400, 403, 409, 503].every((status) => isTransient(new StoreProblem({ status })))).toBe(true);
  });

  it("is no refusal, no defect, and no quota that ends tomorrow", () => {
    expect([400, 401, 403, 404, 409].some((status) => isTransient(api(status)))).toBe(false);
    expect([404, 411, 412].some((status) => isTransient(new StoreProblem({ status })))).toBe(false);
    expect(isTransient(new TypeError("defect"))).toBe(false);
    expect(isTransient(api(429, 3600))).toBe(false);
  });
});

describe("waiting", () => {
  it("doubles up to half a minute, and half of it is chance", () => {
    const tries = [1, 2, 3, 7, 20];
    expect(tries.map((count) => delayMs(count, () => 0))).toEqual([250, 500, 1000, 15_000, 15_000]);
    expect(tries.map((count) => delayMs(count, () => 1))).toEqual([500, 1000, 2000, 30_000, 30_000]);
  });

  it("is never shorter than the server asked for", () => {
    expect(delayMs(1, () => 1, 12)).toBe(12_000);
  });

  it("ends at once when the signal is aborted", async () => {
    const stop = new AbortController();
    const reason = new Error("enough");
    const patience = patienceOf({ signal: stop.signal });
    const waiting = patience.wait(3_600_000, patience.signal);
    stop.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(patience.wait(3_600_000, patience.signal)).rejects.toBe(reason);
  });

  it("ends by itself otherwise", async () => {
    const patience = patienceOf({});
    await expect(patience.wait(0, patience.signal)).resolves.toBeUndefined();
  });
});

describe("trying again", () => {
  it("ends with the first success", async () => {
    const { waits, patience } = counting();
    let tries = 0;
    const attempt = () => ((tries += 1) < 3 ? Promise.reject(api(503)) : Promise.resolve("done"));
    expect(await withRetry(attempt, patience)).toBe("done");
    expect(waits).toEqual([250, 500]);
  });

  it("ends with the last failure after so many tries", async () => {
    const { waits, patience } = counting();
    await expect(withRetry(() => Promise.reject(api(500)), patience)).rejects.toMatchObject({ status: 500 });
    expect(waits).toHaveLength(MAX_TRIES - 1);
  });

  it("does not happen for a refusal, nor after the signal", async () => {
    const { waits, patience } = counting();
    await expect(withRetry(() => Promise.reject(api(403)), patience)).rejects.toThrow(ApiProblem);
    expect(waits).toEqual([]);
    const aborted = { ...patience, signal: AbortSignal.abort(new Error("enough")) };
    await expect(withRetry(() => Promise.resolve(), aborted)).rejects.toThrow("enough");
  });
});
