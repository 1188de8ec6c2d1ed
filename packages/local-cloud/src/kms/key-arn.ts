import { createHash } from "node:crypto";

/** Where a key lives. */
export interface KeyScope {
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
}

/**
 * Id of a key, in the shape of a multi-Region key (`mrk-` and 32 hex digits). It follows from the account and the
 * alias, so that policies can name a key before the cloud has started.
 */
export function keyID(account: string, alias: string): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([account, alias]))
    .digest("hex");
  return `mrk-${digest.slice(0, 32)}`;
}

/** ARN of the key that stands behind an alias (without `alias/`). */
export function keyArn(scope: KeyScope, alias: string): string {
  return `arn:aws:kms:${scope.region}:${scope.account}:key/${keyID(scope.account, alias)}`;
}
