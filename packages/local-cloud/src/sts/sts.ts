import { randomBytes } from "node:crypto";
import { AwsError } from "../aws/error.ts";
import type { Credential, Principal } from "../aws/principal.ts";
import { escapeXml, type QueryService } from "../aws/query-service.ts";
import type { ServiceContext } from "../aws/service.ts";
import type { RoleOptions } from "../options.ts";
import { readSessionTags } from "./session-tags.ts";

const MIN_SESSION_SECONDS = 900;
/** Both the default maximum of a role and the limit of a session that one role's session opens in another role. */
const MAX_SESSION_SECONDS = 3600;
const ROLE_ARN = /^arn:aws:iam::\d{12}:role\/([\w+=,.@-]{1,64})$/;
const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;
const ASSUME_ROLE_PARAMETERS =
  /^(Action|Version|RoleArn|RoleSessionName|DurationSeconds|Tags\.member\.\d+\.(Key|Value))$/;

/**
 * STS: `AssumeRole` with session tags, and `GetCallerIdentity`. A parameter that is not emulated is refused rather
 * than ignored, because most of them (a session policy, an external id) would narrow the session.
 */
export function createSts(cloud: ServiceContext, roles: Readonly<Record<string, RoleOptions>>): QueryService {
  const actions = new Map<string, (parameters: URLSearchParams, caller: Principal) => string>([
    ["AssumeRole", (parameters, caller) => assumeRole(cloud, roles, parameters, caller)],
    ["GetCallerIdentity", (_parameters, caller) => callerIdentity(cloud, caller)],
  ]);
  return {
    service: "sts",
    xmlNamespace: "https://sts.amazonaws.com/doc/2011-06-15/",
    handle: async (parameters, caller) => {
      const action = actions.get(parameters.get("Action") ?? "");
      if (action === undefined) throw new AwsError("InvalidAction", "The action is not known here.");
      return action(parameters, caller);
    },
  };
}

function assumeRole(
  cloud: ServiceContext,
  roles: Readonly<Record<string, RoleOptions>>,
  parameters: URLSearchParams,
  caller: Principal,
): string {
  const request = readAssumeRole(parameters);
  if (caller.kind === "root") {
    throw new AwsError("AccessDenied", "Roles may not be assumed by root accounts.", 403);
  }
  authorize(cloud, caller, request);
  // A role that does not exist is refused in the same words: the evaluation found no trust policy.
  if (!Object.hasOwn(roles, request.roleName)) throw new AwsError("AccessDenied", "Access denied", 403);

  const session = `assumed-role/${request.roleName}/${request.sessionName}`;
  const arn = `arn:aws:sts::${cloud.account}:${session}`;
  const expiresAtMs = cloud.clock.now() + request.durationSeconds * 1000;
  const credential = cloud.credentials.issue({
    secretAccessKey: randomBytes(30).toString("base64"),
    sessionToken: randomBytes(96).toString("base64"),
    expiresAtMs,
    principal: { kind: "role", arn, role: request.roleName, tags: request.tags },
  });
  cloud.seams.reached(caller, "sts:AssumeRole");
  return (
    credentialXml(credential, expiresAtMs) + assumedRoleXml(arn, credential.accessKeyId, request.sessionName)
  );
}

interface AssumeRoleRequest {
  readonly roleArn: string;
  readonly roleName: string;
  readonly sessionName: string;
  readonly durationSeconds: number;
  readonly tags: Readonly<Record<string, string>>;
}

function readAssumeRole(parameters: URLSearchParams): AssumeRoleRequest {
  for (const [name, value] of parameters) {
    const isEmptyList = name === "Tags" && value === "";
    if (!isEmptyList && !ASSUME_ROLE_PARAMETERS.test(name)) throw invalid(`${name} is not emulated.`);
  }
  const roleArn = parameters.get("RoleArn") ?? "";
  const roleName = ROLE_ARN.exec(roleArn)?.[1];
  if (roleName === undefined) throw invalid("RoleArn is invalid.");
  const sessionName = parameters.get("RoleSessionName") ?? "";
  if (!SESSION_NAME.test(sessionName)) {
    throw invalid(`Value at 'roleSessionName' must satisfy the pattern ${SESSION_NAME.source}`);
  }
  const duration = parameters.get("DurationSeconds") ?? String(MAX_SESSION_SECONDS);
  const durationSeconds = /^\d{1,6}$/.test(duration) ? Number(duration) : 0;
  if (durationSeconds < MIN_SESSION_SECONDS) {
    throw invalid(`Value at 'durationSeconds' must be at least ${MIN_SESSION_SECONDS}`);
  }
  if (durationSeconds > MAX_SESSION_SECONDS) {
    throw invalid(
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining",
    );
  }
  return { roleArn, roleName, sessionName, durationSeconds, tags: readSessionTags(parameters) };
}

/** Tags need a right of their own, so that a role cannot call itself another tenant's. */
function authorize(cloud: ServiceContext, caller: Principal, request: AssumeRoleRequest): void {
  const tagKeys = Object.keys(request.tags);
  const context = {
    "sts:RoleSessionName": request.sessionName,
    "aws:TagKeys": tagKeys,
    ...Object.fromEntries(
      Object.entries(request.tags).map(([key, value]) => [`aws:RequestTag/${key}`, value]),
    ),
  };
  const resource = request.roleArn;
  cloud.iam.authorize(caller, { action: "sts:AssumeRole", resource, context });
  if (tagKeys.length > 0) cloud.iam.authorize(caller, { action: "sts:TagSession", resource, context });
}

function credentialXml(credential: Credential, expiresAtMs: number): string {
  return (
    `<Credentials><AccessKeyId>${credential.accessKeyId}</AccessKeyId>` +
    `<SecretAccessKey>${credential.secretAccessKey}</SecretAccessKey>` +
    `<SessionToken>${credential.sessionToken ?? ""}</SessionToken>` +
    `<Expiration>${new Date(expiresAtMs).toISOString()}</Expiration></Credentials>`
  );
}

function assumedRoleXml(arn: string, accessKeyId: string, sessionName: string): string {
  const roleID = `AROA${accessKeyId.slice(4)}:${sessionName}`;
  return (
    `<AssumedRoleUser><AssumedRoleId>${escapeXml(roleID)}</AssumedRoleId>` +
    `<Arn>${escapeXml(arn)}</Arn></AssumedRoleUser>`
  );
}

function callerIdentity(cloud: ServiceContext, caller: Principal): string {
  return (
    `<Arn>${escapeXml(caller.arn)}</Arn><UserId>${escapeXml(caller.role ?? cloud.account)}</UserId>` +
    `<Account>${cloud.account}</Account>`
  );
}

function invalid(message: string): AwsError {
  return new AwsError("ValidationError", message);
}
