import type { PolicyDocument, PolicyStatement, Principal } from "../aws/principal.ts";
import { compileCondition, type Condition, type Effect } from "./condition.ts";
import { compilePattern, matchesAction, type Pattern } from "./pattern.ts";
import { compilePrincipals, type PrincipalMatch } from "./policy-principal.ts";
import type { RequestContext } from "./request-context.ts";

/** `delegated`: allowed for the account, which hands the decision to identity policies. */
export type Verdict = "allow" | "delegated" | "deny" | "silent";

/** Where a policy hangs; each kind has its own members. */
export type PolicyKind = "identity" | "trust" | "resource";

/** A policy that was found well-formed. */
export interface Policy {
  judge(principal: Principal, action: string, resource: string, context: RequestContext): Verdict;
}

interface Statement {
  readonly effect: Effect;
  readonly actions: readonly string[];
  readonly resources: readonly Pattern[];
  readonly conditions: readonly Condition[];
  readonly matchPrincipal: (principal: Principal) => PrincipalMatch;
}

const MEMBERS = new Set(["Sid", "Effect", "Principal", "Action", "Resource", "Condition"]);

/**
 * Compiles a policy document, so that a mistake in it shows when the cloud starts and not when it matters.
 * @throws Error when it is malformed, or has an element or operator that is not emulated.
 */
export function compilePolicy(document: PolicyDocument, kind: PolicyKind, account: string): Policy {
  if (document.Version !== "2012-10-17") throw new Error("a policy's Version must be 2012-10-17");
  const statements = document.Statement.map((statement) => compileStatement(statement, kind, account));
  return {
    judge(principal, action, resource, context) {
      let verdict: Verdict = "silent";
      for (const statement of statements) {
        const match = statement.matchPrincipal(principal);
        if (match === "none" || !fits(statement, action, resource, context)) continue;
        if (statement.effect === "Deny") return "deny";
        if (match === "direct") verdict = "allow";
        else if (verdict === "silent") verdict = "delegated";
      }
      return verdict;
    },
  };
}

function fits(statement: Statement, action: string, resource: string, context: RequestContext): boolean {
  return (
    statement.actions.some((pattern) => matchesAction(pattern, action)) &&
    statement.resources.some((pattern) => pattern.matches(resource, context) === true) &&
    statement.conditions.every((condition) => condition(context))
  );
}

function compileStatement(statement: PolicyStatement, kind: PolicyKind, account: string): Statement {
  const unknown = Object.keys(statement).find((member) => !MEMBERS.has(member));
  if (unknown !== undefined) throw new Error(`policy element is not emulated: ${unknown}`);
  if (statement.Effect !== "Allow" && statement.Effect !== "Deny") {
    throw new Error("a statement's Effect must be Allow or Deny");
  }
  if ((statement.Principal === undefined) !== (kind === "identity")) {
    throw new Error("Principal belongs in resource and trust policies, and only there");
  }
  if ((statement.Resource === undefined) !== (kind === "trust")) {
    throw new Error("Resource belongs in identity and resource policies, and only there");
  }
  return {
    effect: statement.Effect,
    actions: compileActions(statement.Action),
    resources: compileResources(statement.Resource ?? "*"),
    conditions: compileConditions(statement),
    matchPrincipal: compilePrincipals(statement.Principal, statement.Effect, account),
  };
}

function compileActions(actions: string | readonly string[]): readonly string[] {
  return list(actions).map((action) => {
    if (!/^(\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/.test(action)) throw new Error(`action is malformed: ${action}`);
    return action;
  });
}

function compileResources(resources: string | readonly string[]): Pattern[] {
  return list(resources).map((resource) => {
    if (resource === "*") return compilePattern("*", { wildcards: true });
    if (!/^arn:([^:]*:){4}./s.test(resource.replace(/\$\{[^}]*\}/g, "x"))) {
      throw new Error(`resource is not an ARN: ${resource}`);
    }
    return compilePattern(resource, { wildcards: true, arn: true });
  });
}

function compileConditions(statement: PolicyStatement): Condition[] {
  return Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) =>
      compileCondition(operator, key, list(values), statement.Effect),
    ),
  );
}

function list(value: string | readonly string[]): readonly string[] {
  const values = typeof value === "string" ? [value] : value;
  if (!Array.isArray(values) || values.length === 0 || !values.every((each) => typeof each === "string")) {
    throw new Error("a policy's value must be a text or a list of texts, and not empty");
  }
  return values;
}
