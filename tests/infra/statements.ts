import { texts, type Graph, type Resource } from "./graph.ts";

/** A statement of a policy with every member as a sorted list, so that two ways of writing one are equal. */
export interface Statement {
  readonly sid: string;
  readonly effect: string;
  /** For instance `Service:lambda.amazonaws.com`, or `*`. Empty in identity policies. */
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** For instance `Bool aws:SecureTransport false`, a line for each value. */
  readonly conditions: readonly string[];
  /** Anything else that a statement can hold, `NotAction` for one: no rule here reads it. */
  readonly unknown: readonly string[];
}

/** A policy of the graph. */
export interface GraphPolicy {
  /** Where it stands: type, name and argument of its resource. */
  readonly where: string;
  readonly resource: Resource;
  readonly argument: string;
  readonly statements: readonly Statement[];
}

const KNOWN = ["Sid", "Effect", "Principal", "Action", "Resource", "Condition"];

/** Every policy of the graph: each text that is a JSON object with statements, wherever it stands. */
export function policiesOf(graph: Graph): readonly GraphPolicy[] {
  return graph.resources.flatMap((resource) =>
    texts(resource.inputs).flatMap(([path, text]) => {
      if (!/^\s*\{/.test(text) || !text.includes('"Statement"')) return [];
      const argument = path.slice(1);
      const where = `${resource.type} ${resource.name} ${argument}`;
      return [{ where, resource, argument, statements: parsePolicy(text) }];
    }),
  );
}

/** The statements of a policy, in order of their meaning. @throws Error for a text that is no policy */
export function parsePolicy(policy: string | object): readonly Statement[] {
  const parsed: unknown = typeof policy === "string" ? JSON.parse(policy) : policy;
  if (!isObject(parsed) || !Array.isArray(parsed["Statement"])) throw new Error("not a policy");
  return parsed["Statement"].map(normal).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

function normal(statement: unknown): Statement {
  if (!isObject(statement)) throw new Error("not a statement");
  return {
    sid: list(statement["Sid"]).join(),
    effect: list(statement["Effect"]).join(),
    principals: principals(statement["Principal"]),
    actions: list(statement["Action"]),
    resources: list(statement["Resource"]),
    conditions: conditions(statement["Condition"]),
    unknown: Object.keys(statement).filter((name) => !KNOWN.includes(name)),
  };
}

function principals(value: unknown): readonly string[] {
  if (!isObject(value)) return list(value);
  return Object.entries(value)
    .flatMap(([kind, who]) => list(who).map((one) => `${kind}:${one}`))
    .sort();
}

function conditions(value: unknown): readonly string[] {
  if (!isObject(value)) return [];
  return Object.entries(value)
    .flatMap(([operator, keys]) =>
      Object.entries(isObject(keys) ? keys : {}).flatMap(([key, wanted]) =>
        list(wanted).map((one) => `${operator} ${key} ${one}`),
      ),
    )
    .sort();
}

function list(value: unknown): readonly string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String).sort();
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
