/** Operator → condition key → value or values, as IAM writes them. */
export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Whom a statement of a resource policy, or of a trust policy, is about. */
export type PolicyPrincipal =
  "*" | { readonly AWS?: string | readonly string[]; readonly Service?: string | readonly string[] };

/** One statement of a policy, with AWS's own member names. */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: PolicyPrincipal;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Condition;
}

/** A policy as it is deployed, in the policy language of 2012-10-17. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly PolicyStatement[];
}

/** What `allow` and `deny` need; `principal` in resource and trust policies only. */
export interface StatementParts {
  /** Letters and digits only: AWS refuses anything else in a `Sid` of an identity policy. */
  readonly sid: string;
  readonly principal?: PolicyPrincipal;
  readonly actions: readonly string[];
  /** Absent in trust policies, whose resource is the role itself. */
  readonly resources?: readonly string[];
  readonly condition?: Condition;
}

/** A statement that gives `actions` on `resources` while `condition` holds. */
export function allow(parts: StatementParts): PolicyStatement {
  return statement("Allow", parts);
}

/** A statement that refuses `actions` on `resources` while `condition` holds, whoever else allows them. */
export function deny(parts: StatementParts): PolicyStatement {
  return statement("Deny", parts);
}

/** A whole policy of these statements. */
export function document(...statements: readonly PolicyStatement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

/**
 * One condition that holds when all `conditions` hold: operators are united, and so are the keys of each.
 * @throws Error when two of them speak of one key under one operator, because one would silently win.
 */
export function all(...conditions: readonly Condition[]): Condition {
  const union: Record<string, Record<string, string | readonly string[]>> = {};
  for (const [operator, keys] of conditions.flatMap((condition) => Object.entries(condition))) {
    const known = (union[operator] ??= {});
    for (const [key, value] of Object.entries(keys)) {
      if (key in known && JSON.stringify(known[key]) !== JSON.stringify(value)) {
        throw new Error(`two conditions on ${key} under ${operator}`);
      }
      known[key] = value;
    }
  }
  return union;
}

function statement(effect: "Allow" | "Deny", parts: StatementParts): PolicyStatement {
  return {
    Sid: parts.sid,
    Effect: effect,
    ...(parts.principal === undefined ? {} : { Principal: parts.principal }),
    Action: parts.actions,
    ...(parts.resources === undefined ? {} : { Resource: parts.resources }),
    ...(parts.condition === undefined ? {} : { Condition: parts.condition }),
  };
}
