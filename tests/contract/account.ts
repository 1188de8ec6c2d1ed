import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { makeBuckets } from "./account-bucket.ts";
import { makeKeys, makePools, makeQueues, makeRoles, makeTables } from "./account-resources.ts";
import { assume, clientsOf, type Clients, type Credentials } from "./clients.ts";
import type { Target } from "./target.ts";
import type { Names, Topology } from "./topology.ts";

/** An account while a topology is made in it: every step notes how it is undone. */
export interface Site {
  readonly clients: Clients;
  readonly names: Names;
  /** In front of the name of everything that is made. */
  readonly prefix: string;
  readonly undo: (() => Promise<unknown>)[];
  readonly keyIDs: Map<string, string>;
  readonly queueUrls: Map<string, string>;
  readonly poolIDs: Map<string, { readonly poolID: string; readonly clientID: string }>;
}

/** IAM spreads what it is told "within seconds"; elsewhere it is there at once. */
const settleMs = process.env["AWS_ENDPOINT_URL"] === undefined ? 15_000 : 0;

/**
 * Makes a topology with the environment's credentials, at the environment's endpoint, and removes it on `close`. A
 * KMS key is removed by AWS seven days later; until then it costs nothing.
 * @throws Error of the SDK when something cannot be made; what was made by then is removed
 */
export async function openAccount(topology: Topology): Promise<Target> {
  const site = await openSite();
  try {
    await makeKeys(site, topology);
    await makePools(site, topology);
    await makeQueues(site, topology);
    await makeTables(site, topology);
    await makeRoles(site, topology);
    await makeBuckets(site, topology);
    await wait(settleMs);
  } catch (error) {
    await clear(site);
    throw error;
  }
  return targetOf(site);
}

async function openSite(): Promise<Site> {
  const region = process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"] ?? "us-east-1";
  const clients = clientsOf({ region });
  const { Account: account = "" } = await clients.sts.send(new GetCallerIdentityCommand({}));
  const prefix = `contract-${randomBytes(4).toString("hex")}-`;
  const keyIDs: Site["keyIDs"] = new Map();
  const poolIDs: Site["poolIDs"] = new Map();
  const arn = (service: string, rest: string) => `arn:aws:${service}:${region}:${account}:${rest}`;
  const names: Names = {
    region,
    account,
    role: (name) => `arn:aws:iam::${account}:role/${prefix}${name}`,
    table: (name) => arn("dynamodb", `table/${prefix}${name}`),
    bucket: (name) => `arn:aws:s3:::${prefix}${name}`,
    queue: (name) => arn("sqs", `${prefix}${name}`),
    key: (alias) => arn("kms", `key/${made(keyIDs, alias)}`),
    pool: (name) => arn("cognito-idp", `userpool/${made(poolIDs, name).poolID}`),
  };
  return { clients, names, prefix, undo: [], keyIDs, queueUrls: new Map(), poolIDs };
}

function targetOf(site: Site): Target {
  const { clients, names, prefix } = site;
  const opened: Clients[] = [];
  const open = (credentials: Credentials): Clients => {
    const session = clientsOf({ region: names.region }, credentials);
    opened.push(session);
    return session;
  };
  const aws = process.env["AWS_ENDPOINT_URL"];
  const s3 = process.env["AWS_ENDPOINT_URL_S3"] ?? aws;
  return {
    kind: "aws",
    names,
    endpoints: { ...(aws !== undefined && { aws }), ...(s3 !== undefined && { s3 }) },
    as: async (role, tags) => open(await assume(clients, names.role(role), tags)),
    with: open,
    tableName: (name) => prefix + name,
    bucketName: (name) => prefix + name,
    queueUrl: (name) => made(site.queueUrls, name),
    pool: (name) => made(site.poolIDs, name),
    async close() {
      for (const session of opened) session.destroy();
      await clear(site);
    },
  };
}

/** Removes what was made, the last first; what cannot be removed is printed, for somebody has to. */
async function clear({ clients, undo }: Site): Promise<void> {
  for (const step of undo.toReversed())
    await step().catch((error: unknown) => console.warn(`left behind: ${String(error)}`));
  clients.destroy();
}

function made<Value>(map: ReadonlyMap<string, Value>, name: string): Value {
  const value = map.get(name);
  if (value === undefined) throw new Error(`The topology has no ${name}.`);
  return value;
}
