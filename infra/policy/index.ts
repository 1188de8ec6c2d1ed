import { buckets, type BucketDefinition } from "./bucket.ts";
import { keys, type KeyDefinition } from "./keys.ts";
import { names, type DeploymentInput, type KeyName, type Names } from "./names.ts";
import { queues, type QueueDefinition } from "./queues.ts";
import { roles, type Role } from "./roles.ts";
import { tableProtection, tables, type TableDefinition, type TableProtection } from "./tables.ts";

export * from "./backup.ts";
export * from "./bucket.ts";
export * from "./changes.ts";
export * from "./document.ts";
export * from "./functions.ts";
export * from "./headers.ts";
export * from "./keys.ts";
export * from "./names.ts";
export * from "./operations.ts";
export * from "./queues.ts";
export * from "./roles.ts";
export * from "./service-buckets.ts";
export * from "./service-keys.ts";
export * from "./sign-in-paths.ts";
export * from "./tables.ts";
export { ROW_RIGHTS, type RowAction, type RowRight } from "./table-rights.ts";
export { keyUses, type KeyUse } from "./key-use.ts";
export { CLINIC_PATTERN, PLATFORM_CLINIC } from "./tenancy.ts";

/** Everything of a deployment that is data: names, rights and arguments. */
export interface Deployment {
  readonly names: Names;
  /** By role name. */
  readonly roles: Readonly<Record<string, Role>>;
  /** By alias. */
  readonly keys: Readonly<Record<KeyName, KeyDefinition>>;
  /** By bucket name. */
  readonly buckets: Readonly<Record<string, BucketDefinition>>;
  /** By queue name. */
  readonly queues: Readonly<Record<string, QueueDefinition>>;
  readonly tables: TableDefinition[];
  /** By table name. */
  readonly tableProtection: Readonly<Record<string, TableProtection>>;
}

/**
 * The whole deployment from one description. A pure function, so that what AWS is given and what a laptop's cloud
 * judges by cannot differ.
 * @param input `origin` is the portal's own, for instance `https://portal.example.org`.
 * @throws Error when `origin` is not exactly one origin.
 */
export function deployment(input: DeploymentInput & { readonly origin: string }): Deployment {
  const all = names(input);
  return {
    names: all,
    roles: roles(all),
    keys: keys(all),
    buckets: buckets(all, input.origin),
    queues: queues(all),
    tables: tables(all),
    tableProtection: tableProtection(all),
  };
}
export * from "./receipt-keys.ts";
