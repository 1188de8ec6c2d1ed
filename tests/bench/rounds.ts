/** What is compared with others: a name, and one run of it. */
export interface Contestant {
  readonly name: string;
  /** @returns milliseconds */
  run(): Promise<number>;
}

/** Of all rounds but the first, which warms up. */
export interface Outcome {
  readonly name: string;
  readonly runsMs: readonly number[];
  readonly medianMs: number;
  readonly bestMs: number;
}

/**
 * Lets all contestants run once in each round, in an order that is drawn anew, so that what else the machine does
 * falls on all alike. The first round is dropped.
 *
 * @param rounds that count
 * @param random from 0 to 1
 */
export async function compete(
  contestants: readonly Contestant[],
  rounds: number,
  random: () => number = Math.random,
): Promise<readonly Outcome[]> {
  const runs = new Map<string, number[]>(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, run } of shuffled(contestants, random)) {
      const ms = await run();
      if (round > 0) runs.get(name)?.push(ms);
    }
  }
  return [...runs].map(([name, runsMs]) => ({
    name,
    runsMs,
    medianMs: medianOf(runsMs),
    bestMs: Math.min(...runsMs),
  }));
}

/** The middle; of an even number, the mean of the two middle ones. @throws RangeError for nothing */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError("nothing was measured");
  return (lower + upper) / 2;
}

function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  const drawn = items.map((item) => ({ item, place: random() }));
  return drawn.toSorted((a, b) => a.place - b.place).map(({ item }) => item);
}
