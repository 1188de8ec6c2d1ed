import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { startLocalCloud, type LocalCloud, type LocalCloudOptions } from "@postern/local-cloud";
import { backupRole, document, restoreRole, type Names } from "../../infra/policy/index.ts";
import type { FunctionFiles } from "../bundle.ts";
import { keptSecrets } from "../demo/keeping.ts";
import { drawSecrets, topology } from "../topology.ts";
import { documentRights } from "./rights.ts";

/** Nothing answers there: the names of a deployment do not depend on it. */
const NO_PORT = 1;

/** The deployment's names, as every embedded cloud has them. */
export function localNames(files: FunctionFiles): Names {
  return topology({ port: NO_PORT, files, secrets: drawSecrets() }).names;
}

/** The roles of AWS Backup as they are deployed; the one that restores has, for the drill, the rights of the runbook, too. */
export function withBackupRoles(names: Names, roles: LocalCloudOptions["roles"]): LocalCloudOptions["roles"] {
  const vault = `arn:aws:backup:${names.region}:${names.account}:backup-vault:local`;
  const restoring = [
    ...restoreRole(names).identity.Statement,
    ...documentRights(names.tables.record.name, names.documentBucket.name).Statement,
  ];
  return {
    ...roles,
    [names.backupRole.name]: { ...backupRole(names, [vault]), trust: document() },
    [names.restoreRole.name]: { identity: document(...restoring), trust: document() },
  };
}

export interface StoppedOptions {
  /** Of keys that the directory does not hold. */
  readonly keyMaterial?: NonNullable<LocalCloudOptions["keyMaterial"]>;
  /** Whether the queue of `ingest` hears of new documents. Default true. */
  readonly tellsIngest?: boolean;
}

/**
 * Starts a cloud on a directory in which nothing runs, as the runbook stops it: no function, no portal; and a second
 * bucket, for what AWS Backup brings.
 */
export async function startStopped(
  directory: string,
  files: FunctionFiles,
  { keyMaterial = {}, tellsIngest = true }: StoppedOptions = {},
): Promise<LocalCloud> {
  const secrets = await keptSecrets(directory);
  const { names, options } = topology({ port: NO_PORT, files, secrets });
  const { gateway: _, ...deployed } = options;
  const restored = {
    policy: document(),
    kmsKey: "storage",
    cors: { origins: [], headers: [], exposed: [] },
  };
  const { [names.documentBucket.name]: documents, ...others } = deployed.buckets;
  if (documents === undefined) throw new Error("The deployment has no bucket for documents.");
  const { notifyQueue: _queue, ...silent } = documents;
  return startLocalCloud({
    ...deployed,
    functions: {},
    roles: withBackupRoles(names, deployed.roles),
    buckets: {
      ...others,
      [names.documentBucket.name]: tellsIngest ? documents : silent,
      [names.restoredBucket.name]: restored,
    },
    keyMaterial,
    directory: { path: directory },
  });
}

/** Clients of a cloud: the account's root at the tables, and the backup's roles at the buckets. */
export function clientsOf(cloud: LocalCloud, { region, backupRole: backup, restoreRole: restore }: Names) {
  const { aws, s3 } = cloud.endpoints;
  const bucketsAs = (name: string) =>
    new S3Client({ region, endpoint: s3, credentials: cloud.credentialsFor(name) });
  return {
    dynamo: new DynamoDBClient({ region, endpoint: aws, credentials: cloud.rootCredentials() }),
    /** May bring documents back: rows and objects, and nothing else. */
    restoringDynamo: new DynamoDBClient({
      region,
      endpoint: aws,
      credentials: cloud.credentialsFor(restore.name),
    }),
    backingUp: bucketsAs(backup.name),
    restoring: bucketsAs(restore.name),
  };
}
