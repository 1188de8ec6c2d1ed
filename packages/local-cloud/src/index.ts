import type { JSONWebKeySet } from "jose";
import type { SeedUser } from "./cognito/index.ts";
import type { ObservedCall, RefusedCall } from "./aws/use.ts";
import { assemble, end } from "./assembly.ts";
import type { Assembly } from "./assembly.ts";
import type { CloudNames, KeyMaterial, LocalCloudOptions } from "./options.ts";
import type { FaultOptions, Struck } from "./faults/faults.ts";
import type { Mail } from "./outbox.ts";
import { listen } from "./server.ts";
import { issueSession, rolePrincipal, rootPrincipal } from "./session.ts";
import type { SessionCredentials } from "./session.ts";
import type { QueueDepth } from "./sqs/queue.ts";

export type { Clock, PolicyDocument, PolicyStatement } from "./aws/principal.ts";
export type { ObservedCall, PartitionUse, RefusedCall } from "./aws/use.ts";
export type { SeedUser } from "./cognito/index.ts";
export { FAULT_NAMES } from "./faults/faults.ts";
export type { FaultName, FaultOptions, Struck } from "./faults/faults.ts";
export { userPoolArn } from "./cognito/pool.ts";
export { totpCode } from "./cognito/totp.ts";
export { keyArn } from "./kms/key-arn.ts";
export { FunctionError } from "./lambda/environment.ts";
export type * from "./options.ts";
export type { Mail } from "./outbox.ts";
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
  /** What the keys are made of, by alias, for `keyMaterial` of another cloud. */
  exportKeys(): Readonly<Record<string, KeyMaterial>>;
  /** Keeps something of the caller's own beside what the services keep; JSON. */
  note(name: string, value: unknown): void;
  /** What `note` has kept in an earlier run; undefined when there was none, or it began anew since. */
  noted(name: string): unknown;
  /** @throws FunctionError when the function failed, timed out or was killed */
  invoke(functionName: string, event: unknown): Promise<unknown>;
  /**
   * Lets the clock call a function now, whether or not it does so by itself.
   * @returns what the function answered
   * @throws Error when the function has no schedule; FunctionError as `invoke`
   */
  runSchedule(functionName: string): Promise<unknown>;
  /**
   * Removes the rows that are past their time now, and stream records older than a day; by itself the cloud does so each
   * minute where `runsSchedules` is set.
   * @returns how many rows
   */
  expireRows(): Promise<number>;
  /** Ends the uploads that the buckets' rules do not let lie now; by itself, as `expireRows`. @returns how many */
  runLifecycle(): Promise<number>;
  /** The mail that was sent, in order: SES's and the user pools'. */
  outbox(): readonly Mail[];
  /** Lets a function load its bundle anew from the next event on, after it was built again. */
  reload(functionName: string): void;
  /** Makes all messages of a queue receivable now, so that what failed is tried again at once. */
  redrive(queueName: string): void;
  queueDepth(queueName: string): QueueDepth;
  /** Keys of a bucket's multipart uploads that are neither completed nor aborted: what they hold is paid for. */
  unfinishedUploads(bucketName: string): readonly string[];
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
   * Lets faults strike by a seed from now on, until the returned function is called. The root's calls go unharmed.
   * @throws Error when others are on, or a rate is not from 0 to 1
   */
  injectFaults(faults: FaultOptions): () => void;
  /** What faults have struck since they were last switched on, in order. */
  struck(): readonly Struck[];
  /**
   * Tells `listener` of every call that takes effect, with what AWS would bill for it, until the returned function is
   * called. A call that is refused is not told of, though DynamoDB bills a write whose condition fails. DynamoDB's
   * units are given for GetItem, Query, PutItem, UpdateItem, DeleteItem and TransactWriteItems.
   */
  observe(listener: (call: ObservedCall) => void): () => void;
  /** Tells `listener` of every request that the policies refuse, until the returned function is called. */
  observeRefusals(listener: (call: RefusedCall) => void): () => void;
  close(): Promise<void>;
}

/**
 * Starts a cloud in this process, on 127.0.0.1 only, with what its directory keeps. Its keys protect nothing.
 * @throws Error in production, when the options do not fit each other or what is kept, and when another process uses the
 * directory; AwsError when a role may not be fed by its queue
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  if (process.env["NODE_ENV"] === "production")
    throw new Error("The embedded cloud protects nothing and does not start with NODE_ENV=production.");
  const assembly: Assembly = { servers: [] };
  try {
    const aws = await open(assembly, 0);
    const s3 = await open(assembly, 0);
    const gateway = options.gateway && (await open(assembly, options.gateway.port));
    const face = faceOf(options, assembly, await assemble(options, assembly, { aws, s3, gateway }));
    if (options.faults !== undefined) face.injectFaults(options.faults);
    return face;
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
  {
    cloud,
    names,
    control,
    faults,
    dynamo,
    s3,
    outbox,
    kms,
    sqs,
    cognito,
    deployment,
    notes,
  }: Awaited<ReturnType<typeof assemble>>,
): LocalCloud {
  return {
    ...names,
    jwks: (poolName) => cognito.jwks(poolName),
    seedUser: (poolName, user) => cognito.seedUser(poolName, user),
    credentialsFor(roleName, tags) {
      if (!Object.hasOwn(options.roles, roleName)) throw new Error(`There is no role ${roleName}.`);
      return issueSession(cloud, rolePrincipal(cloud, roleName, "local", tags)).credentials;
    },
    exportKeys: () => kms.material(),
    rootCredentials: () => issueSession(cloud, rootPrincipal(cloud)).credentials,
    note: (name, value) => notes.put(name, value),
    noted: (name) => notes.found.get(name),
    invoke: async (name, event) => deployment.named(name).invoke(event),
    runSchedule: async (name) => deployment.scheduled(name).run(),
    expireRows: () => dynamo.expireRows(),
    outbox: () => outbox.list(),
    runLifecycle: () => s3.runLifecycle(),
    reload: (name) => deployment.named(name).reload(),
    redrive: (name) => sqs.makeVisible(name),
    queueDepth: (name) => sqs.depth(name),
    unfinishedUploads: (name) => s3.unfinishedUploads(name),
    failTable: (name) => control.failTable(name),
    failKms() {
      kms.fail(true);
      return () => kms.fail(false);
    },
    killAt: async (name, action, times) => control.killAt(name, action, times),
    injectFaults: (wanted) => faults.inject(wanted),
    struck: () => faults.struck(),
    observe: (listener) => control.observe(listener),
    observeRefusals: (listener) => control.observeRefusals(listener),
    close: () => end(assembly),
  };
}
