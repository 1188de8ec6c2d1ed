import type { BatchOperation, Store } from "dynalite/db/index.js";
import { AwsError } from "../aws/error.ts";
import type { Clock } from "../aws/principal.ts";
import { invalid } from "./failure.ts";

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
const tokenLifeMs = 10 * 60 * 1000;
const mostCharacters = 36;

interface KeptToken {
  readonly digest: string;
  readonly expiresAtMs: number;
}

/** What was written under which client token in the last ten minutes; it outlives the process where rows do. */
export interface ClientTokens {
  /** True when this very transaction was committed before. @throws AwsError `IdempotentParameterMismatchException` */
  isRepeat(token: string, digest: string): Promise<boolean>;
  /** What to keep in the batch that commits the transaction, so that neither is there without the other. */
  operationsOf(token: string, digest: string): readonly BatchOperation[];
  /** Removes the tokens that are past their time. */
  trim(): Promise<void>;
}

/** Makes the tokens of one store, with those that it keeps. */
export function createClientTokens(store: Store, clock: Clock): ClientTokens {
  const prefix = "token~";
  return {
    async isRepeat(token, digest) {
      const before = (await store.db.get(prefix + token)) as KeptToken | undefined;
      if (before === undefined || before.expiresAtMs <= clock.now()) return false;
      if (before.digest === digest) return true;
      throw new AwsError(
        "IdempotentParameterMismatchException",
        "The same client token was used with other parameters.",
      );
    },
    operationsOf(token, digest) {
      const value: KeptToken = { digest, expiresAtMs: clock.now() + tokenLifeMs };
      return [{ type: "put", key: prefix + token, value }];
    },
    async trim() {
      const gone: BatchOperation[] = [];
      for await (const [key, value] of store.db.iterator({ gt: prefix, lt: `${prefix}\uffff` }))
        if ((value as KeptToken).expiresAtMs <= clock.now()) gone.push({ type: "del", key });
      if (gone.length > 0) await store.db.batch(gone);
    },
  };
}

/** The request's own token, if it brings one. @throws an engine failure when it is none */
export function clientTokenOf(input: Readonly<Record<string, unknown>>): string | undefined {
  const token = input["ClientRequestToken"];
  if (token === undefined) return undefined;
  if (typeof token === "string" && token.length >= 1 && token.length <= mostCharacters) return token;
  throw invalid(
    "1 validation error detected: Value at 'clientRequestToken' failed to satisfy constraint: " +
      "Member must have length less than or equal to 36 and greater than or equal to 1",
  );
}
