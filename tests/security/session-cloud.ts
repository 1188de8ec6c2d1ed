import { createHash } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { LIMITS } from "@postern/contract";
import { createDatabase, type TableNames } from "@postern/core/aws";
import { startLocalCloud, type LocalCloud } from "@postern/local-cloud";
import { vi } from "vitest";
import { KEY_NAMES, TABLE_NAMES, deployment, record, type FunctionName } from "../../infra/policy/index.ts";
import { keyArn } from "../../packages/local-cloud/src/kms/key-arn.ts";
import { ORIGIN, ORIGIN_SECRET } from "./portal-browser.ts";

const region = "us-east-1";
const account = "111122223333";
export const POOL = "people";
const clientID = "portal";
/** The pool asks for more than the contract does, so that its own no can be seen. */
const minimumPasswordLength = LIMITS.passwordLength + 2;

export type SessionCloud = Awaited<ReturnType<typeof startSessionCloud>>;

/** The embedded cloud with the deployed tables, roles and policies, and a pool of people. */
export async function startSessionCloud() {
  const {
    names,
    roles,
    tables: definitions,
  } = deployment({
    app: "postern",
    stage: "test",
    region,
    account,
    origin: ORIGIN,
    keyARNs: record(KEY_NAMES, (key) => keyArn({ region, account }, key)),
    userPoolARN: `arn:aws:cognito-idp:${region}:${account}:userpool/${poolID()}`,
  });
  const cloud = await startLocalCloud({
    region,
    account,
    roles,
    tables: definitions,
    keys: {},
    buckets: {},
    queues: {},
    functions: {},
    userPools: { [POOL]: { clientID, minimumPasswordLength, authSessionSeconds: 900 } },
  });
  const tables: TableNames = record(TABLE_NAMES, (name) => names.tables[name].name);
  const documents = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint: cloud.endpoints.aws, region, credentials: rootCredentials(cloud) }),
    { marshallOptions: { removeUndefinedValues: true } },
  );
  const root = createDatabase(documents, tables);
  return { cloud, names, tables, documents, root };
}

/** The embedded cloud's id for the pool: the same in every run, as policies need it. */
function poolID(): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  const digest = [...createHash("sha256").update(POOL).digest().subarray(0, 9)];
  return `${region}_${digest.map((byte) => letters.charAt(byte % letters.length)).join("")}`;
}

/** Credentials that are drawn again when they have ended, for tests that let half a day go by. */
const rootCredentials = (cloud: LocalCloud) => () =>
  Promise.resolve({ ...cloud.rootCredentials(), expiration: new Date(Date.now() + 3600_000) });

/** Sets the environment of this process as Lambda sets that of a function. */
export function becomeFunction({ cloud, names, tables }: SessionCloud, name: FunctionName): void {
  const credentials = cloud.credentialsFor(names.baseRoles[name].name);
  const pool = cloud.userPoolID(POOL);
  const settings = {
    ...Object.fromEntries(TABLE_NAMES.map((table) => [`TABLE_${table.toUpperCase()}`, tables[table]])),
    ORIGIN,
    ORIGIN_SECRET,
    HASH_SECRET: "5a".repeat(32),
    TENANT_ROLE_ARN: names.tenantRoles[name].arn,
    USER_POOL_ID: pool,
    USER_POOL_CLIENT_ID: clientID,
    JWKS_URL: `${cloud.endpoints.aws}/${pool}/.well-known/jwks.json`,
    AWS_REGION: region,
    AWS_ENDPOINT_URL: cloud.endpoints.aws,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
  };
  for (const [key, value] of Object.entries(settings)) vi.stubEnv(key, value);
}
