import { describe, expect, it } from "vitest";
import { AwsError } from "../aws/error.ts";
import type { AccessRequest, PolicyStatement, Principal } from "../aws/principal.ts";
import { ACCOUNT, NO_TRUST, policy, REGION, roleSession } from "../aws/cloud.fixture.ts";
import { createIam } from "./iam.ts";

type Conditions = NonNullable<PolicyStatement["Condition"]>;
type Context = NonNullable<AccessRequest["context"]>;

const TABLE = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/record`;

/** Whether statements let through a request with this context. */
function isAllowed(statements: PolicyStatement[], context: Context, tags: Principal["tags"] = {}): boolean {
  const roles = { reader: { identity: policy(...statements), trust: NO_TRUST } };
  const iam = createIam({ roles, resourcePolicies: {}, account: ACCOUNT, region: REGION });
  try {
    iam.authorize(roleSession("reader", tags), { action: "dynamodb:GetItem", resource: TABLE, context });
    return true;
  } catch (error) {
    if (error instanceof AwsError && error.code === "AccessDenied") return false;
    throw error;
  }
}

function allowing(Condition: Conditions): PolicyStatement {
  return { Effect: "Allow", Action: "dynamodb:GetItem", Resource: TABLE, Condition };
}

/** Whether a condition lets through a request with this context. */
function holds(condition: Conditions, context: Context, tags: Principal["tags"] = {}): boolean {
  return isAllowed([allowing(condition)], context, tags);
}

describe("LeadingKeys", () => {
  const condition = {
    "ForAllValues:StringLike": { "dynamodb:LeadingKeys": "${aws:PrincipalTag/clinic}#*" },
  };
  const guarded = { ...condition, Null: { "dynamodb:LeadingKeys": "false" } };
  const keys = (...values: string[]) => ({ "dynamodb:LeadingKeys": values });

  it("let a clinic reach its own keys, and refuse a request with one foreign key", () => {
    expect(holds(guarded, keys("cli_a#sub#1", "cli_a#doc#1"), { clinic: "cli_a" })).toBe(true);
    expect(holds(guarded, keys("cli_a#sub#1", "cli_b#sub#1"), { clinic: "cli_a" })).toBe(false);
    expect(holds(guarded, keys("cli_ab#sub#1"), { clinic: "cli_a" })).toBe(false);
    expect(holds(guarded, keys("cli_A#sub#1"), { clinic: "cli_a" })).toBe(false);
  });

  it("are no guard by ForAllValues alone: a Scan has no leading key, so only Null stops it", () => {
    expect(holds(condition, {}, { clinic: "cli_a" })).toBe(true);
    expect(holds(condition, keys(), { clinic: "cli_a" })).toBe(true);
    expect(holds(guarded, {}, { clinic: "cli_a" })).toBe(false);
    expect(holds(guarded, keys(), { clinic: "cli_a" })).toBe(false);
  });

  it("take a tag's value literally", () => {
    expect(holds(guarded, keys("cli_a#sub#1"), { clinic: "*" })).toBe(false);
    expect(holds(guarded, keys("*#sub#1"), { clinic: "*" })).toBe(true);
    expect(holds(guarded, keys("cli_a#sub#1"), { clinic: "cli_?" })).toBe(false);
    expect(holds(guarded, keys("a#sub#1"), { clinic: "a,b" })).toBe(false);
    expect(holds(guarded, keys("cli_a#sub#1"), { clinic: "" })).toBe(false);
    expect(holds(guarded, keys("cli_a#sub#1"), { clinic: "${aws:PrincipalAccount}" })).toBe(false);
  });

  it("match nothing without the tag, and know no case in the tag's name", () => {
    expect(holds(guarded, keys("#sub#1"))).toBe(false);
    expect(holds(guarded, keys("cli_a#sub#1"), { Clinic: "cli_a" })).toBe(true);
  });
});

describe("condition operators", () => {
  it.each([
    ["StringEquals", "a*", "a*", "ab"],
    ["StringNotEquals", "a", "b", "a"],
    ["StringEqualsIgnoreCase", "AbC", "aBc", "ab"],
    ["StringLike", "a?c*", "abcdef", "ac"],
    ["StringLike", "${*}${?}${$}", "*?$", "abc"],
    ["StringNotLike", "a*", "ba", "ab"],
    ["ArnLike", "arn:aws:s3:::*", "arn:aws:s3:::bucket/x:y", "arn:aws:sqs:::bucket"],
    ["ArnEquals", "arn:aws:iam::*:role/x", "arn:aws:iam::1:role/x", "arn:aws:iam::1:2:role/x"],
    ["ArnNotLike", "arn:aws:s3:::*", "arn:aws:sqs:::q", "arn:aws:s3:::b"],
    ["Bool", "true", "True", "false"],
    ["NumericEquals", "5", "5.0", "6"],
    ["NumericLessThan", "5", "4", "5"],
    ["NumericLessThanEquals", "5", "5", "5.1"],
    ["NumericGreaterThan", "5", "5.1", "5"],
    ["NumericGreaterThanEquals", "5", "5", "many"],
  ])("%s %s lets %s through and not %s", (operator, policyValue, fitting, other) => {
    expect(holds({ [operator]: { "x:Key": policyValue } }, { "x:key": fitting })).toBe(true);
    expect(holds({ [operator]: { "x:Key": policyValue } }, { "x:key": other })).toBe(false);
  });

  it("ask for one of several values, and with Not for none of them", () => {
    expect(holds({ StringEquals: { "x:Key": ["a", "b"] } }, { "x:Key": "b" })).toBe(true);
    expect(holds({ StringNotEquals: { "x:Key": ["a", "b"] } }, { "x:Key": "b" })).toBe(false);
    expect(holds({ StringNotEquals: { "x:Key": ["a", "b"] } }, { "x:Key": "c" })).toBe(true);
  });

  it("fail on an absent key, unless they are negated, IfExists or ForAllValues", () => {
    expect(holds({ StringEquals: { "x:Key": "a" } }, {})).toBe(false);
    expect(holds({ StringNotEquals: { "x:Key": "a" } }, {})).toBe(true);
    expect(holds({ StringEqualsIfExists: { "x:Key": "a" } }, {})).toBe(true);
    expect(holds({ StringEqualsIfExists: { "x:Key": "a" } }, { "x:Key": "b" })).toBe(false);
    expect(holds({ "ForAnyValue:StringNotEquals": { "x:Key": "a" } }, {})).toBe(false);
    expect(holds({ Null: { "x:Key": "true" } }, {})).toBe(true);
  });

  it("quantify over the values of the request", () => {
    const key = { "x:Keys": ["a", "b"] };
    expect(holds({ "ForAnyValue:StringEquals": { "x:Keys": "b" } }, key)).toBe(true);
    expect(holds({ "ForAnyValue:StringEquals": { "x:Keys": "c" } }, key)).toBe(false);
    expect(holds({ "ForAllValues:StringEquals": { "x:Keys": ["a", "b", "c"] } }, key)).toBe(true);
    expect(holds({ "ForAllValues:StringEquals": { "x:Keys": ["a"] } }, key)).toBe(false);
  });

  it("do not let 'not equal to an unknown variable' allow anything, nor spare it from a deny", () => {
    const condition = { StringNotEquals: { "x:Key": "${aws:PrincipalTag/clinic}" } };
    expect(holds(condition, { "x:Key": "a" })).toBe(false);
    const deny: PolicyStatement = { Effect: "Deny", Action: "*", Resource: "*", Condition: condition };
    expect(isAllowed([allowing({}), deny], { "x:Key": "a" })).toBe(false);
    expect(isAllowed([allowing({}), deny], { "x:Key": "a" }, { clinic: "a" })).toBe(true);
  });

  it("report a single-valued operator on a multi-valued key as a fault of the policy", () => {
    expect(() => holds({ StringEquals: { "x:Keys": "a" } }, { "x:Keys": ["a"] })).toThrow(/multi-valued/);
  });

  it("know the caller's role and account, and let no request describe its caller", () => {
    const condition = {
      ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${ACCOUNT}:role/reader` },
      StringEquals: { "aws:PrincipalAccount": ACCOUNT },
    };
    expect(holds({ ...condition, Bool: { "aws:SecureTransport": "true" } }, {})).toBe(true);
    expect(() => holds({}, { "aws:principaltag/clinic": "b" }, { clinic: "a" })).toThrow(/same name/);
  });
});
