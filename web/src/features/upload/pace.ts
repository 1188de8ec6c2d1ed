/** Bytes that had left by a moment, in milliseconds since 1970. */
interface Mark {
  readonly atMs: number;
  readonly sentBytes: number;
}

/** How fast it goes: what has left in the last while. */
export interface Pace {
  readonly marks: readonly Mark[];
}

export const NO_PACE: Pace = { marks: [] };

/** Older counts say nothing about the network of now. */
const WINDOW_MS = 30_000;
/** Below this nothing is said: the first bytes of a file tell more of buffers than of the network. */
const LEAST_MS = 5000;
const LEAST_MARKS = 4;

/** Takes a count down. A count that fell begins anew: something is sent again. */
export function markPace({ marks }: Pace, mark: Mark): Pace {
  const last = marks.at(-1);
  if (last !== undefined && mark.sentBytes < last.sentBytes) return { marks: [mark] };
  if (last?.sentBytes === mark.sentBytes) return { marks };
  return { marks: [...marks.filter(({ atMs }) => mark.atMs - atMs <= WINDOW_MS), mark] };
}

/** Bytes in a second; undefined while it cannot be said honestly: too few counts, or too long ago. */
export function speedOf({ marks }: Pace, nowMs: number): number | undefined {
  const [first, last] = [marks[0], marks.at(-1)];
  if (first === undefined || last === undefined || marks.length < LEAST_MARKS) return undefined;
  if (last.atMs - first.atMs < LEAST_MS || nowMs - last.atMs > WINDOW_MS) return undefined;
  return ((last.sentBytes - first.sentBytes) * 1000) / (nowMs - first.atMs);
}

/** Seconds until the rest is in at this speed, whole; undefined as `speedOf`. */
export function secondsLeft(
  pace: Pace,
  rest: { readonly bytes: number; readonly nowMs: number },
): number | undefined {
  const speed = speedOf(pace, rest.nowMs);
  return speed === undefined || speed <= 0 ? undefined : Math.ceil(rest.bytes / speed);
}
