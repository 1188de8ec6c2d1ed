import type { EventID } from "@postern/contract";
import type { Facts } from "./event.ts";
import type { Problem } from "./problem.ts";

/** One part of a transaction, described and not yet done: DynamoDB's own member names. */
export type TransactPart =
  | { readonly Put: object }
  | { readonly Update: object }
  | { readonly Delete: object }
  | { readonly ConditionCheck: object };

/** A part, and what it means when its condition fails: a refusal, or that the world has moved and the operation looks again. */
export interface Write {
  readonly part: TransactPart;
  readonly otherwise: () => Problem | "again";
}

const again = () => "again" as const;
type Otherwise = Write["otherwise"];

export const put = (params: object, otherwise: Otherwise = again): Write => ({
  part: { Put: params },
  otherwise,
});
export const update = (params: object, otherwise: Otherwise = again): Write => ({
  part: { Update: params },
  otherwise,
});
export const remove = (params: object, otherwise: Otherwise = again): Write => ({
  part: { Delete: params },
  otherwise,
});
export const check = (params: object, otherwise: Otherwise = again): Write => ({
  part: { ConditionCheck: params },
  otherwise,
});

/**
 * What an operation wants to happen. Made by `change`, `release` and `settled` only. The last step is not called
 * `then`: a plan with such a member would be a thenable, and awaiting it would run the step before the commit.
 */
export type Plan<Result> =
  | {
      readonly kind: "commit";
      readonly checks: readonly Write[];
      readonly writes: readonly Write[];
      readonly facts: Facts;
      /** Names an unchanged poll: one audit row for the session, the list and five minutes. */
      readonly once?: string | undefined;
      /** The audit event's id, where the answer names it too. */
      readonly eventID?: EventID | undefined;
      /** Tidies up what `run` made outside the table, when the plan is thrown away. */
      readonly discard?: (() => Promise<void>) | undefined;
      readonly afterwards: () => Promise<Result> | Result;
    }
  | { readonly kind: "settled"; readonly afterwards: () => Promise<Result> | Result };

interface Parts<Result> {
  readonly checks?: readonly Write[];
  readonly facts: Facts;
  readonly afterwards: () => Promise<Result> | Result;
}

/** Changes records: checks, writes and the audit row in one transaction; then `afterwards`, whose value is the answer. */
export function change<Result>(
  plan: Parts<Result> & {
    readonly writes: readonly Write[];
    readonly discard?: (() => Promise<void>) | undefined;
  },
): Plan<Result> {
  return { kind: "commit", checks: [], ...plan };
}

/** Changes nothing but lets something out: the audit row is written before `afterwards` runs. */
export function release<Result>(
  plan: Parts<Result> & { readonly once?: string; readonly eventID?: EventID },
): Plan<Result> {
  return { kind: "commit", checks: [], writes: [], ...plan };
}

/**
 * What was asked for already stands, with its audit row, by an earlier delivery of the same call: nothing is written
 * again. `afterwards` repeats what may be repeated.
 */
export function settled<Result>(afterwards: () => Promise<Result> | Result): Plan<Result> {
  return { kind: "settled", afterwards };
}
