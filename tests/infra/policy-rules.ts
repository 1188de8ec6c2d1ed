import { at, ofType, text, type Graph, type Resource } from "./graph.ts";
import { parsePolicy, policiesOf, type GraphPolicy, type Statement } from "./statements.ts";

interface Wildcard {
  readonly policy: GraphPolicy;
  readonly statement: Statement;
  /** For instance `resource arn:aws:s3:::bucket/*`. */
  readonly what: string;
}

/** Why something wide may stand in a policy; whatever has no reason here is a fault. */
export const REASONS: readonly { readonly why: string; readonly holds: (found: Wildcard) => boolean }[] = [
  {
    why: "in a key's own policy it means the key",
    holds: ({ policy, what }) => policy.resource.type === "aws:kms/key:Key" && what === "resource *",
  },
  {
    why: "anybody, but of this account and through one service, which asks for rights of its own",
    holds: ({ policy, statement, what }) =>
      policy.resource.type === "aws:kms/key:Key" &&
      what === "principal AWS:*" &&
      statement.conditions.some((line) => line.startsWith("StringEquals kms:CallerAccount ")) &&
      statement.conditions.some((line) => line.startsWith("StringEquals kms:ViaService ")),
  },
  {
    why: "streams of the function's own log group, which Lambda names",
    holds: ({ what }) => /:log-group:\/aws\/lambda\/[\w-]+:log-stream:\*$/.test(what),
  },
  {
    why: "streams of one log group, which EventBridge names",
    holds: ({ policy, what }) =>
      policy.resource.type === "aws:cloudwatch/logResourcePolicy:LogResourcePolicy" &&
      /:log-group:\/aws\/events\/[\w-]+:\*$/.test(what),
  },
  {
    why: "objects of the session's own clinic",
    holds: ({ what }) => what.endsWith("/c/${aws:PrincipalTag/clinic}/*"),
  },
  {
    why: "backups of one table, which DynamoDB names",
    holds: ({ what }) => /:table\/[\w-]+\/backup\/\*$/.test(what),
  },
  {
    why: "documents of one bucket, which AWS Backup copies or brings back",
    holds: ({ policy, what }) =>
      /^(Backup|Restore)Rights$/.test(policy.resource.name) &&
      /:s3:::[\w-]+-documents-\d+(-restored)?\/\*$/.test(what),
  },
  {
    why: "rules of AWS Backup's own, which it names, and calls of its that know no resource",
    holds: ({ policy, statement, what }) =>
      policy.resource.name === "BackupRights" &&
      (what.endsWith(":rule/AwsBackupManagedRule*") ||
        statement.actions.every((action) => /^(events:ListRules|cloudwatch:GetMetricData)$/.test(action))),
  },
  {
    why: "objects that one service writes, or one distribution reads, for one source",
    holds: ({ policy, statement, what }) =>
      policy.resource.type === "aws:s3/bucketPolicy:BucketPolicy" &&
      /^resource arn:aws:s3:::.+\/\*$/.test(what) &&
      statement.principals.every((principal) => principal.startsWith("Service:")) &&
      statement.conditions.some((line) => line.includes(" aws:SourceArn ")),
  },
];

/** What is wider than it must be: wildcards in allowances that no reason covers. */
export function wildcardFaults(graph: Graph): string[] {
  return wildcards(graph)
    .filter((found) => !REASONS.some(({ holds }) => holds(found)))
    .map(({ policy, statement, what }) => `${policy.where} ${statement.sid}: ${what}`);
}

/** The reasons that nothing needs any more. */
export function idleReasons(graphs: readonly Graph[]): string[] {
  const found = graphs.flatMap(wildcards);
  return REASONS.filter(({ holds }) => !found.some(holds)).map(({ why }) => why);
}

function wildcards(graph: Graph): readonly Wildcard[] {
  return policiesOf(graph).flatMap((policy) =>
    policy.statements
      .filter(({ effect }) => effect === "Allow")
      .flatMap((statement) => [
        ...statement.actions.map((action) => ({ policy, statement, what: `action ${action}` })),
        ...statement.resources.map((resource) => ({ policy, statement, what: `resource ${resource}` })),
        ...statement.principals.map((principal) => ({ policy, statement, what: `principal ${principal}` })),
      ])
      .filter(({ what }) => what.includes("*") || what.includes("?")),
  );
}

const TOO_MUCH =
  /:(Scan|PartiQL\w*|BatchWriteItem|ExportTable\w*|PassRole|CreateAccessKey|ListAllMyBuckets|PutBucketPolicy)$/;

/** Rights that nobody here may have, and statements that say what no rule here reads. */
export function rightFaults(graph: Graph): string[] {
  return policiesOf(graph).flatMap(({ where, resource, statements }) =>
    statements.flatMap((statement) => [
      ...statement.unknown.map((name) => `${where} ${statement.sid}: ${name}`),
      ...(statement.effect === "Allow" ? statement.actions : [])
        .filter((action) => TOO_MUCH.test(action) && !isRestoring(graph, resource, statement, action))
        .map((action) => `${where} ${statement.sid}: ${action}`),
    ]),
  );
}

/** AWS Backup reads and writes in bulk the tables that it makes by a restore. None of them is one that we work with. */
function isRestoring(graph: Graph, { name }: Resource, { resources }: Statement, action: string): boolean {
  return (
    name === "RestoreRights" &&
    /^dynamodb:(Scan|BatchWriteItem)$/.test(action) &&
    resources.every((arn) => arn.endsWith("-restored") || !arn.includes(`:${graph.region}:`))
  );
}

/** Roles that somebody else could become, and rights that come from elsewhere than our policies. */
export function trustFaults(graph: Graph): string[] {
  const functionRoles = new Set(
    ofType(graph, "aws:lambda/function:Function").map(({ inputs }) => text(inputs, "role")),
  );
  const attached = graph.resources.filter(({ type }) =>
    /^aws:iam\/(rolePolicyAttachment|policyAttachment|user|accessKey|group|policy)/i.test(type),
  );
  return [
    ...attached.map(({ type, name }) => `${type} ${name}`),
    ...ofType(graph, "aws:iam/role:Role").flatMap(({ name, inputs }) => {
      const arn = `arn:aws:iam::${graph.account}:role/${text(inputs, "name")}`;
      const trusted = parsePolicy(text(inputs, "assumeRolePolicy")).flatMap(({ principals }) => principals);
      const wanted = functionRoles.has(arn)
        ? "Service:lambda.amazonaws.com"
        : arn.endsWith("-tenant")
          ? `AWS:${arn.replace(/-tenant$/, "")}`
          : "Service:backup.amazonaws.com";
      const elsewhere = ["managedPolicyArns", "inlinePolicies", "permissionsBoundary"].filter(
        (argument) => at(inputs, argument) !== undefined,
      );
      return [
        ...trusted
          .filter((principal) => principal !== wanted)
          .map((principal) => `${name} trusts ${principal}`),
        ...(trusted.length === 0 ? [`${name} trusts nobody`] : []),
        ...elsewhere.map((argument) => `${name} has ${argument}`),
      ];
    }),
  ];
}
