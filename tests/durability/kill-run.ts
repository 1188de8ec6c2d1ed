import { newCounters, settle, streamFaultsOf, type StreamCount } from "./counters.ts";
import { addTo, clientsOf, faultsOf, loadAndKill, messageFaultsOf, newLedger } from "./ledger.ts";
import { startVictim } from "./victim.ts";

/** What came of killing a cloud again and again. */
export interface KillRun {
  readonly kills: number;
  readonly acknowledged: number;
  /** Of the table whose stream feeds a function. */
  readonly streamRecords: StreamCount;
  /** Sentences that begin with `lost` or `torn`. */
  readonly faults: readonly string[];
  /** Longest start on what an earlier cloud had left. */
  readonly slowestStartMs: number;
}

/** Draws numbers from 0 to 1 that a seed decides: mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Starts a cloud on a directory, loads it, kills it after a number of acknowledgements that the seed decides, starts it
 * again, and compares what it has with what it had acknowledged; `kills` times, and everything once more at the end, with
 * what a function was told by the stream through all of it.
 */
export async function killAgainAndAgain(directory: string, kills: number, seed: number): Promise<KillRun> {
  const random = seeded(seed);
  const counters = newCounters();
  const all = newLedger(counters);
  const faults: string[] = [];
  let acknowledged = 0;
  let slowestStartMs = 0;
  let victim = await startVictim(directory);
  const { noted } = victim.serving;
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      const ledger = newLedger(counters);
      acknowledged += await loadAndKill(victim, ledger, 5 + Math.floor(random() * 60));
      victim = await startVictim(directory);
      slowestStartMs = Math.max(slowestStartMs, victim.serving.startMs);
      if (victim.serving.noted !== noted) faults.push("lost: what the caller had noted");
      faults.push(...(await faultsOf(victim, ledger)), ...(await messageFaultsOf(victim, ledger)));
      faults.push(...(await settle(clientsOf(victim).dynamo, counters)));
      addTo(all, ledger);
    }
    faults.push(...(await faultsOf(victim, all)));
    const { faults: streamFaults, ...streamRecords } = await streamFaultsOf(directory, counters, all.pairs);
    faults.push(...streamFaults);
    return { kills, acknowledged, streamRecords, faults, slowestStartMs };
  } finally {
    await victim.kill();
  }
}
