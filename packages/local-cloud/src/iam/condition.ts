import { AwsError } from "../aws/error.ts";
import { compilePattern, type Pattern, type PatternOptions } from "./pattern.ts";
import type { RequestContext } from "./request-context.ts";

export type Effect = "Allow" | "Deny";
/** Whether one condition key of a statement fits the request. */
export type Condition = (context: RequestContext) => boolean;

/** Compares a request's value with one value of the policy; undefined when a policy variable is unresolved. */
type Comparison = (value: string, context: RequestContext) => boolean | undefined;
interface Operator {
  readonly compile: (policyValue: string) => Comparison;
  readonly isNegated: boolean;
}

const text = (options: PatternOptions, isNegated = false): Operator => ({
  isNegated,
  compile(policyValue) {
    const pattern: Pattern = compilePattern(policyValue, options);
    return (value, context) => pattern.matches(value, context);
  },
});
const number = (compare: (value: number, limit: number) => boolean): Operator => ({
  isNegated: false,
  compile(policyValue) {
    const limit = parseNumber(policyValue);
    if (Number.isNaN(limit)) throw new Error(`not a number in a numeric condition: ${policyValue}`);
    // Every comparison with NaN is false, so a value that is no number never fits.
    return (value) => compare(parseNumber(value), limit);
  },
});
const bool: Operator = {
  isNegated: false,
  compile(policyValue) {
    if (!/^(true|false)$/.test(policyValue)) throw new Error(`not a boolean in a condition: ${policyValue}`);
    return (value) => value.toLowerCase() === policyValue;
  },
};

const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ["StringEquals", text({ wildcards: false })],
  ["StringNotEquals", text({ wildcards: false }, true)],
  ["StringEqualsIgnoreCase", text({ wildcards: false, ignoreCase: true })],
  ["StringLike", text({ wildcards: true })],
  ["StringNotLike", text({ wildcards: true }, true)],
  ["ArnEquals", text({ wildcards: true, arn: true })],
  ["ArnLike", text({ wildcards: true, arn: true })],
  ["ArnNotEquals", text({ wildcards: true, arn: true }, true)],
  ["ArnNotLike", text({ wildcards: true, arn: true }, true)],
  ["Bool", bool],
  ["NumericEquals", number((value, limit) => value === limit)],
  ["NumericLessThan", number((value, limit) => value < limit)],
  ["NumericLessThanEquals", number((value, limit) => value <= limit)],
  ["NumericGreaterThan", number((value, limit) => value > limit)],
  ["NumericGreaterThanEquals", number((value, limit) => value >= limit)],
]);

/**
 * Compiles one key of one condition operator. Sources: "IAM JSON policy elements: Condition operators" and "Set
 * operators for multivalued context keys" in the IAM user guide.
 * @throws Error when the operator is not emulated or a value is malformed.
 */
export function compileCondition(
  operatorText: string,
  key: string,
  policyValues: readonly string[],
  effect: Effect,
): Condition {
  if (operatorText === "Null") return compileNull(key, policyValues);
  const [, quantifier, name = "", ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/.exec(operatorText) ?? [];
  const operator = OPERATORS.get(name);
  if (operator === undefined) throw new Error(`condition operator is not emulated: ${operatorText}`);
  const comparisons = policyValues.map((value) => operator.compile(value));
  const fits = (value: string, context: RequestContext): boolean =>
    fitsValue(comparisons, operator.isNegated, effect, value, context);

  return (context) => {
    const value = context.get(key);
    if (value === undefined) return fitsAbsent(quantifier, ifExists !== undefined, operator.isNegated);
    const values = typeof value === "string" ? [value] : value;
    if (quantifier === "ForAnyValue") return values.some((each) => fits(each, context));
    if (quantifier === "ForAllValues") {
      // Values that are all empty count as none, and of none everything is true: the trap of ForAllValues.
      return values.every((each) => each === "") || values.every((each) => fits(each, context));
    }
    if (typeof value === "string") return fits(value, context);
    throw new AwsError("InternalFailure", `${operatorText} is not for the multi-valued key ${key}.`, 500);
  };
}

function fitsAbsent(quantifier: string | undefined, ifExists: boolean, isNegated: boolean): boolean {
  if (ifExists || quantifier === "ForAllValues") return true;
  return quantifier === undefined && isNegated;
}

function fitsValue(
  comparisons: readonly Comparison[],
  isNegated: boolean,
  effect: Effect,
  value: string,
  context: RequestContext,
): boolean {
  const results = comparisons.map((compare) => compare(value, context));
  const isAnyEqual = results.includes(true);
  if (!isNegated) return isAnyEqual;
  // "Not equal to something unknown" must not allow anything, and must not spare anything from a Deny.
  if (results.includes(undefined) && effect === "Allow") return false;
  return !isAnyEqual;
}

function compileNull(key: string, policyValues: readonly string[]): Condition {
  const [wanted] = policyValues;
  if (policyValues.length !== 1 || (wanted !== "true" && wanted !== "false")) {
    throw new Error(`Null takes "true" or "false" for ${key}`);
  }
  return (context) => (context.get(key) === undefined) === (wanted === "true");
}

function parseNumber(value: string): number {
  return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
}
