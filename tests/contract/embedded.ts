import {
  keyArn,
  startLocalCloud,
  userPoolArn,
  type LocalCloudOptions,
  type PolicyDocument,
} from "@postern/local-cloud";
import { clientsOf, type Clients } from "./clients.ts";
import type { Target } from "./target.ts";
import { keyPolicy, policy, trustPolicy, type Names, type Policy, type Topology } from "./topology.ts";

const region = "us-east-1";
const account = "111122223333";
const clientID = "contract-client";

/** Names as the embedded cloud makes them: they follow from the account. */
const names: Names = {
  region,
  account,
  role: (name) => `arn:aws:iam::${account}:role/${name}`,
  table: (name) => `arn:aws:dynamodb:${region}:${account}:table/${name}`,
  bucket: (name) => `arn:aws:s3:::${name}`,
  queue: (name) => `arn:aws:sqs:${region}:${account}:${name}`,
  key: (alias) => keyArn({ region, account }, alias),
  pool: (name) => userPoolArn({ region, account }, name),
};

/** Starts the embedded cloud in this process, with a topology in it and, for one file, functions. */
export async function openEmbedded(
  topology: Topology,
  functions: LocalCloudOptions["functions"] = {},
): Promise<Target> {
  const cloud = await startLocalCloud({ ...optionsOf(topology), functions });
  const place = { region, endpoints: cloud.endpoints };
  const opened: Clients[] = [];
  const open = (credentials: Clients["credentials"]): Clients => {
    const clients = clientsOf(place, credentials);
    opened.push(clients);
    return clients;
  };
  return {
    kind: "embedded",
    names,
    endpoints: cloud.endpoints,
    as: async (role, tags) => open(cloud.credentialsFor(role, tags)),
    with: open,
    tableName: (name) => name,
    bucketName: (name) => name,
    queueUrl: (name) => cloud.queueUrl(name),
    pool: (name) => ({ poolID: cloud.userPoolID(name), clientID }),
    async close() {
      for (const clients of opened) clients.destroy();
      await cloud.close();
    },
  };
}

function optionsOf(topology: Topology): LocalCloudOptions {
  const { roles, tables = {}, keys = {}, buckets = {}, queues = {} } = topology;
  return {
    region,
    account,
    roles: each(roles, (role) => ({
      identity: document(policy(...role.may(names))),
      trust: document(trustPolicy(names, role)),
    })),
    tables: Object.entries(tables).map(([TableName, table]) => ({ TableName, ...table })),
    keys: each(keys, (key) => ({
      policy: document(keyPolicy(names, key)),
      ...(key.signs && { usage: "SIGN_VERIFY" as const, spec: key.signs }),
    })),
    buckets: each(buckets, (bucket) => ({
      policy: document(policy(...bucket.policy(names))),
      kmsKey: bucket.key,
      cors: {
        origins: bucket.cors ? [bucket.cors.origin] : [],
        headers: bucket.cors?.headers ?? [],
        exposed: bucket.cors?.exposed ?? [],
      },
      ...(bucket.objectLock !== undefined && { objectLock: bucket.objectLock }),
      ...(bucket.notifies !== undefined && { notifyQueue: bucket.notifies }),
    })),
    queues: each(queues, ({ visibilitySeconds, deadLetters, policy: statements }) => ({
      visibilitySeconds,
      ...(statements && { policy: document(policy(...statements(names))) }),
      ...(deadLetters && {
        deadLetterQueue: deadLetters.queue,
        maxReceiveCount: deadLetters.maxReceives,
      }),
    })),
    userPools: poolsOf(topology),
    functions: {},
  };
}

function poolsOf({ userPools = [], relyingPartyId }: Topology): LocalCloudOptions["userPools"] {
  const options = {
    clientID,
    minimumPasswordLength: 15,
    authSessionSeconds: 900,
    ...(relyingPartyId !== undefined && {
      authFlows: ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_USER_AUTH"] as const,
      firstFactors: ["PASSWORD", "WEB_AUTHN"] as const,
      webAuthn: {
        relyingPartyId,
        userVerification: "required" as const,
        factorConfiguration: "MULTI_FACTOR_WITH_USER_VERIFICATION" as const,
      },
    }),
  };
  return Object.fromEntries(userPools.map((name) => [name, options]));
}

/** The embedded cloud's own type of the same document. */
function document(stated: Policy): PolicyDocument {
  return stated as PolicyDocument;
}

function each<From, To>(
  entries: Readonly<Record<string, From>>,
  make: (entry: From) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, make(entry)]));
}
