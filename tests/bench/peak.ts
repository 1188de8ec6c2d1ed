import { setTimeout as pause } from "node:timers/promises";

const SAMPLE_MS = 60;

/** The most that something rose above where it began, while work went on. @param sample in bytes */
export async function peakAbove(
  sample: () => Promise<number>,
  work: () => Promise<unknown>,
): Promise<{ readonly baselineBytes: number; readonly peakBytes: number }> {
  const baselineBytes = await sample();
  let peakBytes = 0;
  const stop = new AbortController();
  const sampling = (async () => {
    while (!stop.signal.aborted) {
      peakBytes = Math.max(peakBytes, (await sample()) - baselineBytes);
      await pause(SAMPLE_MS);
    }
  })();
  try {
    await work();
  } finally {
    stop.abort();
    await sampling;
  }
  return { baselineBytes, peakBytes };
}
