import { describe, expect, it } from "vitest";
import { disagreements } from "./agreement.ts";
import { changeFaults } from "./alarm-rules.ts";
import { bucketFaults } from "./bucket-rules.ts";
import { graphOf, isInstalled } from "./each-stage.ts";
import { firewallFaults } from "./firewall-rules.ts";
import { text, type Graph, type Resource, type Value } from "./graph.ts";
import { keepingFaults } from "./keeping-rules.ts";
import { rightFaults, trustFaults, wildcardFaults } from "./policy-rules.ts";
import { secretFaults, unfinishedFaults, wordFaults } from "./word-rules.ts";

type Rule = (graph: Graph) => string[];

/** The graph with the first resource of a type changed, or left out when `change` gives nothing. */
function planted(type: string, change: (resource: Resource) => Resource | undefined, name = /./): Graph {
  const graph = graphOf("production");
  const index = graph.resources.findIndex((one) => one.type === type && name.test(one.name));
  if (index < 0) throw new Error(`no ${type} to plant a fault in`);
  return {
    ...graph,
    resources: graph.resources.flatMap((resource, at) => {
      const changed = at === index ? change(resource) : resource;
      return changed === undefined ? [] : [changed];
    }),
  };
}

/** Changes arguments of a resource. */
const set =
  (inputs: Readonly<Record<string, Value>>) =>
  (resource: Resource): Resource => ({ ...resource, inputs: { ...resource.inputs, ...inputs } });

/** Adds a statement to the policy at an argument of a resource. */
const state =
  (argument: string, statement: object) =>
  (resource: Resource): Resource => {
    const policy = JSON.parse(text(resource.inputs, argument)) as { Statement: object[] };
    return set({ [argument]: JSON.stringify({ ...policy, Statement: [...policy.Statement, statement] }) })(
      resource,
    );
  };

/** Replaces a text wherever it stands in a resource's arguments. */
const reword =
  (from: string, to: string) =>
  (resource: Resource): Resource => ({
    ...resource,
    inputs: JSON.parse(JSON.stringify(resource.inputs).replaceAll(from, to)) as Resource["inputs"],
  });

const gone = (): undefined => undefined;
const everything = { Effect: "Allow", Action: "*", Resource: "*" };
const table = "arn:aws:dynamodb:us-east-1:123456789012:table/postern-production-record";

const ROLE = "aws:iam/role:Role";
const RIGHTS = "aws:iam/rolePolicy:RolePolicy";
const KEY = "aws:kms/key:Key";
const FUNCTION = "aws:lambda/function:Function";
const FIREWALL = "aws:wafv2/webAcl:WebAcl";
const EVENT_RULE = "aws:cloudwatch/eventRule:EventRule";
const FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter";
const bucket = (part: string) => `aws:s3/bucket${part}:Bucket${part}`;

