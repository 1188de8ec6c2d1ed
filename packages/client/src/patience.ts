import { browserOnline, type Online } from "./online.ts";
import { ApiProblem } from "./problem.ts";
import { StoreProblem } from "./store.ts";

/** Waits; rejects with the signal's reason as soon as it is aborted. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>;

/** Why nothing moves for a moment, and until when at most, in milliseconds since the epoch, where that is known. */
export interface Waiting {
  readonly until?: number | undefined;
  readonly why: "offline" | "busy" | "refused-url";
}

/** How failures that pass are waited out. */
export interface Patience {
  readonly wait: Wait;
  readonly signal: AbortSignal;
  /** From 0 to 1, for the jitter. */
  readonly random: () => number;
  readonly online: Online;
  readonly onWaiting: (waiting: Waiting) => void;
}

/** What a caller may set; the rest is the system's. */
export interface PatienceOptions {
  readonly wait?: Wait | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly random?: (() => number) | undefined;
  /** Tells when the device has a network again; a browser's own word when left out. */
  readonly online?: Online | undefined;
  /** Told each time that something is waited for; the next progress ends it. */
  readonly onWaiting?: ((waiting: Waiting) => void) | undefined;
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
    online: options.online ?? browserOnline,
    onWaiting: options.onWaiting ?? (() => undefined),
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
      if (!isTransient(error)) throw error;
      patience.signal.throwIfAborted();
      // Tries without a network say nothing about the server: they do not count.
      if (await waitedForNetwork(patience)) tries = 0;
      else if (tries >= MAX_TRIES) throw error;
      else await pauseFor(delayMs(tries, patience.random, retryAfterSecondsOf(error)), error, patience);
    }
  }
}

/** @returns whether the device had no network */
async function waitedForNetwork({ online, onWaiting, signal }: Patience): Promise<boolean> {
  const back = online(signal);
  if (back === undefined) return false;
  onWaiting({ why: "offline" });
  await back;
  return true;
}

async function pauseFor(ms: number, error: unknown, { wait, signal, onWaiting }: Patience): Promise<void> {
  onWaiting({ until: Date.now() + ms, why: reasonOf(error) });
  await wait(ms, signal);
}

function reasonOf(error: unknown): Waiting["why"] {
  if (!(error instanceof ApiProblem) && !(error instanceof StoreProblem)) return "busy";
  if (error.status === 0) return "offline";
  return error instanceof StoreProblem && error.status === 403 ? "refused-url" : "busy";
}

function retryAfterSecondsOf(error: unknown): number | undefined {
  return error instanceof ApiProblem || error instanceof StoreProblem ? error.retryAfterSeconds : undefined;
}

/** Waits by the system's clock. */
export function waitByTimer(ms: number, signal: AbortSignal): Promise<void> {
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
