import { createServer, type Server } from "node:http";
import { createIam } from "../iam/iam.ts";
import type { RoleOptions } from "../options.ts";
import { createCredentialStore } from "./credentials.ts";
import { jsonServer, type QueryService } from "./json-server.ts";
import type { Credential, PolicyDocument, Principal } from "./principal.ts";
import type { JsonService, ServiceContext } from "./service.ts";

export const REGION = "eu-west-1";
export const ACCOUNT = "111122223333";

/** A cloud of a few services for the tests of one of them. */
export interface TestCloud extends ServiceContext {
  /** Moves the cloud's clock. */
  advance(milliseconds: number): void;
  /** What took effect: actions by caller's ARN. */
  readonly effects: readonly string[];
  /** Permanent credentials of a role, in the shape of an SDK client's option. */
  credentialsOf(role: string, tags?: Principal["tags"]): SdkCredentials;
}
export interface SdkCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export function createTestCloud(
  roles: Readonly<Record<string, RoleOptions>>,
  resourcePolicies: Readonly<Record<string, PolicyDocument>> = {},
): TestCloud {
  let advancedMs = 0;
  const clock = { now: () => Date.now() + advancedMs };
  const effects: string[] = [];
  const credentials = createCredentialStore(clock);
  return {
    region: REGION,
    account: ACCOUNT,
    clock,
    credentials,
    iam: createIam({ roles, resourcePolicies, account: ACCOUNT, region: REGION }),
    seams: {
      isTableFailing: () => false,
      reached: (caller, action) => effects.push(`${caller.arn} ${action}`),
    },
    effects,
    advance(milliseconds) {
      advancedMs += milliseconds;
    },
    credentialsOf: (role, tags = {}) =>
      toSdk(credentials.issue({ secretAccessKey: "secret", principal: roleSession(role, tags) })),
  };
}

/** A session of a role. */
export function roleSession(role: string, tags: Principal["tags"] = {}): Principal {
  return { kind: "role", arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/test`, role, tags };
}

export function toSdk({ accessKeyId, secretAccessKey, sessionToken }: Credential): SdkCredentials {
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}

/** Serves on a free port of the loopback interface. */
export async function serve(
  services: readonly JsonService[],
  query: readonly QueryService[],
  cloud: ServiceContext,
): Promise<{ endpoint: string; close(): void }> {
  const handler = jsonServer(services, query, cloud);
  const server: Server = createServer((request, response) => void handler(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** An identity policy with the given statements. */
export function policy(...statements: PolicyDocument["Statement"][number][]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

/** A trust policy that trusts nobody who needs it. */
export const NO_TRUST: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
};
