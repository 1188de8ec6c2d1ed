import type { FunctionName, Names, QueueName } from "./names.ts";
import { INGEST_TIMEOUT_SECONDS, SWEEP_TIMEOUT_SECONDS } from "./queues.ts";

/** Variables of a function. */
export type Settings = Readonly<Record<string, string>>;

/** What functions must be told beside names; on a laptop the embedded cloud's, in AWS the deployment's own. */
export interface SettingsInput {
  /** The portal's origin. */
  readonly origin: string;
  readonly secrets: FunctionSecrets;
  readonly userPoolID: string;
  readonly userPoolClientID: string;
  readonly settleQueueURL: string;
  readonly sweepQueueURL: string;
}

/** What the functions share and nobody else knows. */
export interface FunctionSecrets {
  /** Header of the edge, without which a function answers nothing. */
  readonly origin: string;
  /** 32 bytes in hex. */
  readonly cursor: string;
  /** 32 bytes in hex. */
  readonly hash: string;
}

/** A function as it is deployed. */
export interface FunctionDefinition {
  /** The file in which its `handler` stands. */
  readonly entry: string;
  /** What the paths of the requests begin with that it answers. */
  readonly path?: string;
  /** The queues that feed it. */
  readonly queues: readonly QueueName[];
  /** How often the clock calls it. */
  readonly schedule?: { readonly everySeconds: number };
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly settings: (names: Names, input: SettingsInput) => Settings;
}

/** Messages that a function takes from a queue at once. */
export const QUEUE_BATCH_SIZE = 5;

/**
 * Runs of a function at once for one queue: a hundred messages in hand. All queues together take at most 60 of the
 * 1,000 runs that an account usually has, so a burst of uploads waits in its queue and keeps nobody from signing in.
 */
export const RUNS_PER_QUEUE_MAX = 20;

const HTTP_TIMEOUT_SECONDS = 15;
const SMALL_MEMORY_MEGABYTES = 512;
const INGEST_MEMORY_MEGABYTES = 1024;

const cursor = (_: Names, { secrets }: SettingsInput): Settings => ({ CURSOR_SECRET: secrets.cursor });
const bucket = ({ documentBucket }: Names): Settings => ({ DOCUMENTS_BUCKET: documentBucket.name });

/** Every function whose code exists; one more of them is one more line. */
export const FUNCTIONS = {
  auth: http("auth", (_, { userPoolID, userPoolClientID }) => ({
    USER_POOL_ID: userPoolID,
    USER_POOL_CLIENT_ID: userPoolClientID,
  })),
  intake: http("intake", (names, input) => ({
    ...cursor(names, input),
    ...bucket(names),
    DOCUMENTS_KEY_ARN: names.keyARNs.documents,
    SETTLE_QUEUE_URL: input.settleQueueURL,
  })),
  keys: http("keys", () => ({})),
  review: http("review", (names, input) => ({ ...cursor(names, input), ...bucket(names) })),
  admin: http("admin", cursor),
  ingest: {
    entry: "packages/functions/src/queue/ingest.ts",
    queues: ["ingest", "settle"],
    timeoutSeconds: INGEST_TIMEOUT_SECONDS,
    memoryMegabytes: INGEST_MEMORY_MEGABYTES,
    settings: (names) => ({
      ...tableSettings(names),
      ...bucket(names),
      TENANT_ROLE_ARN: names.tenantRoles.ingest.arn,
      RECEIPTS_KEY_ARN: names.keyARNs.receipts,
    }),
  },
  sweep: {
    entry: "packages/functions/src/queue/sweep.ts",
    queues: ["sweep"],
    timeoutSeconds: SWEEP_TIMEOUT_SECONDS,
    memoryMegabytes: SMALL_MEMORY_MEGABYTES,
    settings: (names) => ({
      ...tableSettings(names),
      ...bucket(names),
      TENANT_ROLE_ARN: names.tenantRoles.sweep.arn,
    }),
  },
  tick: {
    entry: "packages/functions/src/cron/tick.ts",
    queues: [],
    schedule: { everySeconds: 60 },
    // Shorter than the time between two runs, so that they never overlap.
    timeoutSeconds: 55,
    memoryMegabytes: SMALL_MEMORY_MEGABYTES,
    settings: (names, { settleQueueURL, sweepQueueURL }) => ({
      ...tableSettings(names),
      TENANT_ROLE_ARN: names.tenantRoles.tick.arn,
      SETTLE_QUEUE_URL: settleQueueURL,
      SWEEP_QUEUE_URL: sweepQueueURL,
    }),
  },
} as const satisfies Partial<Record<FunctionName, FunctionDefinition>>;

export type DeployedFunction = keyof typeof FUNCTIONS;

export const DEPLOYED_FUNCTIONS = Object.keys(FUNCTIONS) as readonly DeployedFunction[];

/** How `name` is deployed. */
export function functionDefinition(name: DeployedFunction): FunctionDefinition {
  return FUNCTIONS[name];
}

function http(
  name: FunctionName,
  own: (names: Names, input: SettingsInput) => Settings,
): FunctionDefinition & { readonly path: string } {
  return {
    entry: `packages/functions/src/http/${name}.ts`,
    path: `/api/${name}`,
    queues: [],
    timeoutSeconds: HTTP_TIMEOUT_SECONDS,
    memoryMegabytes: SMALL_MEMORY_MEGABYTES,
    settings: (names, input) => ({
      ...tableSettings(names),
      ORIGIN: input.origin,
      ORIGIN_SECRET: input.secrets.origin,
      HASH_SECRET: input.secrets.hash,
      TENANT_ROLE_ARN: names.tenantRoles[name].arn,
      ...own(names, input),
    }),
  };
}

function tableSettings({ tables }: Names): Settings {
  return {
    TABLE_RECORD: tables.record.name,
    TABLE_AUDIT: tables.audit.name,
    TABLE_LOG: tables.log.name,
    TABLE_SESSION: tables.session.name,
    TABLE_DIRECTORY: tables.directory.name,
    TABLE_LIMIT: tables.limit.name,
  };
}
