import { ApiProblem } from "./problem.ts";
import { StoreProblem } from "./store.ts";

/** Waits; rejects with the signal's reason as soon as it is aborted. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

/** How failures that pass are waited out. */
export interface Patience {
  readonly wait: Wait;
  readonly signal: AbortSignal;
  /** From 0 to 1, for the jitter. */
  readonly random: () => number;
}

/** What a caller may set; the rest is the system's. */
export interface PatienceOptions {
  readonly wait?: Wait | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly random?: (() => number) | undefined;
}

/** Tries in all: with the delays below about a minute of outage is waited out. */
export const MAX_TRIES = 8;
/** The server's code for a change that met too many others; its status is 409. */
const BUSY = "busy";
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;
/** A server that asks for more than this means a quota, not a pause: the person should know. */
const LONGEST_RETRY_AFTER_SECONDS = 120;

export function patienceOf(options: PatienceOptions): Patience {
  return {
    wait: options.wait ?? waitByTimer,
    signal: options.signal ?? new AbortController().signal,
    random: options.random ?? Math.random,
  };
}

/** True for what may be different a moment later: no network, too many at once, a server in trouble. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof ApiProblem) && !(error instanceof StoreProblem)) return false;
  if ((error.retryAfterSeconds ?? 0) > LONGEST_RETRY_AFTER_SECONDS) return false;
  if (error instanceof StoreProblem) return error.isTransient;
  return error.code === BUSY || error.status === 0 || error.status === 429 || error.status >= 500;
}

/**
 * Milliseconds before the next try: doubling from 0.5 s up to 30 s, of which the upper half is chance, so that many
 * clients do not come back at once; never less than the server asked for.
 *
 * @param tries how many have failed so far, from 1
 */
export function delayMs(tries: number, random: () => number, retryAfterSeconds = 0): number {
  const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (tries - 1));
  return Math.max(retryAfterSeconds * 1000, (ceiling / 2) * (1 + random()));
}

/**
 * Repeats an idempotent call while it fails in a way that passes.
 *
 * @throws the last failure after `MAX_TRIES`, or the first that does not pass; the signal's reason when aborted
 */
export async function withRetry<T>(attempt: () => Promise<T>, patience: Patience): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    patience.signal.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      if (tries >= MAX_TRIES || !isTransient(error)) throw error;
      await patience.wait(delayMs(tries, patience.random, retryAfterSecondsOf(error)), patience.signal);
    }
  }
}

function retryAfterSecondsOf(error: unknown): number | undefined {
  return error instanceof ApiProblem || error instanceof StoreProblem ? error.retryAfterSeconds : undefined;
}

function waitByTimer(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const timer = setTimeout(finish, ms);
    signal.addEventListener("abort", stop, { once: true });
    function finish() {
      signal.removeEventListener("abort", stop);
      resolve();
    }
    function stop() {
      clearTimeout(timer);
      reject(signal.reason);
    }
  });
}
