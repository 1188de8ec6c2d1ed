/** Often enough for a bar that moves, and nothing beside the sealing. */
const TELL_MS = 250;

/** Passes a count on now and then: its newest value. */
export interface Teller {
  take(count: number): void;
  /** Nothing is told any more. */
  end(): void;
}

/** @param tell called at most four times a second, and once more after a count that is the last for long */
export function createTeller(tell: (count: number) => void): Teller {
  let newest = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    take(count) {
      newest = count;
      timer ??= setTimeout(() => {
        timer = undefined;
        tell(newest);
      }, TELL_MS);
    },
    end: () => clearTimeout(timer),
  };
}
