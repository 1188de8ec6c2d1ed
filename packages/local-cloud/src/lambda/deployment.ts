import { devNull } from "node:os";
import type { Principal } from "../aws/principal.ts";
import type { ServiceContext } from "../aws/service.ts";
import type { StreamSource } from "../dynamodb/stream-source.ts";
import type { CloudNames, FunctionOptions, LocalCloudOptions } from "../options.ts";
import { issueSession, rolePrincipal } from "../session.ts";
import { startMapping } from "../sqs/mapping.ts";
import type { Mapping } from "../sqs/mapping.ts";
import type { Sqs } from "../sqs/sqs.ts";
import type { State } from "../state/state.ts";
import { createFunction } from "./function.ts";
import type { LambdaFunction } from "./function.ts";
import { createSchedule } from "./schedule.ts";
import type { Schedule } from "./schedule.ts";
import { startStreamMapping } from "./stream-mapping.ts";

// How many events a function handles at a time: enough to show races, few enough for a laptop.
const httpConcurrency = 4;
const queueConcurrency = 2;
const defaultMemoryMegabytes = 512;

/** A function, and the roles whose calls are its own. */
export interface DeployedFunction extends LambdaFunction {
  readonly roles: readonly string[];
}

/** All functions by name. */
export interface Deployment {
  readonly functions: ReadonlyMap<string, DeployedFunction>;
  /** @throws Error when there is no such function */
  named(functionName: string): DeployedFunction;
  /** @throws Error when the function is not there or has no schedule */
  scheduled(functionName: string): Schedule;
  /** Stops calling by the clock and feeding the queues, ends all environments. Who waits for an answer gets an error. */
  close(): Promise<void>;
}

/** What functions are fed from, and what keeps how far. */
export interface Feeders {
  readonly sqs: Sqs;
  readonly streams: StreamSource;
  readonly state: State;
}

/** Deploys the functions and starts to feed them from queues and streams. @throws AwsError when a role may not be fed */
export function deploy(
  cloud: ServiceContext,
  feeders: Feeders,
  names: CloudNames,
  {
    functions,
    runsSchedules = false,
    logs = () => undefined,
  }: Pick<LocalCloudOptions, "functions" | "runsSchedules" | "logs">,
): Deployment {
  const deployed = new Map<string, DeployedFunction>();
  for (const [name, options] of Object.entries(functions)) {
    const made = createFunction({
      functionName: name,
      file: options.file,
      handlerName: options.handler ?? "handler",
      timeoutSeconds: options.timeoutSeconds,
      memoryMegabytes: options.memoryMegabytes ?? defaultMemoryMegabytes,
      concurrency: options.queues || options.streams ? queueConcurrency : httpConcurrency,
      now: () => cloud.clock.now(),
      log: (line) => logs(name, line),
      variables: () => variablesOf(cloud, names, name, options),
    });
    deployed.set(name, {
      ...made,
      roles: [options.role, ...(options.assumes ?? [])],
      invoke: observed(cloud, rolePrincipal(cloud, options.role, name), made.invoke),
    });
  }
  const mappings = feed(cloud, feeders, functions, deployed);
  const schedules = schedulesOf(cloud, functions, deployed);
  if (runsSchedules) for (const schedule of schedules.values()) schedule.start();
  return {
    functions: deployed,
    named(name) {
      const found = deployed.get(name);
      if (!found) throw new Error(`There is no function ${name}.`);
      return found;
    },
    scheduled(name) {
      const found = schedules.get(name);
      if (!found) throw new Error(`No clock calls ${name}.`);
      return found;
    },
    async close() {
      for (const schedule of schedules.values()) schedule.stop();
      const stopped = mappings.map((mapping) => mapping.stop());
      feeders.sqs.close();
      await Promise.all([...deployed.values()].map((each) => each.close()));
      await Promise.all(stopped);
    },
  };
}

function feed(
  cloud: ServiceContext,
  { sqs, streams, state }: Feeders,
  functions: LocalCloudOptions["functions"],
  deployed: ReadonlyMap<string, DeployedFunction>,
): readonly Mapping[] {
  const starts = Object.entries(functions).flatMap(
    ([name, { role: roleName, queues = [], streams: tables = [] }]) => {
      const role = rolePrincipal(cloud, roleName, name);
      const invoke = async (event: object) => deployed.get(name)?.invoke(event);
      return [
        ...queues.map(({ queue, batchSize }) => {
          sqs.admit(role, queue);
          const options = { queueName: queue, batchSize, region: cloud.region, role, invoke };
          return () => startMapping(sqs, options);
        }),
        ...tables.map(({ table, ...options }) => {
          const stream = streams.admit(role, table);
          const positions = state.shelf<string>(`stream ${table} to ${name}`);
          return () => startStreamMapping({ ...options, stream, positions, invoke });
        }),
      ];
    },
  );
  // All are admitted before any starts: a refusal must leave nothing running.
  return starts.map((start) => start());
}

function schedulesOf(
  { region, account, clock }: ServiceContext,
  functions: LocalCloudOptions["functions"],
  deployed: ReadonlyMap<string, DeployedFunction>,
): ReadonlyMap<string, Schedule> {
  const scheduled = Object.entries(functions).flatMap(([name, { schedule }]): [string, Schedule][] =>
    schedule === undefined
      ? []
      : [
          [
            name,
            createSchedule({
              ...schedule,
              name,
              region,
              account,
              now: () => clock.now(),
              invoke: async (event) => deployed.get(name)?.invoke(event),
            }),
          ],
        ],
  );
  return new Map(scheduled);
}

/** Lets observers hear of each event once it is answered; Lambda bills those that fail, too. */
function observed(
  cloud: ServiceContext,
  role: Principal,
  invoke: LambdaFunction["invoke"],
): LambdaFunction["invoke"] {
  return async (event) => {
    const begunMs = performance.now();
    try {
      return await invoke(event);
    } finally {
      const durationMs = performance.now() - begunMs;
      cloud.seams.reached(role, "lambda:InvokeFunction", { durationMs });
    }
  };
}

/** What Lambda sets, and the addresses of this cloud. Nothing of the process that started it comes through. */
function variablesOf(
  cloud: ServiceContext,
  names: CloudNames,
  functionName: string,
  options: FunctionOptions,
) {
  const { credentials, expireAtMs } = issueSession(cloud, rolePrincipal(cloud, options.role, functionName));
  const { environment } = options;
  const values: Readonly<Record<string, string>> = {
    ...(typeof environment === "function" ? environment(names) : environment),
    AWS_REGION: cloud.region,
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_ENDPOINT_URL: names.endpoints.aws,
    AWS_ENDPOINT_URL_S3: names.endpoints.s3,
    // The SDK must not find the settings and credentials of whoever runs this.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
  };
  return { values, expireAtMs };
}
