import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Clock, IDs } from "../kernel/index.ts";
import { createDataKeys, type DataKeys } from "./data-keys.ts";
import { createDatabase, type Database, type TableNames } from "./database.ts";
import { createTenancy, type Tenancy, type TenantCredentials } from "./tenancy.ts";

/** What a function holds for one clinic; its tenant role says what of it works. */
export interface Tenant {
  readonly clinicID: IDs["cli"];
  readonly database: Database;
  readonly dataKeys: DataKeys;
  readonly s3: S3Client;
  /** When the credentials end, in milliseconds since the epoch. */
  readonly expiresAtMs: number;
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
    build: (clinicID, credentials) => ({
      clinicID,
      database: database(tables, credentials),
      dataKeys: createDataKeys(new KMSClient({ credentials })),
      s3: new S3Client({ credentials, requestChecksumCalculation: "WHEN_REQUIRED" }),
      expiresAtMs: credentials.expiration.getTime(),
    }),
  });
}
