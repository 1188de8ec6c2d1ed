/** A value of a resource's arguments, as JSON. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

/** The arguments of a resource, or an object among them. */
export type Values = { readonly [name: string]: Value };

/** One resource as the deployment would ask AWS for it. */
export interface Resource {
  /** For instance `aws:s3/bucket:Bucket`. */
  readonly type: string;
  /** Unique among those of its type. */
  readonly name: string;
  readonly urn: string;
  readonly custom: boolean;
  /** Refuses to be deleted by a deployment. */
  readonly protect: boolean;
  /** Stays in AWS when the deployment forgets it. */
  readonly retainOnDelete: boolean;
  /** URNs of the resources that must be there first. */
  readonly dependencies: readonly string[];
  readonly inputs: Values;
}

/** A stage as it would be deployed. */
export interface Graph {
  readonly app: {
    readonly name: string;
    readonly stage: string;
    readonly removal: string;
    readonly protect: boolean;
  };
  readonly region: string;
  readonly account: string;
  readonly resources: readonly Resource[];
}

/** The resources of a type, for instance `aws:sqs/queue:Queue`. */
export function ofType(graph: Graph, type: string): readonly Resource[] {
  return graph.resources.filter((resource) => resource.type === type);
}

/** @throws Error when there is not exactly one resource of that type, or of that name of it */
export function one(graph: Graph, type: string, name?: string): Resource {
  const found = ofType(graph, type).filter((resource) => name === undefined || resource.name === name);
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} of ${type} ${name ?? ""}`);
  return first;
}

/** The string at `path`, for instance `rule.objectOwnership`. @throws Error when there is none */
export function text(values: Values, path: string): string {
  const found = at(values, path);
  if (typeof found !== "string") throw new Error(`no text at ${path}`);
  return found;
}

/** What is at `path`; a number in it counts in a list. Undefined when there is nothing. */
export function at(values: Value | undefined, path: string): Value | undefined {
  return path.split(".").reduce<Value | undefined>((value, name) => {
    if (typeof value !== "object" || value === null) return undefined;
    return (value as Values)[name];
  }, values);
}

/** What is at `path` as a text, numbers too; empty when it is nothing or has members. */
export function word(values: Value | undefined, path: string): string {
  const found = at(values, path);
  return typeof found === "string" || typeof found === "number" ? String(found) : "";
}

/** Every text in a value, and every name of a member, with the path to it. */
export function texts(
  value: Value | undefined,
  path = "",
): readonly (readonly [path: string, text: string])[] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    [`${path}.${name}`, name] as const,
    ...texts(inner, `${path}.${name}`),
  ]);
}
