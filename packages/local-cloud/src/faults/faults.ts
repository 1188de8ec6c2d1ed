import { createHash } from "node:crypto";
import type { Principal } from "../aws/principal.ts";

/** What can strike; each is off unless it has a rate. */
export const FAULT_NAMES = [
  "throttling",
  "transactionConflict",
  "lostAnswer",
  "lostObject",
  "duplicateEvent",
  "repeatedDelivery",
  "lateEvent",
  "reorderedEvents",
  "staleIndex",
  "clockSkew",
  "killedWorker",
  "kmsOutage",
] as const;
export type FaultName = (typeof FAULT_NAMES)[number];

export interface FaultOptions {
  /** Decides everything: the same seed strikes the same calls. */
  readonly seed: number;
  /** From 0, never, to 1, always. */
  readonly rates: Readonly<Partial<Record<FaultName, number>>>;
}

/** A call that was struck. */
export interface Struck {
  readonly fault: FaultName;
  /** Who called what: `<role> <action>`; for events, the queue; for indexes, `<table>/<index>`. */
  readonly operation: string;
  /** Which call of this operation it was, from 1, as far as this fault looks at it. */
  readonly call: number;
}

/** A hit; `size` from 0 to 1 says how hard, where there is a choice. */
export interface Strike {
  readonly size: number;
}

/** What the services ask before and after each call. */
export interface Faults {
  /** Each question counts as one call of the operation. Undefined when it goes unharmed. */
  strike(fault: FaultName, operation: string): Strike | undefined;
}

/** The faults, and how to switch them. */
export interface FaultControl {
  readonly faults: Faults;
  /**
   * Lets faults strike until the returned function is called; calls are counted anew.
   * @throws Error when others are on, or a rate is not from 0 to 1
   */
  inject(options: FaultOptions): () => void;
  /** What was struck since `inject` was last called, in order. */
  struck(): readonly Struck[];
}

/** So many calls in a row share one decision, so that trying again at once does not help. */
const SPANS: Readonly<Partial<Record<FaultName, number>>> = { kmsOutage: 4, clockSkew: 3 };

/**
 * Makes the faults, switched off. Whether a call is struck follows from the seed, the fault, the operation with its caller,
 * and which call of it this is; nothing that other operations do, or chance, or time, has a part in it. So what runs in
 * one order is struck alike each time. Which of several calls that are made side by side comes first is not decided here:
 * then the same decisions stand, and may meet other calls.
 */
export function createFaults(): FaultControl {
  let present: FaultOptions | undefined;
  let calls = new Map<string, number>();
  let struck: Struck[] = [];
  return {
    faults: {
      strike(fault, operation) {
        const rate = present?.rates[fault] ?? 0;
        if (present === undefined || rate === 0) return undefined;
        const name = `${fault} ${operation}`;
        const before = calls.get(name) ?? 0;
        calls.set(name, before + 1);
        const turn = Math.floor(before / (SPANS[fault] ?? 1));
        if (fraction(present.seed, name, turn) >= rate) return undefined;
        struck.push({ fault, operation, call: before + 1 });
        return { size: fraction(present.seed, `size of ${name}`, turn) };
      },
    },
    inject(options) {
      requireRates(options);
      if (present !== undefined) throw new Error("Other faults are on.");
      present = options;
      calls = new Map();
      struck = [];
      return () => {
        if (present === options) present = undefined;
      };
    },
    struck: () => [...struck],
  };
}

/** Who calls what, as the faults count it; undefined for the root, by whom a test or a person looks on, unharmed. */
export function operationOf(caller: Principal | undefined, action: string): string | undefined {
  if (caller?.kind === "root") return undefined;
  return `${caller?.role ?? caller?.arn ?? "anyone"} ${action}`;
}

/** A number from 0 up to 1 that follows from its arguments alone. */
function fraction(seed: number, name: string, turn: number): number {
  const digest = createHash("sha256").update(`${seed}\n${name}\n${turn}`).digest();
  return digest.readUInt32BE() / 2 ** 32;
}

function requireRates({ rates }: FaultOptions): void {
  for (const [name, rate] of Object.entries(rates))
    if (!(FAULT_NAMES as readonly string[]).includes(name) || !(rate >= 0 && rate <= 1))
      throw new Error(`The rate of ${name} is not from 0 to 1, or there is no such fault.`);
}
