import { attributeOf, checkValue, type Attributes, type ValueOf } from "./attribute.ts";

/** Parameters of one call, described and not yet made. */
export interface Described {
  params(): object;
}

/** Stands for names and values in expressions: any word may be an attribute's name, and no value can become an expression. */
export interface Placeholders {
  /** @throws TypeError when there is no such attribute */
  name(name: string): string;
  /** @throws TypeError when the attribute cannot hold the value */
  value(name: string, value: unknown): string;
  /** What they stand for, as members of the call. */
  params(): object;
}

export function createPlaceholders(attributes: Attributes): Placeholders {
  const names = new Map<string, string>();
  const values = new Map<string, unknown>();
  // DynamoDB refuses these members when they are empty.
  const filled = (member: string, map: ReadonlyMap<string, unknown>) =>
    map.size === 0 ? {} : { [member]: Object.fromEntries(map) };
  return {
    name(name) {
      attributeOf(attributes, name);
      names.set(`#${name}`, name);
      return `#${name}`;
    },
    value(name, value) {
      checkValue(attributes, name, value);
      const placeholder = `:v${values.size}`;
      values.set(placeholder, value);
      return placeholder;
    },
    params: () => ({
      ...filled("ExpressionAttributeNames", names),
      ...filled("ExpressionAttributeValues", values),
    }),
  };
}

/** An attribute in a condition, and values to compare it with: both become placeholders. */
export interface Operand<Value> {
  name(): string;
  value(value: Value): string;
}

const comparison =
  (sign: string) =>
  <Value>(operand: Operand<Value>, value: NoInfer<Value>) =>
    `${operand.name()} ${sign} ${operand.value(value)}`;

/** A comparison with an attribute that is not there fails, so `lt` is no `notExists`. */
const OPERATORS = {
  eq: comparison("="),
  lt: comparison("<"),
  lte: comparison("<="),
  gt: comparison(">"),
  gte: comparison(">="),
  notExists: (operand: Operand<never>) => `attribute_not_exists(${operand.name()})`,
} as const;

type Operands<A extends Attributes> = { readonly [Name in keyof A]: Operand<ValueOf<A[Name]>> };

/**
 * A condition on a row as it is: comparisons, joined by ` AND ` and ` OR `. Parentheses around the whole are the
 * describer's to set; DynamoDB refuses them when they are there twice.
 */
export type Condition<A extends Attributes> = (row: Operands<A>, operators: typeof OPERATORS) => string;

/** The condition as an expression. @throws TypeError when a value does not fit its attribute */
export function expressionOf<A extends Attributes>(
  condition: Condition<A>,
  attributes: A,
  placeholders: Placeholders,
): string {
  const operand = (name: string): Operand<unknown> => ({
    name: () => placeholders.name(name),
    value: (value) => placeholders.value(name, value),
  });
  const row = Object.fromEntries(Object.keys(attributes).map((name) => [name, operand(name)]));
  return condition(row as unknown as Operands<A>, OPERATORS);
}
