import { AwsError } from "../aws/error.ts";
import type { AccessRequest, Iam, PolicyDocument, Principal } from "../aws/principal.ts";
import type { RoleOptions } from "../options.ts";
import { compilePolicy, type Policy, type Verdict } from "./policy.ts";
import { createRequestContext, roleArn } from "./request-context.ts";

export interface IamOptions {
  readonly roles: Readonly<Record<string, RoleOptions>>;
  /** By ARN of the bucket, the key or the queue. A bucket's policy is also its objects'. */
  readonly resourcePolicies: Readonly<Record<string, PolicyDocument>>;
  readonly account: string;
  readonly region: string;
}

interface Verdicts {
  readonly identity: Verdict;
  readonly resource: Verdict;
}

const SILENT: Policy = { judge: () => "silent" };

/**
 * Judges requests by policies. An explicit deny wins everywhere; else
 * S3, SQS and services without resource policies: identity or resource policy must allow;
 * KMS: the key policy must allow, or delegate to the account and the identity policy allow;
 * STS: the identity policy and the role's trust policy must both allow (AWS asks for less within an account);
 * a service principal has resource policies only; the account's root is stopped by nothing but their denies.
 * Source: "Policy evaluation logic" in the IAM user guide; "Key policies" in KMS's developer guide.
 * @throws Error when a policy is malformed or has something that is not emulated.
 */
export function createIam(options: IamOptions): Iam {
  const { account } = options;
  const identities = new Map<string, Policy>();
  const resources = new Map<string, Policy>();
  for (const [name, role] of Object.entries(options.roles)) {
    identities.set(
      name,
      named(`role ${name}`, () => compilePolicy(role.identity, "identity", account)),
    );
    resources.set(
      roleArn(account, name),
      named(`trust of role ${name}`, () => compilePolicy(role.trust, "trust", account)),
    );
  }
  for (const [arn, document] of Object.entries(options.resourcePolicies)) {
    resources.set(
      arn,
      named(arn, () => compilePolicy(document, "resource", account)),
    );
  }

  return {
    authorize(principal, request) {
      const context = createRequestContext(principal, request, options);
      const judge = (policy: Policy | undefined): Verdict =>
        (policy ?? SILENT).judge(principal, request.action, request.resource, context);
      const verdicts = {
        identity: judge(principal.kind === "role" ? identities.get(principal.role ?? "") : undefined),
        resource: judge(resources.get(policyHolder(request.resource))),
      };
      const refusal = reasonToRefuse(principal, request.action, verdicts);
      if (refusal !== undefined) throw accessDenied(principal, request, refusal);
    },
  };
}

/** The ARN that a resource's policy hangs on: for an object its bucket. */
function policyHolder(resource: string): string {
  return resource.startsWith("arn:aws:s3:::") ? (resource.split("/", 1)[0] ?? resource) : resource;
}

function reasonToRefuse(
  principal: Principal,
  action: string,
  { identity, resource }: Verdicts,
): string | undefined {
  if (identity === "deny") return "with an explicit deny in an identity-based policy";
  if (resource === "deny") return "with an explicit deny in a resource-based policy";
  if (principal.kind === "root") return undefined;

  const isIdentityAllowed = identity === "allow";
  const noIdentity = `because no identity-based policy allows the ${action} action`;
  const noResource = `because no resource-based policy allows the ${action} action`;
  if (principal.kind === "service") return resource === "allow" ? undefined : noResource;
  if (action.startsWith("sts:")) {
    if (resource === "silent") return "because no role trust policy allows the action";
    return isIdentityAllowed ? undefined : noIdentity;
  }
  if (resource === "allow" || (isIdentityAllowed && !action.startsWith("kms:"))) return undefined;
  if (action.startsWith("kms:") && resource === "silent") return noResource;
  return isIdentityAllowed ? undefined : noIdentity;
}

function accessDenied(principal: Principal, request: AccessRequest, reason: string): AwsError {
  return new AwsError(
    "AccessDenied",
    `User: ${principal.arn} is not authorized to perform: ${request.action} on resource: ${request.resource} ${reason}`,
    403,
  );
}

/** Says which policy is at fault. */
function named<T>(policy: string, compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    throw new Error(`the policy of ${policy} cannot be used`, { cause: error });
  }
}
