import { devNull } from "node:os";
import type { Principal } from "../aws/principal.ts";
import type { ServiceContext } from "../aws/service.ts";
import type { CloudNames, FunctionOptions, LocalCloudOptions } from "../options.ts";
import { issueSession, rolePrincipal } from "../session.ts";
import { startMapping } from "../sqs/mapping.ts";
import type { Sqs } from "../sqs/sqs.ts";
import { createFunction } from "./function.ts";
import type { LambdaFunction } from "./function.ts";

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
  /** Stops feeding the queues, ends all environments. Who waits for an answer gets an error. */
  close(): Promise<void>;
}

/** Deploys the functions and starts to feed them from their queues. @throws AwsError when a role may not be fed */
export function deploy(
  cloud: ServiceContext,
  sqs: Sqs,
  names: CloudNames,
  { functions, logs = () => undefined }: Pick<LocalCloudOptions, "functions" | "logs">,
): Deployment {
  const deployed = new Map<string, DeployedFunction>();
  for (const [name, options] of Object.entries(functions)) {
    const made = createFunction({
      functionName: name,
      file: options.file,
      handlerName: options.handler ?? "handler",
      timeoutSeconds: options.timeoutSeconds,
      memoryMegabytes: options.memoryMegabytes ?? defaultMemoryMegabytes,
      concurrency: options.queues ? queueConcurrency : httpConcurrency,
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
  const feeds = Object.entries(functions).flatMap(([name, { role, queues = [] }]) =>
    queues.map(({ queue, batchSize }) => ({
      name,
      role: rolePrincipal(cloud, role, name),
      queue,
      batchSize,
    })),
  );
  // All are admitted before any starts: a refusal must leave nothing running.
  for (const { role, queue } of feeds) sqs.admit(role, queue);
  const mappings = feeds.map(({ name, role, queue, batchSize }) =>
    startMapping(sqs, {
      queueName: queue,
      batchSize,
      region: cloud.region,
      role,
      invoke: async (event) => deployed.get(name)?.invoke(event),
    }),
  );
  return {
    functions: deployed,
    named(name) {
      const found = deployed.get(name);
      if (!found) throw new Error(`There is no function ${name}.`);
      return found;
    },
    async close() {
      const stopped = mappings.map((mapping) => mapping.stop());
      sqs.close();
      await Promise.all([...deployed.values()].map((each) => each.close()));
      await Promise.all(stopped);
    },
  };
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
