/** How long each step of the demonstration took. */
export interface Stopwatch {
  /** Does a step and writes down its name and time, and what `note` says of its result. */
  measure<Result>(
    step: string,
    work: () => Promise<Result>,
    note?: (result: Result) => string,
  ): Promise<Result>;
  /** Step, milliseconds, note. */
  readonly rows: readonly (readonly [string, number, string])[];
}

export function createStopwatch(): Stopwatch {
  const rows: (readonly [string, number, string])[] = [];
  return {
    rows,
    async measure(step, work, note = () => "") {
      const start = performance.now();
      const result = await work();
      rows.push([step, Math.round(performance.now() - start), note(result)]);
      return result;
    },
  };
}
