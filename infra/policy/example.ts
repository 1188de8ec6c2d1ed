import type { PolicyDocument, PolicyStatement } from "./document.ts";
import { deployment } from "./index.ts";
import { KEY_NAMES, names, record, type FunctionName, type KeyName } from "./names.ts";
import type { Role } from "./roles.ts";

/** A deployment to show and to check the policies on: `postern` at stage `test` in an invented account. */
export const INPUT = {
  app: "postern",
  stage: "test",
  region: "us-east-1",
  account: "123456789012",
  keyARNs: record(KEY_NAMES, (key) => `arn:aws:kms:us-east-1:123456789012:key/${key}`),
  userPoolARN: "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_pool",
  origin: "https://portal.example.org",
};
export const WORLD = deployment(INPUT);
export const NAMES = names(INPUT);

/** The role of that name. @throws Error when there is none. */
export function role(name: string): Role {
  const found = WORLD.roles[name];
  if (!found) throw new Error(`no role ${name}`);
  return found;
}

export const tenant = (name: FunctionName): Role => role(NAMES.tenantRoles[name].name);
export const base = (name: FunctionName): Role => role(NAMES.baseRoles[name].name);

/** The values of a member that may be one string, many, or absent. */
export function list(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}

/** The value of a condition, as JSON; the empty string when the statement has no such condition. */
export function condition(entry: PolicyStatement, operator: string, key: string): string {
  return JSON.stringify(entry.Condition?.[operator]?.[key]) ?? "";
}

/** Each pair of an action and a resource that a policy names. */
export function grants(policy: PolicyDocument): readonly { action: string; resource: string }[] {
  return policy.Statement.flatMap((entry) =>
    list(entry.Action).flatMap((action) => list(entry.Resource).map((resource) => ({ action, resource }))),
  );
}

/** The actions of one service that a policy names, each once, sorted. */
export function actionsOf(policy: PolicyDocument, service: string): string[] {
  const named = new Set(grants(policy).map(({ action }) => action));
  return [...named].filter((action) => action.startsWith(`${service}:`)).sort();
}

/** The statements of an identity policy on one key. */
export function onKey(policy: PolicyDocument, key: KeyName): readonly PolicyStatement[] {
  return policy.Statement.filter((entry) => list(entry.Resource).includes(NAMES.keyARNs[key]));
}
