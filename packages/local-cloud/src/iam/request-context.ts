import type { AccessRequest, Principal } from "../aws/principal.ts";

/** The condition keys of one request. */
export interface RequestContext {
  /** The key's value; its name knows no case, as in IAM. A multi-valued key without values counts as absent. */
  get(key: string): string | readonly string[] | undefined;
}

export interface AccountScope {
  readonly account: string;
  readonly region: string;
}

/**
 * The global condition keys of a caller, and the request's own.
 * @throws Error when two keys differ only by case, or the request brings a key that describes the caller.
 */
export function createRequestContext(
  principal: Principal,
  request: AccessRequest,
  scope: AccountScope,
): RequestContext {
  const values = new Map<string, string | readonly string[]>();
  for (const [key, value] of [...globalKeys(principal, scope), ...Object.entries(request.context ?? {})]) {
    const name = key.toLowerCase();
    if (values.has(name)) throw new Error("two condition keys of one request have the same name");
    if (typeof value === "string" || value.length > 0) values.set(name, value);
  }
  return { get: (key) => values.get(key.toLowerCase()) };
}

function globalKeys(principal: Principal, scope: AccountScope): [string, string][] {
  return [
    // Plain HTTP on the loopback interface never leaves the machine, so it counts as secure transport.
    ["aws:SecureTransport", "true"],
    ["aws:RequestedRegion", scope.region],
    ...(principal.kind === "service" ? [] : callerKeys(principal, scope.account)),
  ];
}

function callerKeys(principal: Principal, account: string): [string, string][] {
  return [
    ["aws:PrincipalArn", principal.role === undefined ? principal.arn : roleArn(account, principal.role)],
    ["aws:PrincipalAccount", account],
    ...Object.entries(principal.tags).map(([key, value]): [string, string] => [
      `aws:PrincipalTag/${key}`,
      value,
    ]),
  ];
}

/** ARN of a role without a path. */
export function roleArn(account: string, name: string): string {
  return `arn:aws:iam::${account}:role/${name}`;
}
