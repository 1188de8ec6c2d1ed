import type { JSONWebKeySet } from "jose";
import type { SeedUser } from "./cognito/index.ts";
import type { ObservedCall } from "./aws/use.ts";
import { assemble, end } from "./assembly.ts";
import type { Assembly } from "./assembly.ts";
import type { CloudNames, LocalCloudOptions } from "./options.ts";
import { listen } from "./server.ts";
import { issueSession, rolePrincipal, rootPrincipal } from "./session.ts";
import type { SessionCredentials } from "./session.ts";
import type { QueueDepth } from "./sqs/queue.ts";

export type { Clock, PolicyDocument, PolicyStatement } from "./aws/principal.ts";
export type { ObservedCall, PartitionUse } from "./aws/use.ts";
export type { SeedUser } from "./cognito/index.ts";
export { userPoolArn } from "./cognito/pool.ts";
export { totpCode } from "./cognito/totp.ts";
export { keyArn } from "./kms/key-arn.ts";
export { FunctionError } from "./lambda/environment.ts";
export type * from "./options.ts";
export type { SessionCredentials } from "./session.ts";
export type { QueueDepth } from "./sqs/queue.ts";

/** A running cloud. Names that are not in the options are errors. */
export interface LocalCloud extends CloudNames {
  jwks(poolName: string): JSONWebKeySet;
  /** @returns the user's `sub` */
  seedUser(poolName: string, user: SeedUser): { sub: string };
  /** Twelve hours as a role, without asking its trust policy: for tests and seeding. */
  credentialsFor(roleName: string, tags?: Readonly<Record<string, string>>): SessionCredentials;
  rootCredentials(): SessionCredentials;
  /** @throws FunctionError when the function failed, timed out or was killed */
  invoke(functionName: string, event: unknown): Promise<unknown>;
  /** Lets a function load its bundle anew from the next event on, after it was built again. */
  reload(functionName: string): void;
  /** Makes all messages of a queue receivable now, so that what failed is tried again at once. */
  redrive(queueName: string): void;
  queueDepth(queueName: string): QueueDepth;
  /** Every call on the table fails with 500 until the returned function is called. */
  failTable(tableName: string): () => void;
  /** Every use of a key fails with 500 until the returned function is called. */
  failKms(): () => void;
  /**
   * Kills the function's busy environments when a call of `action` (for instance `dynamodb:TransactWriteItems`) by its
   * role, or one that it assumes, has taken effect and is not answered yet. Resolves when it struck `times` (1) times.
   */
  killAt(functionName: string, action: string, times?: number): Promise<void>;
  /**
   * Tells `listener` of every call that takes effect, with what AWS would bill for it, until the returned function is
   * called. A call that is refused is not told of, though DynamoDB bills a write whose condition fails. DynamoDB's
   * units are given for GetItem, Query, PutItem, UpdateItem, DeleteItem and TransactWriteItems.
   */
  observe(listener: (call: ObservedCall) => void): () => void;
  close(): Promise<void>;
}

/**
 * Starts a cloud in this process, in memory, on 127.0.0.1 only. Its keys protect nothing.
 * @throws Error in production, and when the options do not fit each other; AwsError when a role may not be fed by its queue
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  if (process.env["NODE_ENV"] === "production")
    throw new Error("The embedded cloud protects nothing and does not start with NODE_ENV=production.");
  const assembly: Assembly = { servers: [] };
  try {
    const aws = await open(assembly, 0);
    const s3 = await open(assembly, 0);
    const gateway = options.gateway && (await open(assembly, options.gateway.port));
    return faceOf(options, assembly, await assemble(options, assembly, { aws, s3, gateway }));
  } catch (error) {
    await end(assembly);
    throw error;
  }
}

async function open(assembly: Assembly, port: number) {
  const server = await listen(port);
  assembly.servers.push(server);
  return server;
}

function faceOf(
  options: LocalCloudOptions,
  assembly: Assembly,
  { cloud, names, control, kms, sqs, cognito, deployment }: Awaited<ReturnType<typeof assemble>>,
): LocalCloud {
  return {
    ...names,
    jwks: (poolName) => cognito.jwks(poolName),
    seedUser: (poolName, user) => cognito.seedUser(poolName, user),
    credentialsFor(roleName, tags) {
      if (!Object.hasOwn(options.roles, roleName)) throw new Error(`There is no role ${roleName}.`);
      return issueSession(cloud, rolePrincipal(cloud, roleName, "local", tags)).credentials;
    },
    rootCredentials: () => issueSession(cloud, rootPrincipal(cloud)).credentials,
    invoke: async (name, event) => deployment.named(name).invoke(event),
    reload: (name) => deployment.named(name).reload(),
    redrive: (name) => sqs.makeVisible(name),
    queueDepth: (name) => sqs.depth(name),
    failTable: (name) => control.failTable(name),
    failKms() {
      kms.fail(true);
      return () => kms.fail(false);
    },
    killAt: async (name, action, times) => control.killAt(name, action, times),
    observe: (listener) => control.observe(listener),
    close: () => end(assembly),
  };
}
