import { AwsError } from "../aws/error.ts";

const MAX_TAGS = 50;
const MAX_KEY_CHARACTERS = 128;
const MAX_VALUE_CHARACTERS = 256;
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/**
 * Reads the session tags of a call (`Tags.member.N.Key`, `.Value`, N from 1).
 * Source: `Tag` and `AssumeRole` in the STS API reference, "Pass session tags in AWS STS" in the IAM user guide.
 * @throws AwsError `ValidationError` or `InvalidParameterValue` (400), as STS does.
 */
export function readSessionTags(parameters: URLSearchParams): Readonly<Record<string, string>> {
  const tags = new Map<string, string>();
  const names = new Set<string>();
  for (let index = 1; hasMember(parameters, index); index++) {
    if (index > MAX_TAGS) throw invalid("tags", `have length less than or equal to ${MAX_TAGS}`);
    const { key, value } = readTag(parameters, index);
    if (names.has(key.toLowerCase())) {
      throw new AwsError(
        "InvalidParameterValue",
        "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
      );
    }
    names.add(key.toLowerCase());
    tags.set(key, value);
  }
  return Object.fromEntries(tags);
}

function hasMember(parameters: URLSearchParams, index: number): boolean {
  return parameters.has(`Tags.member.${index}.Key`) || parameters.has(`Tags.member.${index}.Value`);
}

function readTag(parameters: URLSearchParams, index: number): { key: string; value: string } {
  const member = `tags.${index}.member`;
  const key = parameters.get(`Tags.member.${index}.Key`);
  const value = parameters.get(`Tags.member.${index}.Value`);
  if (key === null || value === null) throw invalid(member, "have a key and a value");
  if (key.length < 1 || key.length > MAX_KEY_CHARACTERS) {
    throw invalid(`${member}.key`, `have a length of 1 to ${MAX_KEY_CHARACTERS}`);
  }
  if (value.length > MAX_VALUE_CHARACTERS) {
    throw invalid(`${member}.value`, `have length less than or equal to ${MAX_VALUE_CHARACTERS}`);
  }
  if (!TAG_TEXT.test(key)) throw invalid(`${member}.key`, `satisfy the pattern ${TAG_TEXT.source}`);
  if (!TAG_TEXT.test(value)) throw invalid(`${member}.value`, `satisfy the pattern ${TAG_TEXT.source}`);
  if (/^aws:/i.test(key)) throw invalid(`${member}.key`, "not begin with aws:, which is reserved");
  return { key, value };
}

function invalid(member: string, rule: string): AwsError {
  return new AwsError("ValidationError", `1 validation error detected: Value at '${member}' must ${rule}`);
}
