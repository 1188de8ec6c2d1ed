/** Time, injected so that tests own it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** ISO 8601 in UTC with milliseconds; such strings sort by time. */
export function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
