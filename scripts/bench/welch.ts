/** What two samples of times tell of each other. */
export interface Comparison {
  /** Welch's t: how many standard errors lie between the two means; beyond 4.5 they are taken to be apart. */
  readonly t: number;
  readonly meanForeignMs: number;
  readonly meanMissingMs: number;
  readonly medianForeignMs: number;
  readonly medianMissingMs: number;
}

/** Compares the means of two samples that may vary differently. Times in milliseconds; two or more of each. */
export function compare(foreign: readonly number[], missing: readonly number[]): Comparison {
  const error = Math.sqrt(varianceOf(foreign) / foreign.length + varianceOf(missing) / missing.length);
  return {
    t: rounded((meanOf(foreign) - meanOf(missing)) / error),
    meanForeignMs: rounded(meanOf(foreign)),
    meanMissingMs: rounded(meanOf(missing)),
    medianForeignMs: rounded(medianOf(foreign)),
    medianMissingMs: rounded(medianOf(missing)),
  };
}

const rounded = (value: number) => Math.round(value * 1000) / 1000;
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const medianOf = (values: readonly number[]) =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;

function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
