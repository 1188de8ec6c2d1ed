import type { Actor } from "./actor.ts";
import type { Clock } from "./clock.ts";
import type { AuditEvent } from "./event.ts";
import type { NewID } from "./id.ts";
import type { Write } from "./plan.ts";
import type { StepUpUse } from "./step-up.ts";

/** Where a plan becomes true. */
export interface Ledger {
  /** The description of an audit row; its create fails when the row exists. */
  audit(event: AuditEvent): Write;
  /**
   * The description of a step-up's use: its delete fails unless it is there, bound to just this, and not too old. The
   * refusal is then `step-up-required`.
   */
  useStepUp(use: StepUpUse): Write;
  /**
   * One `TransactWriteItems` of 1 to 100 writes.
   *
   * @returns nothing when it is done; the writes whose conditions failed; `conflict` when another transaction was busy
   *   with the same items or the table was throttled
   * @throws Problem `unavailable` when the table did not answer
   */
  commit(writes: readonly Write[]): Promise<Committed>;
}

export type Item = Readonly<Record<string, unknown>>;

/** Reads rows, under the rights of one function and one clinic. */
export interface Reader {
  /** Strongly consistent. @throws Problem `unavailable` when the table did not answer */
  get(params: object): Promise<Item | undefined>;
  /**
   * One page. Strongly consistent unless the params name an index.
   *
   * @param page `limit` rows at most, after the key `after`; all rows when it is left out
   */
  query(params: object, page?: { readonly limit: number; readonly after?: Item | undefined }): Promise<Page>;
}

export interface Page {
  readonly items: readonly Item[];
  /** Key of the last row, when there may be more. */
  readonly last?: Item;
}

export type Committed =
  | { readonly outcome: "done" }
  | { readonly outcome: "conflict" }
  | {
      readonly outcome: "refused";
      /** Places of the writes whose conditions failed. */
      readonly failed: readonly number[];
    };

/** What every operation is given beside its dependencies and its input. */
export interface Context<A extends Actor = Actor> {
  readonly actor: A;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly newID: NewID;
  readonly request: {
    readonly id: string;
    readonly addressHash?: string;
  };
  /**
   * Counts a refusal. True when there were so many of late that this one has its part in a row that stands for the rest,
   * which then is written. Without it, each has a row of its own.
   */
  readonly countRefusal?: () => Promise<boolean>;
  /** Waits before a conflicting transaction is tried again; tests answer at once. */
  readonly pause: (milliseconds: number) => Promise<void>;
}
