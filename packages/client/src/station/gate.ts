/** Lets a number of parties in at a time; the others wait in the order in which they came. */
export interface Gate {
  /** @returns what frees the place again; a second call does nothing. @throws the signal's reason */
  enter(signal: AbortSignal): Promise<() => void>;
}

export function createGate(places: number): Gate {
  let free = places;
  const waiting = new Set<() => void>();

  function leaving(): () => void {
    let isInside = true;
    return () => {
      if (!isInside) return;
      isInside = false;
      const [next] = waiting;
      // The place goes from hand to hand: nobody who comes at this moment gets in between.
      if (next === undefined) free += 1;
      else next();
    };
  }

  return {
    async enter(signal) {
      signal.throwIfAborted();
      if (free === 0) await turn(signal);
      else free -= 1;
      return leaving();
    },
  };

  function turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      waiting.add(come);
      signal.addEventListener("abort", giveUp, { once: true });
      function come() {
        waiting.delete(come);
        signal.removeEventListener("abort", giveUp);
        resolve();
      }
      function giveUp() {
        waiting.delete(come);
        reject(signal.reason);
      }
    });
  }
}
