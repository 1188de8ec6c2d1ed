import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";
import { PLATFORM } from "@postern/contract";
import { describe, expect, it } from "vitest";
import {
  actionsOf,
  base,
  condition,
  grants,
  list,
  NAMES,
  role,
  tenant,
  WORLD,
} from "../../infra/policy/example.ts";
import {
  CLINIC_PATTERN,
  FUNCTION_NAMES,
  KEY_NAMES,
  PLATFORM_CLINIC,
  type FunctionName,
  type PolicyDocument,
  type PolicyStatement,
} from "../../infra/policy/index.ts";
import { createIam } from "../../packages/local-cloud/src/iam/iam.ts";
import type { LocalCloudOptions } from "../../packages/local-cloud/src/options.ts";

const TAG = "${aws:PrincipalTag/clinic}";
type Context = Readonly<Record<string, string | readonly string[]>>;

const FORBIDDEN =
  /\*|\?|:(Scan|PartiQL\w*|Batch\w+|ExportTable\w*|CreateGrant|PutKeyPolicy|ReEncrypt\w*|GenerateDataKeyPair\w*)$/;

/** What may not stand in any role's identity policy. */
function identityFaults(policy: PolicyDocument): string[] {
  const shapes = policy.Statement.filter(
    (entry) => entry.Effect !== "Allow" || list(entry.Resource).length === 0,
  );
  const faults = grants(policy).flatMap(({ action, resource }) => {
    const open = resource
      .replace(/\/c\/\$\{aws:PrincipalTag\/clinic\}\/\*$/, "")
      .replace(/(:log-group:\/aws\/lambda\/[\w-]+):log-stream:\*$/, "$1")
      .replace(/(:table\/[\w-]+-audit)\/stream\/\*$/, "$1");
    return [
      ...(FORBIDDEN.test(action) ? [`${action} may not be given`] : []),
      ...(/[*?]/.test(open) ? [`${action} on ${resource}`] : []),
    ];
  });
  return [...shapes.map((entry) => `${entry.Sid} is not an allowance on a resource`), ...faults];
}

