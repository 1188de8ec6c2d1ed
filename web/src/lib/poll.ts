import type { Wait } from "@postern/client";

/** How often something living is asked for: soon at first and after each change, then ever less. */
export const FIRST_DELAY_MS = 2000;
export const LONGEST_DELAY_MS = 30_000;

/** Milliseconds until the next look, given the last one's wait and whether it brought something. */
export function nextDelayMs(lastMs: number, hasChanged: boolean): number {
  return hasChanged ? FIRST_DELAY_MS : Math.min(LONGEST_DELAY_MS, Math.ceil(lastMs * 1.5));
}

export interface PollOptions<T> {
  readonly load: (signal: AbortSignal) => Promise<T>;
  /** True when nothing can come any more. */
  readonly isFinal: (value: T) => boolean;
  /** Two values that are alike for the reader. */
  readonly isSame: (one: T, other: T) => boolean;
  readonly onValue: (value: T) => void;
  /** A look failed; the next one comes all the same. */
  readonly onTrouble: (error: unknown) => void;
  readonly signal: AbortSignal;
  /** False while nobody sees the page. */
  readonly isSeen: () => boolean;
  readonly wait: Wait;
}

/** Looks again and again, starting from a value that is known, until it is final or the signal ends it. */
export async function makePoll<T>(known: T, options: PollOptions<T>): Promise<void> {
  const { signal } = options;
  let value = known;
  let delayMs = FIRST_DELAY_MS;
  while (!options.isFinal(value) && !signal.aborted) {
    try {
      await options.wait(delayMs, signal);
      if (signal.aborted) return;
      if (!options.isSeen()) continue;
      const next = await options.load(signal);
      if (signal.aborted) return;
      delayMs = nextDelayMs(delayMs, !options.isSame(value, next));
      value = next;
      options.onValue(next);
    } catch (error) {
      if (signal.aborted) return;
      delayMs = nextDelayMs(delayMs, false);
      options.onTrouble(error);
    }
  }
}
