import type { LocalCloudOptions } from "@postern/local-cloud";
import { keyArn, userPoolArn } from "@postern/local-cloud";
import {
  DEPLOYED_FUNCTIONS,
  FUNCTION_NAMES,
  type Names,
  type PolicyDocument,
} from "../../infra/policy/index.ts";
import { functionFiles } from "../../scripts/bundle.ts";
import { drawSecrets, REGION, topology, USER_POOL } from "../../scripts/topology.ts";
import { ofType, one, text, type Graph } from "./graph.ts";

const LOCAL_ACCOUNT = "000000000000";
const ORIGIN = "http://localhost:4350";

/** What the embedded cloud is started with, in the words of a stage. */
export interface LocalDeployment {
  readonly names: Names;
  readonly options: Pick<LocalCloudOptions, "roles" | "tables" | "keys" | "buckets" | "queues">;
  /** The variables of each function. */
  readonly variables: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * The very arguments that the embedded cloud is started with on a laptop, with the stage's names, account, keys, pool
 * and origin in the place of the laptop's. The laptop has the roles of functions that are yet to be written, too, so
 * that their rights are tested early; AWS must not be told of them.
 */
export function localDeployment(graph: Graph): LocalDeployment {
  const { names, options } = topology({
    port: Number(new URL(ORIGIN).port),
    files: functionFiles("unused"),
    secrets: drawSecrets(),
  });
  const { roles, tables, keys, buckets, queues } = options;
  const variables = Object.fromEntries(
    Object.entries(options.functions).map(([name, { environment }]) => [
      name,
      typeof environment === "function" ? environment(CLOUD) : environment,
    ]),
  );
  const absent = FUNCTION_NAMES.filter((name) => !DEPLOYED_FUNCTIONS.some((deployed) => deployed === name));
  const absentRoles = absent.flatMap((name) => [names.baseRoles[name], names.tenantRoles[name]]);
  const isAbsent = (name: string) => absentRoles.some((role) => role.name === name);
  const without = <Entry extends { readonly policy?: PolicyDocument }>(entry: Entry): Entry =>
    entry.policy === undefined
      ? entry
      : { ...entry, policy: withoutRoles(entry.policy, new Set(absentRoles.map(({ arn }) => arn))) };
  const whole = {
    names,
    options: {
      roles: Object.fromEntries(Object.entries(roles).filter(([name]) => !isAbsent(name))),
      tables,
      keys: mapped(keys, without),
      buckets,
      queues: mapped(queues, without),
    },
    variables,
  };
  return JSON.parse(renamed(JSON.stringify(whole), graph)) as LocalDeployment;
}

/** The policy without what it gives to these roles. */
function withoutRoles(policy: PolicyDocument, arns: ReadonlySet<string>): PolicyDocument {
  const statements = policy.Statement.flatMap((statement) => {
    const { Principal: principal } = statement;
    if (typeof principal !== "object" || principal.AWS === undefined) return [statement];
    const left = [principal.AWS].flat().filter((arn) => !arns.has(arn));
    return left.length === 0 ? [] : [{ ...statement, Principal: { ...principal, AWS: left } }];
  });
  return { ...policy, Statement: statements };
}

function mapped<Entry>(
  entries: Readonly<Record<string, Entry>>,
  change: (entry: Entry) => Entry,
): Readonly<Record<string, Entry>> {
  return Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, change(entry)]));
}

/** Where the embedded cloud would stand; the stage's own addresses stand in the place of these. */
const CLOUD = {
  endpoints: { aws: "http://aws.invalid", s3: "http://s3.invalid" },
  keyArn: (alias: string) => keyArn({ region: REGION, account: LOCAL_ACCOUNT }, alias),
  publicKey: () => "",
  userPoolID: () => "the-pool",
  queueUrl: (queue: string) => `https://sqs.${REGION}.amazonaws.com/${LOCAL_ACCOUNT}/${queue}`,
};

function renamed(json: string, graph: Graph): string {
  const { region, account, app } = graph;
  const scope = { region: REGION, account: LOCAL_ACCOUNT };
  const origin = text(one(graph, "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration").inputs, ORIGIN_AT);
  const aliases = ofType(graph, "aws:kms/alias:Alias").map(({ inputs }): [string, string] => [
    keyArn(scope, text(inputs, "name").replace(`alias/${app.name}-${app.stage}-`, "")),
    `arn:aws:kms:${region}:${account}:key/${text(inputs, "targetKeyId")}`,
  ]);
  const words: readonly (readonly [string, string])[] = [
    ...aliases,
    [userPoolArn(scope, USER_POOL), `arn:aws:cognito-idp:${region}:${account}:userpool/${region}_People`],
    ["the-pool", `${region}_People`],
    [ORIGIN, origin],
    ["postern-local", `${app.name}-${app.stage}`],
  ];
  const named = words.reduce((text, [from, to]) => text.replaceAll(from, to), json);
  // Not the zeros of the platform's clinic.
  return named.replaceAll(new RegExp(`(?<=[-:/"])${LOCAL_ACCOUNT}(?!\\d)`, "g"), account);
}

const ORIGIN_AT = "corsRules.0.allowedOrigins.0";