/** What must be asked in each statement of a tenant role's identity policy. */
function tenantFaults(policy: PolicyDocument): string[] {
  return policy.Statement.flatMap((entry) => {
    const faults: string[] = [];
    if (condition(entry, "StringLike", "aws:PrincipalTag/clinic") !== JSON.stringify(CLINIC_PATTERN)) {
      faults.push("the tag's shape is not asked for");
    }
    if (condition(entry, "Null", "aws:PrincipalTag/clinic") !== '"false"')
      faults.push("the tag may be absent");
    if (list(entry.Action).some((action) => action.startsWith("dynamodb:"))) {
      const keys = list(entry.Condition?.["ForAllValues:StringLike"]?.["dynamodb:LeadingKeys"]);
      if (keys.length === 0) faults.push("rows are not bound to a clinic");
      if (keys.some((key) => !/^\$\{aws:PrincipalTag\/clinic\}#[a-z]{3}#\*$/.test(key))) {
        faults.push("rows of no own clinic and kind");
      }
      if (condition(entry, "Null", "dynamodb:LeadingKeys") !== '"false"') faults.push("keys may be absent");
    }
    return faults.map((fault) => `${entry.Sid}: ${fault}`);
  });
}

/** What a tenant role's trust policy must say. */
function trustFaults(trust: PolicyDocument, baseARN: string): string[] {
  const [entry, ...more] = trust.Statement;
  if (!entry || more.length > 0) return ["not one statement"];
  const principal = entry.Principal === "*" ? undefined : list(entry.Principal?.AWS);
  const expected: [string, string, unknown][] = [
    ["StringLike", "aws:RequestTag/clinic", CLINIC_PATTERN],
    ["ForAllValues:StringEquals", "aws:TagKeys", ["clinic"]],
    ["Null", "aws:RequestTag/clinic", "false"],
    ["Null", "aws:TagKeys", "false"],
  ];
  return [
    ...(principal?.length === 1 && principal[0] === baseARN ? [] : ["trusts another"]),
    ...(list(entry.Action).join() === "sts:AssumeRole,sts:TagSession" ? [] : ["other actions"]),
    ...expected
      .filter(([operator, key, value]) => condition(entry, operator, key) !== JSON.stringify(value))
      .map(([operator, key]) => `${operator} ${key}`),
  ];
}

/** A policy with one planted statement, otherwise as good as the real ones. */
const planted = (parts: Partial<PolicyStatement>): PolicyDocument => {
  const [good] = tenant("intake").identity.Statement;
  if (!good) throw new Error("intake has no rights");
  return { Version: "2012-10-17", Statement: [{ ...good, ...parts }] };
};

const rowsLike = (pattern: string) => ({
  "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [pattern] },
});

describe("every role", () => {
  it.each(Object.keys(WORLD.roles))(
    "%s has no wildcard and no action that escapes its conditions",
    (name) => {
      expect(identityFaults(role(name).identity)).toEqual([]);
    },
  );

  it.each([
    [{ Action: ["dynamodb:*"] }],
    [{ Action: "dynamodb:Scan" }],
    [{ Action: ["dynamodb:GetItem", "dynamodb:BatchWriteItem"] }],
    [{ Action: ["dynamodb:PartiQLSelect"] }],
    [{ Action: ["kms:CreateGrant"] }],
    [{ Resource: "*" }],
    [{ Resource: `${NAMES.tables.record.arn}/index/*` }],
    [{ Resource: `${NAMES.documentBucket.arn}/*` }],
    [{ Resource: [] }],
    [{ Effect: "Deny" as const }],
  ])("the check refuses a planted %j", (parts) => {
    expect(identityFaults(planted(parts))).not.toEqual([]);
  });

  it("trusts neither the account nor everyone, and base roles trust Lambda alone", () => {
    for (const name of FUNCTION_NAMES) {
      expect(base(name).trust.Statement.map((entry) => [entry.Principal, entry.Action])).toEqual([
        [{ Service: "lambda.amazonaws.com" }, ["sts:AssumeRole"]],
      ]);
    }
    expect(JSON.stringify(Object.values(WORLD.roles).map(({ trust }) => trust))).not.toMatch(/:root"|"\*"/);
  });

  it("assumes its own tenant role and no other", () => {
    for (const name of FUNCTION_NAMES) {
      const assumed = grants(base(name).identity).filter(({ action }) => action.startsWith("sts:"));
      expect(new Set(assumed.map(({ resource }) => resource))).toEqual(
        new Set([NAMES.tenantRoles[name].arn]),
      );
      expect(actionsOf(tenant(name).identity, "sts")).toEqual([]);
    }
  });
});

describe("a tenant role", () => {
  it.each(FUNCTION_NAMES)("%s: each statement is bound to the clinic of the tag", (name) => {
    expect(tenant(name).identity.Statement.length).toBeGreaterThan(0);
    expect(tenantFaults(tenant(name).identity)).toEqual([]);
  });

  it.each([
    ["no Null guard", { Null: { "aws:PrincipalTag/clinic": "false" } }, "keys may be absent"],
    ["an absent tag", { Null: { "dynamodb:LeadingKeys": "false" } }, "the tag may be absent"],
    [
      "a tag of any shape",
      { StringLike: { "aws:PrincipalTag/clinic": "cli_*" } },
      "the tag's shape is not asked for",
    ],
    ["no rows named", { "ForAllValues:StringLike": {} }, "rows are not bound to a clinic"],
    ["any clinic's rows", rowsLike("cli_*#sub#*"), "rows of no own clinic and kind"],
    ["every kind", rowsLike(`${TAG}#*`), "rows of no own clinic and kind"],
    ["a longer clinic", rowsLike(`${TAG}*#sub#*`), "rows of no own clinic and kind"],
  ])("the check refuses a planted statement with %s", (_, change, fault) => {
    const [good] = tenant("intake").identity.Statement;
    const bad = planted({ Condition: { ...good?.Condition, ...change } });
    expect(tenantFaults(bad)).toEqual([`${good?.Sid}: ${fault}`]);
  });

  it.each(FUNCTION_NAMES)("%s is trusted to its own function, with the one tag", (name) => {
    expect(trustFaults(tenant(name).trust, NAMES.baseRoles[name].arn)).toEqual([]);
  });

  it.each([
    ["another function", { Principal: { AWS: NAMES.baseRoles.review.arn } }],
    ["two functions", { Principal: { AWS: [NAMES.baseRoles.intake.arn, NAMES.baseRoles.review.arn] } }],
    ["the account", { Principal: { AWS: NAMES.accountRootARN } }],
    ["everyone", { Principal: "*" as const }],
    ["any tag", { Condition: { StringLike: { "aws:RequestTag/clinic": CLINIC_PATTERN } } }],
    ["another way in", { Action: ["sts:AssumeRole", "sts:TagSession", "sts:AssumeRoleWithWebIdentity"] }],
  ])("the check refuses a planted trust of %s", (_, change) => {
    const [good] = tenant("intake").trust.Statement;
    if (!good) throw new Error("intake trusts nobody");
    const bad: PolicyDocument = { Version: "2012-10-17", Statement: [{ ...good, ...change }] };
    expect(trustFaults(bad, NAMES.baseRoles.intake.arn)).not.toEqual([]);
  });
});

describe("judged by the embedded cloud", () => {
  const CLINIC = `cli_${"a".repeat(26)}`;
  const OTHER = `cli_${"b".repeat(26)}`;
  const iam = createIam({
    roles: WORLD.roles,
    resourcePolicies: {
      ...Object.fromEntries(KEY_NAMES.map((key) => [NAMES.keyARNs[key], WORLD.keys[key].policy])),
      [NAMES.documentBucket.arn]: WORLD.buckets[NAMES.documentBucket.name]?.policy ?? planted({}),
    },
    account: NAMES.account,
    region: NAMES.region,
  });
  const may = (name: FunctionName, action: string, resource: string, context: Context, clinic = CLINIC) => {
    const arn = `arn:aws:sts::${NAMES.account}:assumed-role/${NAMES.tenantRoles[name].name}/test`;
    const tags = clinic === "" ? {} : { clinic };
    try {
      iam.authorize(
        { kind: "role", arn, role: NAMES.tenantRoles[name].name, tags },
        { action, resource, context },
      );
      return true;
    } catch {
      return false;
    }
  };
  const row = (...keys: string[]) => ({ "dynamodb:LeadingKeys": keys });
  const sealed = (clinic: string, extra: Context = {}) => ({
    "kms:EncryptionContext:clinic": clinic,
    "kms:EncryptionContext:submission": "sub_1",
    "kms:EncryptionContextKeys": ["clinic", "submission", ...Object.keys(extra)],
    ...extra,
  });
  const { record } = NAMES.tables;
  const { documents } = NAMES.keyARNs;

  it.each([
    ["own rows", true, may("intake", "dynamodb:GetItem", record.arn, row(`${CLINIC}#sub#1`))],
    ["another clinic's rows", false, may("intake", "dynamodb:GetItem", record.arn, row(`${OTHER}#sub#1`))],
    [
      "a mixed batch",
      false,
      may("intake", "dynamodb:GetItem", record.arn, row(`${CLINIC}#sub#1`, `${OTHER}#sub#1`)),
    ],
    ["no key shown", false, may("intake", "dynamodb:GetItem", record.arn, {})],
    ["no tag", false, may("intake", "dynamodb:GetItem", record.arn, row(`${CLINIC}#sub#1`), "")],
    ["a cut tag", false, may("intake", "dynamodb:GetItem", record.arn, row("cli_a#sub#1"), "cli_a")],
    ["putting a key", true, may("intake", "dynamodb:PutItem", record.arn, row(`${CLINIC}#key#1`))],
    ["getting a key", false, may("intake", "dynamodb:GetItem", record.arn, row(`${CLINIC}#key#1`))],
    ["a scan", false, may("review", "dynamodb:Scan", record.arn, row(`${CLINIC}#sub#1`))],
    ["opening a data key", true, may("keys", "kms:Decrypt", documents, sealed(CLINIC))],
    ["another clinic's data key", false, may("keys", "kms:Decrypt", documents, sealed(OTHER))],
    ["a longer context", false, may("keys", "kms:Decrypt", documents, sealed(CLINIC, { more: "x" }))],
    ["no context", false, may("keys", "kms:Decrypt", documents, {})],
    ["intake opening a data key", false, may("intake", "kms:Decrypt", documents, sealed(CLINIC))],
    [
      "intake making one",
      true,
      may("intake", "kms:GenerateDataKeyWithoutPlaintext", documents, sealed(CLINIC)),
    ],
    ["intake making one in clear", false, may("intake", "kms:GenerateDataKey", documents, sealed(CLINIC))],
    ["the storage key without S3", false, may("intake", "kms:Decrypt", NAMES.keyARNs.storage, {})],
  ])("%s: %s", (_, expected, judged) => {
    expect(judged).toBe(expected);
  });

  it.each([
    [
      "once, with the condition",
      true,
      "s3:PutObject",
      CLINIC,
      { "s3:if-none-match": "*", "s3:ObjectCreationOperation": "true" },
    ],
    ["over an object", false, "s3:PutObject", CLINIC, { "s3:ObjectCreationOperation": "true" }],
    [
      "a part, which creates nothing",
      true,
      "s3:PutObject",
      CLINIC,
      { "s3:ObjectCreationOperation": "false" },
    ],
    ["by an old signature", false, "s3:PutObject", CLINIC, { "s3:signatureAge": "300001" }],
    ["into another clinic's prefix", false, "s3:PutObject", OTHER, { "s3:if-none-match": "*" }],
  ])("intake writes an object %s: %s", (_, expected, action, clinic, context) => {
    expect(may("intake", action, `${NAMES.documentBucket.arn}/c/${clinic}/o`, context)).toBe(expected);
  });

  it.each([
    ["verified", true],
    ["quarantined", false],
  ])("review reads a version tagged %s: %s", (state, expected) => {
    const object = `${NAMES.documentBucket.arn}/c/${CLINIC}/o`;
    expect(may("review", "s3:GetObjectVersion", object, { "s3:ExistingObjectTag/state": state })).toBe(
      expected,
    );
    expect(may("review", "s3:GetObjectVersion", object, {})).toBe(false);
  });
});

it("fits CreateTable, the embedded cloud and the contract as they are", () => {
  const { roles, keys, buckets, queues } = WORLD;
  const cloud: Pick<LocalCloudOptions, "roles" | "keys" | "buckets" | "queues"> = {
    roles,
    keys,
    buckets,
    queues,
  };
  const tables: CreateTableCommandInput[] = WORLD.tables;
  expect([Object.keys(cloud.roles).length, tables.length]).toEqual([20, 6]);
  expect(PLATFORM_CLINIC).toBe(PLATFORM);
});
