import { randomInt } from "node:crypto";
import type { FaultOptions } from "@postern/local-cloud";

/** Seldom enough that everything ends well, and often enough that a person meets each of them in an afternoon. */
const GENTLE: FaultOptions["rates"] = {
  throttling: 0.02,
  transactionConflict: 0.03,
  lostAnswer: 0.01,
  lostObject: 0.05,
  duplicateEvent: 0.2,
  repeatedDelivery: 0.1,
  lateEvent: 0.3,
  reorderedEvents: 0.2,
  staleIndex: 0.2,
  clockSkew: 0.005,
  killedWorker: 0.005,
  kmsOutage: 0.02,
};

const MOST_SEED = 1_000_000;

/**
 * The gentle faults.
 * @param seed as a person typed it; drawn when left out
 * @throws Error when it is no whole number
 */
export function gentleFaults(seed?: string): FaultOptions {
  if (seed !== undefined && !/^\d{1,9}$/.test(seed))
    throw new Error("A seed is a whole number of at most nine digits.");
  return { seed: seed === undefined ? randomInt(1, MOST_SEED) : Number(seed), rates: GENTLE };
}

/** What goes wrong, for whoever asked for it. */
export function faultsNotice({ seed, rates }: FaultOptions): string {
  const kinds = Object.entries(rates).map(([name, rate]) => `${name} ${rate * 100} %`);
  return `Faults are on, seed ${seed}: ${kinds.join(", ")} of calls.
The same calls fail again with: npm start -- --faults ${seed}
`;
}
