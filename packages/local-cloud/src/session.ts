import { randomBytes } from "node:crypto";
import type { Credential, Principal } from "./aws/principal.ts";
import type { ServiceContext } from "./aws/service.ts";

/** Credentials as SDK clients take them. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** How long the sessions made here are good; AWS allows a role's session as much. */
const lifeMs = 12 * 60 * 60 * 1000;

type Issuer = Pick<ServiceContext, "account" | "clock" | "credentials">;

/** A session of a role that did not have to be asked for: a function's own, or a test's. */
export function rolePrincipal(
  { account }: Issuer,
  role: string,
  sessionName: string,
  tags: Readonly<Record<string, string>> = {},
): Principal {
  return { kind: "role", arn: `arn:aws:sts::${account}:assumed-role/${role}/${sessionName}`, role, tags };
}

/** The account's root. */
export function rootPrincipal({ account }: Issuer): Principal {
  return { kind: "root", arn: `arn:aws:iam::${account}:root`, tags: {} };
}

/** Issues twelve hours of credentials for a principal; `expireAtMs` is by the cloud's clock. */
export function issueSession(
  cloud: Issuer,
  principal: Principal,
): { readonly credentials: SessionCredentials; readonly expireAtMs: number } {
  const sessionToken = randomBytes(48).toString("base64");
  const expireAtMs = cloud.clock.now() + lifeMs;
  const issued: Credential = cloud.credentials.issue({
    secretAccessKey: randomBytes(30).toString("base64"),
    sessionToken,
    expiresAtMs: expireAtMs,
    principal,
  });
  const { accessKeyId, secretAccessKey } = issued;
  return { credentials: { accessKeyId, secretAccessKey, sessionToken }, expireAtMs };
}
