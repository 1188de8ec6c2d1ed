import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { STSClient } from "@aws-sdk/client-sts";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Clock, IDs } from "../kernel/index.ts";
import { createDatabase, type Database, type TableNames } from "./database.ts";
import { createTenancy, type Tenancy, type TenantCredentials } from "./tenancy.ts";

/** What a function holds for one clinic; its tenant role says what of it works. */
export interface Tenant {
  readonly clinicID: IDs["cli"];
  readonly database: Database;
  readonly credentials: TenantCredentials;
}

const database = (tables: TableNames, credentials?: TenantCredentials): Database => {
  const client = new DynamoDBClient(credentials === undefined ? {} : { credentials });
  return createDatabase(
    DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
    tables,
  );
};

/** The tables under the function's own role. */
export function connectBase(tables: TableNames): Database {
  return database(tables);
}

/** Connections for each clinic, under the function's tenant role. */
export function connectTenants(options: {
  readonly tables: TableNames;
  readonly roleARN: string;
  readonly clock: Clock;
}): Tenancy<Tenant> {
  const { tables, roleARN, clock } = options;
  return createTenancy({
    sts: new STSClient(),
    roleARN,
    clock,
    build: (clinicID, credentials) => ({ clinicID, database: database(tables, credentials), credentials }),
  });
}

/**
 * Makes something once for each connection to a clinic; it lives as long as the credentials do. What a function never
 * makes is not in its bundle.
 */
export function perTenant<Made>(make: (tenant: Tenant) => Made): (tenant: Tenant) => Made {
  const all = new WeakMap<Tenant, Made>();
  return (tenant) => {
    const known = all.get(tenant);
    if (known !== undefined) return known;
    const made = make(tenant);
    all.set(tenant, made);
    return made;
  };
}
