import {
  connectBase,
  connectTenants,
  type Database,
  type TableNames,
  type Tenancy,
  type Tenant,
} from "@postern/core/aws";
import { createLedger } from "@postern/core/audit";
import {
  createLog,
  idSource,
  systemClock,
  type Actor,
  type Clock,
  type Context,
  type Ledger,
  type Log,
} from "@postern/core/kernel";
import type { EdgeOptions, EdgeRequest } from "../http/edge.ts";
import type { HttpEnvironment, TableEnvironment } from "./environment.ts";
import { networkOf } from "./network.ts";

/** What every function stands on. */
export interface Ground {
  readonly clock: Clock;
  readonly log: Log;
  /** The tables under the function's own role. */
  readonly base: Database;
  readonly tenants: Tenancy<Tenant>;
}

export function ground(environment: TableEnvironment & { readonly TENANT_ROLE_ARN: string }): Ground {
  const tables = tableNames(environment);
  const clock = systemClock;
  return {
    clock,
    log: createLog((line) => process.stdout.write(`${line}\n`)),
    base: connectBase(tables),
    tenants: connectTenants({ tables, clock, roleARN: environment.TENANT_ROLE_ARN }),
  };
}

function tableNames(environment: TableEnvironment): TableNames {
  return {
    record: environment.TABLE_RECORD,
    audit: environment.TABLE_AUDIT,
    log: environment.TABLE_LOG,
    session: environment.TABLE_SESSION,
    directory: environment.TABLE_DIRECTORY,
    limit: environment.TABLE_LIMIT,
  };
}

export function edgeOptions(environment: HttpEnvironment, { log }: Ground): EdgeOptions {
  const { ORIGIN: origin, ORIGIN_SECRET: originSecret } = environment;
  return { origin, originSecret, log, newRequestID: () => crypto.randomUUID() };
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** The context of one call. */
export function contextOf<A extends Actor>(
  { clock }: Ground,
  actor: A,
  ledger: Ledger,
  request: { readonly id: string; readonly addressHash?: string },
): Context<A> {
  return { actor, ledger, clock, newID: idSource(clock), request, pause };
}

/** The context of one of our workers, for one clinic. */
export function systemContext(stand: Ground, tenant: Tenant, component: string, requestID: string): Context {
  const actor = { type: "system", clinicID: tenant.clinicID, component } as const;
  return contextOf(stand, actor, createLedger(tenant.database), { id: requestID });
}

/**
 * Salts an address for counters and the audit log, so that the log alone does not tell it. One IPv6 network has one
 * hash: whoever has an address of it has them all.
 */
export function addressHasher(secretHex: string): (request: EdgeRequest) => Promise<string> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = crypto.subtle.importKey("raw", Buffer.from(secretHex, "hex"), algorithm, false, ["sign"]);
  return async ({ address }) => {
    const mac = await crypto.subtle.sign("HMAC", await key, new TextEncoder().encode(networkOf(address)));
    return Buffer.from(mac).subarray(0, 16).toString("hex");
  };
}
