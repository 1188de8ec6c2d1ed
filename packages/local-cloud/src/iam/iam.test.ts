import { describe, expect, it } from "vitest";
import { AwsError } from "../aws/error.ts";
import type { AccessRequest, PolicyDocument, PolicyStatement, Principal } from "../aws/principal.ts";
import { ACCOUNT, NO_TRUST, policy, REGION, roleSession } from "../aws/cloud.fixture.ts";
import { createIam } from "./iam.ts";

const TABLE = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/record`;
const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/mrk-1`;
const READER = `arn:aws:iam::${ACCOUNT}:role/reader`;
const ROOT: Principal = { kind: "root", arn: `arn:aws:iam::${ACCOUNT}:root`, tags: {} };
const S3: Principal = { kind: "service", arn: "s3.amazonaws.com", tags: {} };

const allow = (
  Action: string,
  Resource: string,
  Condition: PolicyStatement["Condition"] = {},
): PolicyStatement => ({
  Effect: "Allow",
  Action,
  Resource,
  Condition,
});

function iamOf(identity: PolicyDocument, resourcePolicies: Record<string, PolicyDocument> = {}) {
  const roles = { reader: { identity, trust: NO_TRUST } };
  return createIam({ roles, resourcePolicies, account: ACCOUNT, region: REGION });
}

function isAllowed(
  identity: PolicyDocument,
  request: AccessRequest,
  {
    tags = {},
    resourcePolicies = {},
    caller = roleSession("reader", tags),
  }: {
    tags?: Principal["tags"];
    resourcePolicies?: Record<string, PolicyDocument>;
    caller?: Principal;
  } = {},
): boolean {
  const iam = iamOf(identity, resourcePolicies);
  try {
    iam.authorize(caller, request);
    return true;
  } catch (error) {
    if (error instanceof AwsError && error.code === "AccessDenied" && error.status === 403) return false;
    throw error;
  }
}

describe("identity policies", () => {
  const request = { action: "dynamodb:GetItem", resource: TABLE };

  it("deny what no statement allows, and say so as AWS does", () => {
    expect(() =>
      iamOf(policy(allow("dynamodb:PutItem", TABLE))).authorize(roleSession("reader"), request),
    ).toThrow(
      `User: arn:aws:sts::${ACCOUNT}:assumed-role/reader/test is not authorized to perform: dynamodb:GetItem on ` +
        `resource: ${TABLE} because no identity-based policy allows the dynamodb:GetItem action`,
    );
  });

  it("match actions with wildcards and without regard to case", () => {
    expect(isAllowed(policy(allow("dynamodb:get*", TABLE)), request)).toBe(true);
    expect(isAllowed(policy(allow("dynamodb:Get?tem", TABLE)), request)).toBe(true);
    expect(isAllowed(policy(allow("dynamodb:Get", TABLE)), request)).toBe(false);
  });

  it("match a resource whole: a table is not its index, and a wildcard stays inside its component", () => {
    const index = { ...request, resource: `${TABLE}/index/byDue` };
    expect(isAllowed(policy(allow("dynamodb:*", TABLE)), index)).toBe(false);
    expect(isAllowed(policy(allow("dynamodb:*", `${TABLE}/index/*`)), index)).toBe(true);
    expect(isAllowed(policy(allow("dynamodb:*", "arn:aws:dynamodb:*:*:table/record")), request)).toBe(true);
    expect(isAllowed(policy(allow("dynamodb:*", "arn:aws:dynamodb:*:table/record:x")), request)).toBe(false);
  });

  it("let an explicit deny win over every allow", () => {
    const deny: PolicyStatement = { Effect: "Deny", Action: "dynamodb:GetItem", Resource: "*" };
    expect(isAllowed(policy(allow("*", "*"), deny), request)).toBe(false);
    expect(isAllowed(policy(deny, allow("*", "*")), request)).toBe(false);
  });

  it("give a role that is not known nothing", () => {
    expect(isAllowed(policy(allow("*", "*")), request, { caller: roleSession("stranger") })).toBe(false);
  });
});

