import { mkdir } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { createCredentialStore } from "./aws/credentials.ts";
import { jsonServer } from "./aws/json-server.ts";
import type { ServiceContext } from "./aws/service.ts";
import { createCognito } from "./cognito/index.ts";
import type { Cognito } from "./cognito/index.ts";
import { startChores } from "./chores.ts";
import { createDynamo } from "./dynamodb/dynamo.ts";
import { createFaults } from "./faults/faults.ts";
import type { FaultControl } from "./faults/faults.ts";
import { withKills } from "./faults/kill.ts";
import { createGateway } from "./gateway/gateway.ts";
import { createIam } from "./iam/iam.ts";
import { resourcePoliciesByArn } from "./iam/resource-policy.ts";
import { createKms } from "./kms/kms.ts";
import { deploy } from "./lambda/deployment.ts";
import type { Deployment } from "./lambda/deployment.ts";
import type { BucketOptions, CloudNames, GatewayOptions, LocalCloudOptions } from "./options.ts";
import { openOutbox, type Outbox } from "./outbox.ts";
import { createS3 } from "./s3/index.ts";
import { createSeams } from "./seams.ts";
import type { Killable, SeamControl } from "./seams.ts";
import type { LocalServer } from "./server.ts";
import { createSes } from "./ses/ses.ts";
import type { Ses } from "./ses/ses.ts";
import { createSqs } from "./sqs/sqs.ts";
import { openState } from "./state/state.ts";
import { createSts } from "./sts/sts.ts";

/** What has been started so far and must be ended, also when the rest does not start. */
export interface Assembly {
  chores?: { stop(): Promise<void> };
  readonly servers: LocalServer[];
  deployment?: Deployment;
  s3?: { close(): Promise<void> };
  state?: { close(): void };
  dynamo?: { close(): Promise<void> };
}

/** How often AWS's own work is done. */
const choresEveryMs = 60_000;

/** The servers of a cloud; each has its own origin. */
export interface Servers {
  readonly aws: LocalServer;
  readonly s3: LocalServer;
  readonly gateway: LocalServer | undefined;
}

/** Ends whatever has been started: first those who call, last those who are called. */
export async function end({ chores, deployment, servers, s3, state, dynamo }: Assembly): Promise<void> {
  await chores?.stop();
  await deployment?.close();
  await Promise.all(servers.map((server) => server.close()));
  await s3?.close();
  state?.close();
  await dynamo?.close();
}

/** Makes all services and connects them; what needs an end is noted in `assembly` as soon as it exists. */
export async function assemble(options: LocalCloudOptions, assembly: Assembly, servers: Servers) {
  const { cloud, control, faults } = createContext(
    options,
    () => assembly.deployment?.functions ?? new Map(),
  );
  const portal = servers.gateway && `http://localhost:${servers.gateway.port}`;

  const { directory } = options;
  if (directory !== undefined) await mkdir(directory.path, { recursive: true, mode: 0o700 });
  // First, for its lock keeps every other process out of the directory.
  const dynamo = await createDynamo(
    cloud,
    options,
    directory && { ...directory, path: join(directory.path, "dynamodb") },
  );
  assembly.dynamo = dynamo;
  const state = openState(directory);
  assembly.state = state;
  const kms = createKms(cloud, options.keys, state, options.keyMaterial);
  const sqs = createSqs(cloud, options.queues, servers.aws.origin, state);
  const outbox = openOutbox(cloud.clock, state);
  const ses = createSes(cloud, options.mailIdentities ?? [], outbox);
  const cognito = await createCognito(cloud, options.userPools, state, outbox);
  const s3 = await createS3(cloud, {
    buckets: withPortal(options.buckets, portal),
    kms,
    deliver: (queueName, body, source) => sqs.deliver(queueName, body, source),
    state,
    ...(directory !== undefined && { directory: join(directory.path, "s3") }),
  });
  assembly.s3 = s3;
  servers.s3.serve(s3.handler);
  const answer = jsonServer(
    [dynamo.service, dynamo.streamsService, sqs.service, kms.service, cognito.service],
    [createSts(cloud, options.roles)],
    cloud,
  );
  servers.aws.serve(withKeySets(withMail(answer, ses), cognito, Object.keys(options.userPools)));

  const names: CloudNames = {
    endpoints: { aws: servers.aws.origin, s3: servers.s3.origin },
    ...(portal !== undefined && { portal }),
    keyArn: (alias) => kms.keyArn(alias),
    publicKey: (alias) => kms.publicKey(alias),
    userPoolID: (name) => cognito.poolID(name),
    queueUrl: (name) => sqs.queueUrl(name),
  };
  const deployment = deploy(cloud, { sqs, streams: dynamo.streams, state }, names, options);
  assembly.deployment = deployment;
  if (options.runsSchedules === true)
    assembly.chores = startChores([() => dynamo.expireRows(), () => s3.runLifecycle()], choresEveryMs);
  if (options.gateway)
    servers.gateway?.serve(gatewayOf(options.gateway, cloud, names, { deployment, outbox }));
  return {
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
    notes: state.shelf<unknown>("notes"),
  };
}

function createContext(
  options: LocalCloudOptions,
  functions: () => ReadonlyMap<string, Killable>,
): { readonly cloud: ServiceContext; readonly control: SeamControl; readonly faults: FaultControl } {
  const { region, account, clock = { now: () => Date.now() } } = options;
  const control = createSeams((name) => functions().get(name));
  const faults = createFaults();
  const credentials = createCredentialStore(clock);
  const resourcePolicies = resourcePoliciesByArn(options);
  const iam = control.watched(createIam({ roles: options.roles, resourcePolicies, account, region }));
  const seams = withKills(control.seams, faults.faults, () => functions().values());
  const cloud = { region, account, clock, credentials, iam, seams, faults: faults.faults };
  return { cloud, control, faults };
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** SES is reached by paths, and not by a name in the request; everything else goes on. */
function withMail(next: Handler, ses: Ses): Handler {
  return (request, response) => (ses.takes(request) ? ses.handler : next)(request, response);
}

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
  { deployment, outbox }: { readonly deployment: Deployment; readonly outbox: Outbox },
): Handler {
  const { portalDirectory, portalFiles = {}, portalHandler, portalHeaders = () => ({}) } = options;
  const { outboxPath } = options;
  const headers = (path: string) => portalHeaders(path, { s3: names.endpoints.s3 });
  return createGateway({
    account: cloud.account,
    now: () => cloud.clock.now(),
    ...(cloud.faults && { faults: cloud.faults }),
    originHeaders: options.originHeaders,
    routes: Object.fromEntries(
      Object.entries(options.routes).map(([prefix, name]) => {
        const target = deployment.named(name);
        return [prefix, (event) => target.invoke(event)];
      }),
    ),
    ...(portalDirectory !== undefined && {
      portal: { directory: portalDirectory, headers },
    }),
    ...(portalHandler !== undefined && { portal: portalHandler }),
    ...(outboxPath !== undefined && { outbox: { path: outboxPath, list: () => outbox.list() } }),
    files: new Map(
      Object.entries(portalFiles).map(([path, make]) => [
        path,
        { content: make(names), headers: headers(path) },
      ]),
    ),
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
