import type { IncomingMessage, ServerResponse } from "node:http";
import { createCredentialStore } from "./aws/credentials.ts";
import { jsonServer } from "./aws/json-server.ts";
import type { ServiceContext } from "./aws/service.ts";
import { createCognito } from "./cognito/index.ts";
import type { Cognito } from "./cognito/index.ts";
import { createDynamo } from "./dynamodb/dynamo.ts";
import { createGateway } from "./gateway/gateway.ts";
import { createIam } from "./iam/iam.ts";
import { resourcePoliciesByArn } from "./iam/resource-policy.ts";
import { createKms } from "./kms/kms.ts";
import { deploy } from "./lambda/deployment.ts";
import type { Deployment } from "./lambda/deployment.ts";
import type { BucketOptions, CloudNames, GatewayOptions, LocalCloudOptions } from "./options.ts";
import { createS3 } from "./s3/index.ts";
import { createSeams } from "./seams.ts";
import type { Killable, SeamControl } from "./seams.ts";
import type { LocalServer } from "./server.ts";
import { createSqs } from "./sqs/sqs.ts";
import { createSts } from "./sts/sts.ts";

/** What has been started so far and must be ended, also when the rest does not start. */
export interface Assembly {
  readonly servers: LocalServer[];
  deployment?: Deployment;
  s3?: { close(): Promise<void> };
  dynamo?: { close(): Promise<void> };
}

/** The servers of a cloud; each has its own origin. */
export interface Servers {
  readonly aws: LocalServer;
  readonly s3: LocalServer;
  readonly gateway: LocalServer | undefined;
}

/** Ends whatever has been started: first those who call, last those who are called. */
export async function end({ deployment, servers, s3, dynamo }: Assembly): Promise<void> {
  await deployment?.close();
  await Promise.all(servers.map((server) => server.close()));
  await s3?.close();
  await dynamo?.close();
}

/** Makes all services and connects them; what needs an end is noted in `assembly` as soon as it exists. */
export async function assemble(options: LocalCloudOptions, assembly: Assembly, servers: Servers) {
  const { cloud, control } = createContext(options, (name) => assembly.deployment?.functions.get(name));
  const portal = servers.gateway && `http://localhost:${servers.gateway.port}`;

  const kms = createKms(cloud, options.keys);
  const sqs = createSqs(cloud, options.queues, servers.aws.origin);
  const dynamo = await createDynamo(cloud, options.tables);
  assembly.dynamo = dynamo;
  const cognito = await createCognito(cloud, options.userPools);
  const s3 = await createS3(cloud, {
    buckets: withPortal(options.buckets, portal),
    kms,
    deliver: (queueName, body, source) => sqs.deliver(queueName, body, source),
  });
  assembly.s3 = s3;
  servers.s3.serve(s3.handler);
  const answer = jsonServer(
    [dynamo.service, sqs.service, kms.service, cognito.service],
    [createSts(cloud, options.roles)],
    cloud,
  );
  servers.aws.serve(withKeySets(answer, cognito, Object.keys(options.userPools)));

  const names: CloudNames = {
    endpoints: { aws: servers.aws.origin, s3: servers.s3.origin },
    ...(portal !== undefined && { portal }),
    keyArn: (alias) => kms.keyArn(alias),
    userPoolID: (name) => cognito.poolID(name),
    queueUrl: (name) => sqs.queueUrl(name),
  };
  const deployment = deploy(cloud, sqs, names, options);
  assembly.deployment = deployment;
  if (options.gateway) servers.gateway?.serve(gatewayOf(options.gateway, cloud, names, deployment));
  return { cloud, names, control, kms, sqs, cognito, deployment };
}

function createContext(
  options: LocalCloudOptions,
  find: (functionName: string) => Killable | undefined,
): { readonly cloud: ServiceContext; readonly control: SeamControl } {
  const { region, account, clock = { now: () => Date.now() } } = options;
  const control = createSeams(find);
  const credentials = createCredentialStore(clock);
  const resourcePolicies = resourcePoliciesByArn(options);
  const iam = createIam({ roles: options.roles, resourcePolicies, account, region });
  return { cloud: { region, account, clock, credentials, iam, seams: control.seams }, control };
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Serves the pools' public keys where Cognito has them, unsigned; everything else goes on. */
function withKeySets(next: Handler, cognito: Cognito, poolNames: readonly string[]): Handler {
  const keySets = new Map(
    poolNames.map((name) => [`/${cognito.poolID(name)}/.well-known/jwks.json`, cognito.jwks(name)]),
  );
  return async (request, response) => {
    const keySet = request.method === "GET" ? keySets.get(request.url ?? "") : undefined;
    if (!keySet) return next(request, response);
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(keySet));
  };
}

function gatewayOf(
  options: GatewayOptions,
  cloud: ServiceContext,
  names: CloudNames,
  deployment: Deployment,
): Handler {
  const { portalDirectory, portalHandler, portalHeaders = () => ({}) } = options;
  return createGateway({
    account: cloud.account,
    now: () => cloud.clock.now(),
    originHeaders: options.originHeaders,
    routes: Object.fromEntries(
      Object.entries(options.routes).map(([prefix, name]) => {
        const target = deployment.named(name);
        return [prefix, (event) => target.invoke(event)];
      }),
    ),
    ...(portalDirectory !== undefined && {
      portal: {
        directory: portalDirectory,
        headers: (path) => portalHeaders(path, { s3: names.endpoints.s3 }),
      },
    }),
    ...(portalHandler !== undefined && { portal: portalHandler }),
  });
}

function withPortal(
  buckets: Readonly<Record<string, BucketOptions>>,
  portal: string | undefined,
): Readonly<Record<string, BucketOptions>> {
  const originsOf = (origins: readonly string[]) =>
    origins.flatMap((origin) => (origin === "portal" ? (portal ?? []) : origin));
  return Object.fromEntries(
    Object.entries(buckets).map(([name, bucket]) => [
      name,
      { ...bucket, cors: { ...bucket.cors, origins: originsOf(bucket.cors.origins) } },
    ]),
  );
}