describe("resource policies", () => {
  const nothing = policy(allow("ec2:RunInstances", "*"));
  const statement = (Principal: NonNullable<PolicyStatement["Principal"]>, Action: string, Resource = "*") =>
    policy({ Effect: "Allow", Principal, Action, Resource });

  it("of a bucket are asked for its objects too, and may deny what an identity policy allows", () => {
    const deny: PolicyStatement = {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::bucket/*",
      Condition: { NumericGreaterThan: { "s3:signatureAge": "300000" } },
    };
    const resourcePolicies = { "arn:aws:s3:::bucket": policy(deny) };
    const put = (age: string) => ({
      action: "s3:PutObject",
      resource: "arn:aws:s3:::bucket/c/1",
      context: { "s3:signatureAge": age },
    });
    expect(isAllowed(policy(allow("s3:*", "*")), put("300000"), { resourcePolicies })).toBe(true);
    expect(isAllowed(policy(allow("s3:*", "*")), put("300001"), { resourcePolicies })).toBe(false);
    expect(isAllowed(policy(allow("s3:*", "*")), put("300001"), { resourcePolicies, caller: ROOT })).toBe(
      false,
    );
  });

  it("of S3 and SQS may allow by themselves, but through the account's root the identity must allow too", () => {
    const request = { action: "s3:GetObject", resource: "arn:aws:s3:::bucket/k" };
    const of = (aws: string) => ({
      "arn:aws:s3:::bucket": statement({ AWS: aws }, "s3:GetObject", "arn:aws:s3:::bucket/*"),
    });
    expect(isAllowed(nothing, request, { resourcePolicies: of(READER) })).toBe(true);
    expect(isAllowed(nothing, request, { resourcePolicies: of(roleSession("reader").arn) })).toBe(true);
    expect(isAllowed(nothing, request, { resourcePolicies: of(`${READER}2`) })).toBe(false);
    expect(isAllowed(nothing, request, { resourcePolicies: of(ROOT.arn) })).toBe(false);
    expect(isAllowed(policy(allow("s3:*", "*")), request, { resourcePolicies: of(ROOT.arn) })).toBe(true);
  });

  it("of a key must allow whatever identity policies say", () => {
    const request = { action: "kms:Decrypt", resource: KEY };
    const identity = policy(allow("kms:*", "*"));
    const of = (aws: string) => ({ [KEY]: statement({ AWS: aws }, "kms:Decrypt") });
    expect(isAllowed(identity, request)).toBe(false);
    expect(isAllowed(identity, request, { resourcePolicies: of(`${READER}2`) })).toBe(false);
    expect(isAllowed(nothing, request, { resourcePolicies: of(READER) })).toBe(true);
    expect(isAllowed(identity, request, { resourcePolicies: of(ROOT.arn) })).toBe(true);
    expect(isAllowed(nothing, request, { resourcePolicies: of(ROOT.arn) })).toBe(false);
  });

  it("are all that counts for a service, which they must name", () => {
    const queue = `arn:aws:sqs:${REGION}:${ACCOUNT}:q`;
    const source = { "aws:SourceArn": "arn:aws:s3:::bucket", "aws:SourceAccount": ACCOUNT };
    const send = (context: AccessRequest["context"]) => ({
      action: "sqs:SendMessage",
      resource: queue,
      context: context ?? {},
    });
    const resourcePolicies = {
      [queue]: policy({
        Effect: "Allow",
        Principal: { Service: "s3.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queue,
        Condition: { ArnEquals: { "aws:SourceArn": "arn:aws:s3:::bucket" } },
      }),
    };
    const anyone = { [queue]: statement("*", "sqs:SendMessage", queue) };
    expect(isAllowed(nothing, send(source), { resourcePolicies, caller: S3 })).toBe(true);
    expect(isAllowed(nothing, send({}), { resourcePolicies, caller: S3 })).toBe(false);
    expect(isAllowed(nothing, send(source), { resourcePolicies: anyone, caller: S3 })).toBe(false);
    expect(isAllowed(nothing, send(source), { caller: S3 })).toBe(false);
  });
});

describe("a cloud does not start", () => {
  const broken: [string, PolicyStatement][] = [
    ["an unknown operator", allow("*", "*", { StringMatches: { "x:Key": "a" } })],
    ["a quantified Null", allow("*", "*", { "ForAllValues:Null": { "x:Key": "true" } })],
    ["a resource that is no ARN", allow("*", "table/record")],
    ["an action without a service", allow("GetItem", "*")],
    ["an open policy variable", allow("*", "*", { StringEquals: { "x:Key": "${aws:PrincipalTag/clinic" } })],
    [
      "a variable with a default",
      allow("*", "*", { StringEquals: { "x:Key": "${aws:PrincipalTag/a, 'b'}" } }),
    ],
    ["a number that is none", allow("*", "*", { NumericEquals: { "x:Key": "five" } })],
    ["a principal in an identity policy", { ...allow("*", "*"), Principal: "*" }],
    ["an element that is not emulated", { ...allow("*", "*"), NotAction: "s3:*" } as PolicyStatement],
    ["an empty list", { ...allow("*", "*"), Action: [] }],
  ];
  it.each(broken)("on %s", (_what, statement) => {
    expect(() => iamOf(policy(statement))).toThrow(/policy of role reader cannot be used/);
  });

  it("on a resource policy without a principal, or with half a wildcard in it", () => {
    expect(() => iamOf(policy(allow("*", "*")), { [KEY]: policy(allow("kms:*", "*")) })).toThrow(
      /cannot be used/,
    );
    const partial: PolicyStatement = {
      ...allow("kms:*", "*"),
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/*` },
    };
    expect(() => iamOf(policy(allow("*", "*")), { [KEY]: policy(partial) })).toThrow(/cannot be used/);
  });
});
