import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createCredentialStore } from "./aws/credentials.ts";
import { jsonServer } from "./aws/json-server.ts";
import type { PolicyDocument, PolicyStatement } from "./aws/principal.ts";
import type { JsonService, ServiceContext } from "./aws/service.ts";
import { createIam } from "./iam/iam.ts";
import { createSeams } from "./seams.ts";

export const region = "us-east-1";
export const account = "111122223333";

export interface FixtureOptions<Service> {
  /** What each role may do. */
  readonly roles: Readonly<Record<string, readonly PolicyStatement[]>>;
  readonly resourcePolicies?: Readonly<Record<string, PolicyDocument>>;
  readonly start: (cloud: ServiceContext, origin: string) => Promise<Service> | Service;
}

/** One service behind a real HTTP server, judged by real policies; `options` are those of an SDK client. */
export async function startService<Service extends { readonly service: JsonService }>({
  roles,
  resourcePolicies = {},
  start,
}: FixtureOptions<Service>) {
  let nowMs = Date.now();
  const clock = { now: () => nowMs };
  const credentials = createCredentialStore(clock);
  const document = (Statement: readonly PolicyStatement[]) => ({ Version: "2012-10-17" as const, Statement });
  const iam = createIam({
    roles: Object.fromEntries(
      Object.entries(roles).map(([name, statements]) => [
        name,
        { identity: document(statements), trust: document([]) },
      ]),
    ),
    resourcePolicies,
    account,
    region,
  });
  const control = createSeams(() => undefined);
  const cloud: ServiceContext = { region, account, clock, credentials, iam, seams: control.seams };
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const service = await start(cloud, endpoint);
  const handle = jsonServer([service.service], [], cloud);
  const clientOptions = (kind: "role" | "root", role: string, tags: Readonly<Record<string, string>>) => ({
    endpoint,
    region,
    maxAttempts: 1,
    credentials: credentials.issue({
      secretAccessKey: `secret of ${role}`,
      principal: { kind, arn: `arn:aws:sts::${account}:assumed-role/${role}/test`, role, tags },
    }),
  });
  return {
    service,
    failTable: (name: string) => control.failTable(name),
    observe: control.observe,
    /** Moves the clock that decides; SDK clients go on signing by the real one, so only by minutes. */
    advance: (seconds: number) => void (nowMs += seconds * 1000),
    root: clientOptions("root", "root", {}),
    as: (role: string, tags: Readonly<Record<string, string>> = {}) => clientOptions("role", role, tags),
    principal: (role: string) => ({
      kind: "role" as const,
      arn: `arn:aws:sts::${account}:assumed-role/${role}/function`,
      role,
      tags: {},
    }),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
