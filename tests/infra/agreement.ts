import { KEY_NAMES, QUEUE_NAMES } from "../../infra/policy/index.ts";
import { ofType, one, text, type Graph, type Resource } from "./graph.ts";
import { localDeployment } from "./local-deployment.ts";
import { parsePolicy, type Statement } from "./statements.ts";
import { title } from "./stage-names.ts";

/** Policies by what they are about, for instance `role postern-dev-keys: trust`. */
export type Policies = ReadonlyMap<string, readonly Statement[]>;

/** What AWS is given, of all that the embedded cloud judges by too. @throws Error when one is there twice */
export function deployedPolicies(graph: Graph): Policies {
  const { names } = localDeployment(graph);
  const on = (type: string, member: string, named: string): readonly Statement[] => {
    const found = ofType(graph, type).filter(({ inputs }) => text(inputs, member) === named);
    const [first] = found;
    if (first === undefined || found.length > 1) throw new Error(`${found.length} of ${type} for ${named}`);
    return parsePolicy(text(first.inputs, "policy"));
  };
  const nameOf = ({ inputs }: Resource) => text(inputs, "name");
  const roles = ofType(graph, "aws:iam/role:Role").filter((role) => !/-(backup|restore)$/.test(nameOf(role)));
  return new Map([
    ...roles.flatMap((role): [string, readonly Statement[]][] => [
      [`role ${nameOf(role)}: rights`, on("aws:iam/rolePolicy:RolePolicy", "role", nameOf(role))],
      [`role ${nameOf(role)}: trust`, parsePolicy(text(role.inputs, "assumeRolePolicy"))],
    ]),
    ...KEY_NAMES.map((key): [string, readonly Statement[]] => [
      `key ${key}`,
      parsePolicy(text(one(graph, "aws:kms/key:Key", `${title(key)}Key`).inputs, "policy")),
    ]),
    ...[names.documentBucket, names.auditBucket].map(({ name }): [string, readonly Statement[]] => [
      `bucket ${name}`,
      on("aws:s3/bucketPolicy:BucketPolicy", "bucket", name),
    ]),
    ...QUEUE_NAMES.filter((queue) => !queue.endsWith("-dead")).map(
      (queue): [string, readonly Statement[]] => {
        const { name } = names.queues[queue];
        const url = `https://sqs.${graph.region}.amazonaws.com/${graph.account}/${name}`;
        return [`queue ${name}`, on("aws:sqs/queuePolicy:QueuePolicy", "queueUrl", url)];
      },
    ),
  ]);
}

/** What the embedded cloud judges by, in the stage's words. */
export function judgedPolicies(graph: Graph): Policies {
  const { options } = localDeployment(graph);
  // The laptop has a role for whoever sets clinics up; in AWS that is a person's.
  const roles = Object.entries(options.roles).filter(([name]) => !name.endsWith("-provisioner"));
  return new Map([
    ...roles.flatMap(([name, { identity, trust }]): [string, readonly Statement[]][] => [
      [`role ${name}: rights`, parsePolicy(identity)],
      [`role ${name}: trust`, parsePolicy(trust)],
    ]),
    ...policiesOf("key", options.keys),
    ...policiesOf("bucket", options.buckets),
    ...policiesOf("queue", options.queues),
  ]);
}

/** What differs between the two, by name; empty when they agree. */
export function disagreements(graph: Graph): string[] {
  const [deployed, judged] = [deployedPolicies(graph), judgedPolicies(graph)];
  const all = [...new Set([...deployed.keys(), ...judged.keys()])];
  return all.filter((name) => JSON.stringify(deployed.get(name)) !== JSON.stringify(judged.get(name)));
}

function policiesOf(
  what: string,
  entries: Readonly<Record<string, { readonly policy?: object }>>,
): readonly [string, readonly Statement[]][] {
  return Object.entries(entries).flatMap(([name, { policy }]) =>
    policy === undefined ? [] : [[`${what} ${name}`, parsePolicy(policy)]],
  );
}
