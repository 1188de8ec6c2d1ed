import { all, type Condition } from "./document.ts";

/** A clinic's id as a pattern: `cli_` and 26 characters, neither more nor fewer. */
export const CLINIC_PATTERN = `cli_${"?".repeat(26)}`;

/** The clinic of events that belong to no clinic. */
export const PLATFORM_CLINIC = `cli_${"0".repeat(26)}`;

/** IAM's variable for the clinic that a tenant role's session was opened for. */
export const CLINIC_TAG = "${aws:PrincipalTag/clinic}";

/** Where a clinic's objects lie in a bucket: `c/<clinic>/…`. */
export const CLINIC_PREFIX = `c/${CLINIC_TAG}/*`;

/** Kinds of rows, second part of a partition key; the last five name partitions of indexes only. */
export type Kind =
  | "sub"
  | "key"
  | "num"
  | "idm"
  | "quo"
  | "cli"
  | "pat"
  | "per"
  | "tsk"
  | "prf"
  | "cnt"
  | "rul"
  | "reg"
  | "alr"
  | "aud"
  | "log"
  | "lef"
  | "bat"
  | "que"
  | "mem"
  | "org"
  | "due"
  | "act";

/**
 * Holds for a session whose `clinic` tag has a clinic's shape. Without it a tag of `*` would match every clinic
 * wherever a policy's variable stands in a pattern; STS refuses such a tag as well.
 */
export function taggedClinic(): Condition {
  return {
    Null: { "aws:PrincipalTag/clinic": "false" },
    StringLike: { "aws:PrincipalTag/clinic": CLINIC_PATTERN },
  };
}

/** Holds for calls on rows, or index partitions, of these kinds of the session's own clinic. */
export function ownRows(kinds: readonly Kind[]): Condition {
  const keys = kinds.map((kind) => `${CLINIC_TAG}#${kind}#*`);
  return all(leadingKeys(keys), taggedClinic());
}

/**
 * Holds when every partition key of a call matches one of `patterns`. `ForAllValues` alone also holds for a call
 * that shows no key at all, hence the `Null` guard.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export function leadingKeys(patterns: readonly string[]): Condition {
  return {
    "ForAllValues:StringLike": { "dynamodb:LeadingKeys": patterns },
    Null: { "dynamodb:LeadingKeys": "false" },
  };
}
