import { randomBytes } from "node:crypto";
import { LIMITS } from "@postern/contract";
import type {
  BucketOptions,
  CloudNames,
  FunctionOptions,
  GatewayOptions,
  KeyOptions,
  LocalCloudOptions,
  PortalHandler,
  QueueOptions,
  RoleOptions,
} from "@postern/local-cloud";
import {
  allow,
  deployment,
  DEPLOYED_FUNCTIONS,
  document,
  functionDefinition,
  KEY_NAMES,
  portalHeaders,
  RECEIPT_KEYS_PATH,
  receiptKeysFile,
  QUEUE_BATCH_SIZE,
  record,
} from "../infra/policy/index.ts";
import type {
  DeployedFunction,
  Deployment,
  FunctionSecrets,
  Names,
  SettingsInput,
} from "../infra/policy/index.ts";
import { keyArn, userPoolArn } from "@postern/local-cloud";
import type { FunctionFiles } from "./bundle.ts";

export const REGION = "us-east-1";
const ACCOUNT = "000000000000";
const SCOPE = { region: REGION, account: ACCOUNT };
export const USER_POOL = "people";
const CLIENT_ID = "portal";
/** Sets clinics up: may have field keys made, and open none. */
export const PROVISIONER = "postern-local-provisioner";

/** On the portal's origin: what would have been mailed. */
export const OUTBOX_PATH = "/outbox";

/** On a laptop nobody waits 90 minutes for a message that failed. */
const VISIBILITY_SECONDS = 30;
/** Deployed functions run on a later Node than a laptop may have: the SDK need not say so at each start. */
export const QUIET = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };

export function drawSecrets(): FunctionSecrets {
  const draw = () => randomBytes(32).toString("hex");
  return { origin: draw(), cursor: draw(), hash: draw() };
}

export interface TopologyInput {
  /** Of the portal; not 0, because the functions must know the portal's origin before they start. */
  readonly port: number;
  readonly files: FunctionFiles;
  /** The built portal; left out where nobody looks at it. */
  readonly portalDirectory?: string;
  /** Serves the portal while it is being worked on, instead of the directory. */
  readonly portalHandler?: PortalHandler;
  readonly secrets: FunctionSecrets;
  /** Whether the clock calls functions by itself. */
  readonly runsSchedules?: boolean;
  /** Receives what the functions print, line by line. */
  readonly logs?: (functionName: string, line: string) => void;
}

export interface Topology {
  /** The portal's address. */
  readonly origin: string;
  readonly names: Names;
  readonly options: LocalCloudOptions;
}

/** The deployment as the embedded cloud starts it: the same names, tables and policies as in AWS. */
export function topology(input: TopologyInput): Topology {
  const origin = `http://localhost:${input.port}`;
  const stack = deployment({
    app: "postern",
    stage: "local",
    region: REGION,
    account: ACCOUNT,
    keyARNs: record(KEY_NAMES, (key) => keyArn(SCOPE, key)),
    // The cloud draws the pool's id when it starts; there is one pool only.
    userPoolARN: userPoolArn({ region: REGION, account: ACCOUNT }, USER_POOL),
    provisionerARN: `arn:aws:iam::${ACCOUNT}:role/${PROVISIONER}`,
    origin,
  });
  const { names } = stack;
  const options: LocalCloudOptions = {
    region: REGION,
    account: ACCOUNT,
    roles: { ...stack.roles, [PROVISIONER]: provisioner(names) },
    tables: stack.tables,
    timeToLive: timeToLiveOf(stack),
    keys: keysOf(stack),
    buckets: bucketsOf(stack),
    queues: queuesOf(stack),
    userPools: {
      [USER_POOL]: {
        clientID: CLIENT_ID,
        minimumPasswordLength: LIMITS.passwordLength,
        authSessionSeconds: 15 * 60,
      },
    },
    functions: functionsOf(names, input, origin),
    gateway: gatewayOf(input),
    ...(input.runsSchedules === undefined ? {} : { runsSchedules: input.runsSchedules }),
    ...(input.logs === undefined ? {} : { logs: input.logs }),
  };
  return { origin, names, options };
}

/** The key's policy gives the right; nobody assumes the role, the seed takes its credentials from the cloud itself. */
function provisioner(names: Names): RoleOptions {
  const make = allow({
    sid: "FieldKeys",
    actions: ["kms:GenerateDataKeyWithoutPlaintext"],
    resources: [names.keyARNs.fields],
  });
  return { identity: document(make), trust: document() };
}

