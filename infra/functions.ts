import { existsSync } from "node:fs";
import { api } from "./api.ts";
import { origin } from "./distribution.ts";
import { keysOfServices } from "./keys.ts";
import { functionLogs } from "./log-groups.ts";
import { names } from "./place.ts";
import {
  DEPLOYED_FUNCTIONS,
  functionDefinition,
  QUEUE_BATCH_SIZE,
  record,
  RUNS_PER_QUEUE_MAX,
  type DeployedFunction,
} from "./policy/index.ts";
import { queues } from "./queues.ts";
import { baseRights } from "./rights.ts";
import { baseRoles, title } from "./roles.ts";
import { secrets } from "./secrets.ts";
import { client, pool } from "./sign-in.ts";
import { whole } from "./whole.ts";

/** Where `npm run build` puts the functions' bundles. */
const BUILT = "dist/functions";

/** The functions. Made from our own bundles: SST would bundle anew, and lets the whole account assume their roles. */
export const functions = record(DEPLOYED_FUNCTIONS, (name) => {
  const { timeoutSeconds, memoryMegabytes } = functionDefinition(name);
  return new aws.lambda.Function(
    `${title(name)}Function`,
    {
      name: names.baseRoles[name].name,
      role: baseRoles[name].arn,
      runtime: "nodejs22.x",
      architectures: ["arm64"],
      handler: `${name}.handler`,
      code: bundle(name),
      timeout: timeoutSeconds,
      memorySize: memoryMegabytes,
      kmsKeyArn: keysOfServices.settings.arn,
      environment: { variables: variables(name) },
      loggingConfig: { logFormat: "Text", logGroup: functionLogs[name].name },
    },
    { dependsOn: baseRights },
  );
});

for (const name of DEPLOYED_FUNCTIONS) {
  const { path, queues: sources } = functionDefinition(name);
  if (path !== undefined) answer(name, path);
  for (const queue of sources) {
    new aws.lambda.EventSourceMapping(`${title(name)}From${title(queue)}`, {
      functionName: functions[name].name,
      eventSourceArn: queues[queue].arn,
      batchSize: QUEUE_BATCH_SIZE,
      scalingConfig: { maximumConcurrency: RUNS_PER_QUEUE_MAX },
      functionResponseTypes: ["ReportBatchItemFailures"],
    });
  }
}

function bundle(name: DeployedFunction): $util.asset.Archive {
  const file = `${BUILT}/${name}.mjs`;
  if (!existsSync(file)) throw new Error(`No ${file}: run "npm run build" first.`);
  return new $util.asset.AssetArchive({ [`${name}.mjs`]: new $util.asset.FileAsset(file) });
}

function variables(name: DeployedFunction): $util.Output<Record<string, string>> {
  return $resolve({
    origin,
    secrets: $resolve(secrets),
    userPoolID: pool.id,
    userPoolClientID: client.id,
    settleQueueURL: queues.settle.url,
    sweepQueueURL: queues.sweep.url,
    deployment: whole,
  }).apply(({ deployment, ...input }) => ({
    ...functionDefinition(name).settings(deployment.names, input),
  }));
}

function answer(name: DeployedFunction, path: string): void {
  const integration = new aws.apigatewayv2.Integration(`${title(name)}Integration`, {
    apiId: api.id,
    integrationType: "AWS_PROXY",
    integrationUri: functions[name].invokeArn,
    payloadFormatVersion: "2.0",
  });
  new aws.apigatewayv2.Route(`${title(name)}Route`, {
    apiId: api.id,
    routeKey: `ANY ${path}/{proxy+}`,
    target: $interpolate`integrations/${integration.id}`,
  });
  new aws.lambda.Permission(`${title(name)}Permission`, {
    action: "lambda:InvokeFunction",
    function: functions[name].name,
    principal: "apigateway.amazonaws.com",
    sourceArn: $interpolate`${api.executionArn}/*/*${path}/{proxy+}`,
  });
}
