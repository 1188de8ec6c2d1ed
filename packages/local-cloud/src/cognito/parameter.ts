import { invalidParameter } from "./refusal.ts";

/** The parsed body of a request, before anything about it has been checked. */
export type Input = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Input {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * What is asked for must be known here, lest it be passed over.
 * @throws AwsError `InvalidParameterException` when there is a member of another name.
 */
export function onlyMembers(input: Input, names: readonly string[]): void {
  const other = Object.keys(input).find((name) => !names.includes(name));
  if (other !== undefined) throw invalidParameter(`${other} is not offered here`);
}

/**
 * A string that must be there and not be empty.
 * @throws AwsError `InvalidParameterException`
 */
export function requiredText(input: Input, name: string): string {
  const value = optionalText(input, name);
  if (value === undefined || value === "") throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}

/**
 * A string, when it is there.
 * @throws AwsError `InvalidParameterException` when it is something else.
 */
export function optionalText(input: Input, name: string): string | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined || typeof value === "string") return value;
  throw invalidParameter(`${name} must be a string`);
}

/**
 * A boolean; absent means false.
 * @throws AwsError `InvalidParameterException` when it is something else.
 */
export function flag(input: Input, name: string): boolean {
  const value = input[name] ?? false;
  if (typeof value !== "boolean") throw invalidParameter(`${name} must be a boolean`);
  return value;
}

/**
 * A structure or map; absent means undefined.
 * @throws AwsError `InvalidParameterException` when it is something else.
 */
export function optionalRecord(input: Input, name: string): Input | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined || isRecord(value)) return value;
  throw invalidParameter(`${name} must be a structure`);
}

/**
 * A structure or map that must be there.
 * @throws AwsError `InvalidParameterException`
 */
export function requiredRecord(input: Input, name: string): Input {
  const value = optionalRecord(input, name);
  if (!value) throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}

/**
 * A list of structures; absent means empty.
 * @throws AwsError `InvalidParameterException` when it is something else.
 */
export function recordList(input: Input, name: string): readonly Input[] {
  const value = input[name] ?? [];
  if (!Array.isArray(value) || !value.every(isRecord)) {
    throw invalidParameter(`${name} must be a list of structures`);
  }
  return value;
}