/** [what is planted, the rule that must see it, the graph with it] */
const faults: readonly (readonly [string, Rule, () => Graph])[] = [
  ["a right to everything", wildcardFaults, () => planted(RIGHTS, state("policy", everything))],
  [
    "a right to all rows of a clinic's table and its indexes",
    wildcardFaults,
    () =>
      planted(RIGHTS, state("policy", { Effect: "Allow", Action: "dynamodb:Query", Resource: `${table}/*` })),
  ],
  [
    "a group of actions",
    wildcardFaults,
    () =>
      planted(RIGHTS, state("policy", { Effect: "Allow", Action: "kms:GenerateDataKey*", Resource: table })),
  ],
  [
    "a key that anybody may use",
    wildcardFaults,
    () =>
      planted(
        KEY,
        state("policy", { Effect: "Allow", Principal: { AWS: "*" }, Action: "kms:Decrypt", Resource: "*" }),
      ),
  ],
  [
    "a bucket that anybody may read",
    wildcardFaults,
    () =>
      planted(bucket("Policy"), state("policy", { ...everything, Principal: "*", Action: "s3:GetObject" })),
  ],
  [
    "a right to scan",
    rightFaults,
    () => planted(RIGHTS, state("policy", { Effect: "Allow", Action: "dynamodb:Scan", Resource: table })),
  ],
  [
    "a restore that fills a table which stands",
    rightFaults,
    () =>
      planted(
        RIGHTS,
        state("policy", { Effect: "Allow", Action: "dynamodb:BatchWriteItem", Resource: table }),
        /^RestoreRights$/,
      ),
  ],
  [
    "a right to all that is not named",
    rightFaults,
    () => planted(RIGHTS, state("policy", { Effect: "Allow", NotAction: "iam:CreateUser", Resource: table })),
  ],
  [
    "a function's role that the account may assume",
    trustFaults,
    () =>
      planted(
        ROLE,
        state("assumeRolePolicy", {
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::123456789012:root" },
          Action: "sts:AssumeRole",
        }),
        /^KeysRole$/,
      ),
  ],
  [
    "a tenant role that another function may assume",
    trustFaults,
    () =>
      planted(
        ROLE,
        state("assumeRolePolicy", {
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::123456789012:role/postern-production-review" },
          Action: "sts:AssumeRole",
        }),
        /^KeysTenantRole$/,
      ),
  ],
  [
    "a refusal that only AWS was given",
    disagreements,
    () =>
      planted(RIGHTS, state("policy", { Effect: "Deny", Action: "s3:GetObject", Resource: table }), /^Keys/),
  ],
  [
    "a tenant role that is not bound to its clinic",
    disagreements,
    () =>
      planted(
        RIGHTS,
        (rights) =>
          set({ policy: text(rights.inputs, "policy").replaceAll("PrincipalTag/clinic", "a") })(rights),
        /^ReviewTenantRights$/,
      ),
  ],
  [
    "a data key for one more role",
    disagreements,
    () =>
      planted(
        KEY,
        state("policy", {
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::123456789012:role/postern-production-review-tenant" },
          Action: "kms:Decrypt",
          Resource: "*",
        }),
        /^DocumentsKey$/,
      ),
  ],
  [
    "a managed policy",
    trustFaults,
    () => planted(ROLE, set({ managedPolicyArns: ["arn:aws:iam::aws:policy/A"] })),
  ],
  [
    "a bucket open to the public",
    bucketFaults,
    () => planted(bucket("PublicAccessBlock"), set({ blockPublicPolicy: false })),
  ],
  [
    "a bucket without a lock against the public",
    bucketFaults,
    () => planted(bucket("PublicAccessBlock"), gone),
  ],
  [
    "a bucket that takes plain HTTP",
    bucketFaults,
    () => planted(bucket("Policy"), set({ policy: '{"Statement":[]}' })),
  ],
  [
    "a bucket without encryption",
    bucketFaults,
    () => planted(bucket("ServerSideEncryptionConfiguration"), gone),
  ],
  [
    "a bucket that overwrites",
    bucketFaults,
    () => planted(bucket("Versioning"), set({ versioningConfiguration: { status: "Suspended" } })),
  ],
  ["a bucket that nobody hears of", bucketFaults, () => planted(bucket("Logging"), gone)],
  [
    "a bucket for every page",
    bucketFaults,
    () => planted(bucket("CorsConfiguration"), set({ corsRules: [{ allowedOrigins: ["*"] }] })),
  ],
  [
    "a key that production may delete",
    keepingFaults,
    () => planted(KEY, (key) => ({ ...key, protect: false })),
  ],
  [
    "a pool that production may forget",
    keepingFaults,
    () => planted("aws:cognito/userPool:UserPool", (pool) => ({ ...pool, retainOnDelete: false })),
  ],
  [
    "records that are locked for a year",
    keepingFaults,
    () =>
      planted(
        "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
        set({ rule: { defaultRetention: { mode: "COMPLIANCE", years: 1 } } }),
      ),
  ],
  [
    "logs that end after a month",
    keepingFaults,
    () => planted("aws:cloudwatch/logGroup:LogGroup", set({ retentionInDays: 30 })),
  ],
  [
    "a stage that may be removed",
    keepingFaults,
    () => ({ ...graphOf("production"), app: { ...graphOf("production").app, protect: false } }),
  ],
  ["a person's name in a tag", wordFaults, () => planted(KEY, set({ tags: { patient: "p1" } }))],
  [
    "an address in a variable",
    wordFaults,
    () => planted(FUNCTION, set({ environment: { variables: { OWNER: "someone@example.org" } } })),
  ],
  ["a value that is not known yet", unfinishedFaults, () => planted(KEY, set({ description: "not-yet" }))],
  ...["CrossSiteScripting_BODY", "Log4JRCE_BODY"].map(
    (rule) =>
      [
        `a firewall that refuses by ${rule}`,
        firewallFaults,
        () => planted(FIREWALL, reword(rule, "NoUserAgent_HEADER")),
      ] as const,
  ),
  [
    "a group of rules that nobody has looked at",
    firewallFaults,
    () => planted(FIREWALL, reword("AWSManagedRulesCommonRuleSet", "AWSManagedRulesSQLiRuleSet")),
  ],
  ["scraps of bodies in a log", firewallFaults, () => planted(FIREWALL, set({ dataProtectionConfig: {} }))],
  [
    "a path that is read before it is decoded",
    firewallFaults,
    () => planted(FIREWALL, reword("URL_DECODE", "LOWERCASE")),
  ],
  [
    "requests in a log",
    firewallFaults,
    () =>
      planted("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", set({ redactedFields: [] })),
  ],
  [
    "a trail that stops unheard",
    changeFaults,
    () => planted(EVENT_RULE, reword("StopLogging", "StartLogging")),
  ],
  [
    "a key that is deleted without an alarm",
    changeFaults,
    () => planted(FILTER, reword("ScheduleKeyDeletion", "CancelKeyDeletion"), /^KeyChanged/),
  ],
  [
    "changes that nobody writes down",
    changeFaults,
    () => planted("aws:cloudwatch/eventTarget:EventTarget", gone),
  ],
  ["a secret without a key", secretFaults, () => planted(FUNCTION, set({ kmsKeyArn: "" }), /^AuthFunction$/)],
];

describe.runIf(isInstalled)("the rules can fail", () => {
  it.each(faults)("%s is caught", (_, rule, graph) => {
    expect(rule(graphOf("production"))).toEqual([]);
    expect(rule(graph())).not.toEqual([]);
  });
});