function timeToLiveOf({ tableProtection }: Deployment): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(tableProtection).flatMap(([name, { ttlAttribute }]) =>
      ttlAttribute === undefined ? [] : [[name, ttlAttribute]],
    ),
  );
}

function keysOf({ keys }: Deployment): Readonly<Record<string, KeyOptions>> {
  return record(KEY_NAMES, (key) => ({
    policy: keys[key].policy,
    usage: keys[key].usage,
    spec: keys[key].spec,
  }));
}

function bucketsOf({ buckets }: Deployment): Readonly<Record<string, BucketOptions>> {
  return Object.fromEntries(
    Object.entries(buckets).map(
      ([name, { policy, kmsKey, cors, notifyQueue, objectLock, unfinishedDays }]) => [
        name,
        {
          policy,
          kmsKey,
          cors: {
            origins: cors.origins,
            methods: cors.methods,
            headers: cors.headers,
            exposed: cors.exposed,
          },
          ...(objectLock === undefined ? {} : { objectLock }),
          ...(unfinishedDays === undefined ? {} : { abortUploadsAfterDays: unfinishedDays }),
          ...(notifyQueue === undefined ? {} : { notifyQueue }),
        },
      ],
    ),
  );
}

function queuesOf({ queues }: Deployment): Readonly<Record<string, QueueOptions>> {
  return Object.fromEntries(
    Object.entries(queues).map(([name, queue]) => [
      name,
      { ...queue, visibilitySeconds: VISIBILITY_SECONDS },
    ]),
  );
}

function functionsOf(
  names: Names,
  { files, secrets }: TopologyInput,
  origin: string,
): Readonly<Record<DeployedFunction, FunctionOptions>> {
  return record(DEPLOYED_FUNCTIONS, (name): FunctionOptions => {
    const { queues, schedule, settings, timeoutSeconds, memoryMegabytes } = functionDefinition(name);
    return {
      file: files[name],
      role: names.baseRoles[name].name,
      assumes: [names.tenantRoles[name].name],
      timeoutSeconds: Math.min(timeoutSeconds, VISIBILITY_SECONDS),
      memoryMegabytes,
      queues: queues.map((queue) => ({ queue: names.queues[queue].name, batchSize: QUEUE_BATCH_SIZE })),
      ...(schedule === undefined ? {} : { schedule }),
      environment: (cloud) => ({
        ...settings(names, settingsInput(names, cloud, secrets, origin)),
        ...QUIET,
        ...(name === "auth" ? { JWKS_URL: keySetURL(cloud) } : {}),
      }),
    };
  });
}

function settingsInput(
  names: Names,
  cloud: CloudNames,
  secrets: FunctionSecrets,
  origin: string,
): SettingsInput {
  return {
    origin,
    secrets,
    userPoolID: cloud.userPoolID(USER_POOL),
    userPoolClientID: CLIENT_ID,
    settleQueueURL: cloud.queueUrl(names.queues.settle.name),
    sweepQueueURL: cloud.queueUrl(names.queues.sweep.name),
  };
}

/** The embedded pool's keys are not where Cognito's are. */
function keySetURL(cloud: CloudNames): string {
  return `${cloud.endpoints.aws}/${cloud.userPoolID(USER_POOL)}/.well-known/jwks.json`;
}

function gatewayOf({ port, portalDirectory, portalHandler, secrets }: TopologyInput): GatewayOptions {
  return {
    port,
    routes: Object.fromEntries(
      DEPLOYED_FUNCTIONS.flatMap((name) => {
        const { path } = functionDefinition(name);
        return path === undefined ? [] : [[path, name]];
      }),
    ),
    originHeaders: { "postern-origin-secret": secrets.origin },
    outboxPath: OUTBOX_PATH,
    portalFiles: {
      [RECEIPT_KEYS_PATH]: (cloud) => receiptKeysFile(cloud.keyArn("receipts"), cloud.publicKey("receipts")),
    },
    portalHeaders: (path, hosts) => portalHeaders({ bucketHost: hosts.s3 })(path),
    ...(portalDirectory === undefined ? {} : { portalDirectory }),
    ...(portalHandler === undefined ? {} : { portalHandler }),
  };
}
