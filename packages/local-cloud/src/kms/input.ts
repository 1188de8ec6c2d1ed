import { AwsError } from "../aws/error.ts";

/** Members of a request as they came in, after `readMembers` has found no unknown one. */
export type Members = Readonly<Record<string, unknown>>;
export type EncryptionContext = Readonly<Record<string, string>>;

const MAX_CONTEXT_CHARACTERS = 8192;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * The request's members. One that is not emulated is refused rather than ignored.
 * @throws AwsError `ValidationException`.
 */
export function readMembers(input: object, known: readonly string[]): Members {
  const unknown = Object.keys(input).find((member) => !known.includes(member));
  if (unknown !== undefined) throw invalid(`${unknown} is not emulated.`);
  return input as Members;
}

/** @throws AwsError `ValidationException` when the member is absent or no text. */
export function readText(members: Members, name: string): string {
  const value = members[name];
  if (typeof value !== "string" || value === "") throw invalid(`${name} must be a text.`);
  return value;
}

/**
 * A blob, sent as base64, of 1 to `maxBytes` bytes.
 * @throws AwsError `ValidationException`.
 */
export function readBlob(members: Members, name: string, maxBytes: number): Buffer {
  const value = members[name];
  if (typeof value !== "string" || !BASE64.test(value)) throw invalid(`${name} must be base64.`);
  const bytes = Buffer.from(value, "base64");
  if (bytes.length < 1 || bytes.length > maxBytes) throw invalid(`${name} must have 1 to ${maxBytes} bytes.`);
  return bytes;
}

/**
 * The encryption context; `{}` when absent. Keys that differ only by case are refused, though AWS takes them, because
 * policies cannot tell them apart.
 * @throws AwsError `ValidationException`.
 */
export function readEncryptionContext(members: Members): EncryptionContext {
  const value = members.EncryptionContext ?? {};
  if (typeof value !== "object" || Array.isArray(value)) throw invalid("EncryptionContext must be a map.");
  const pairs = Object.entries(value);
  const isText = pairs.every(([key, each]) => key !== "" && typeof each === "string");
  if (!isText) throw invalid("EncryptionContext must map texts to texts.");
  if (new Set(pairs.map(([key]) => key.toLowerCase())).size !== pairs.length) {
    throw invalid("EncryptionContext has keys that differ only by case.");
  }
  if (JSON.stringify(value).length > MAX_CONTEXT_CHARACTERS) throw invalid("EncryptionContext is too long.");
  return value as EncryptionContext;
}

export function invalid(message: string): AwsError {
  return new AwsError("ValidationException", message);
}
