import { AwsError } from "../aws/error.ts";
import type { Call } from "./call.ts";
import type { Tags } from "./objects.ts";

const stored = new Set([
  "content-type",
  "content-disposition",
  "content-language",
  "cache-control",
  "expires",
]);
const understood = new Set([
  "x-amz-date",
  "x-amz-content-sha256",
  "x-amz-security-token",
  "x-amz-user-agent",
  "x-amz-sdk-checksum-algorithm",
  "x-amz-trailer",
  "x-amz-decoded-content-length",
  "x-amz-server-side-encryption",
  "x-amz-server-side-encryption-aws-kms-key-id",
  "x-amz-server-side-encryption-bucket-key-enabled",
  "x-amz-tagging",
  "x-amz-mp-object-size",
  "x-amz-expected-bucket-owner",
  "x-amz-object-lock-mode",
  "x-amz-object-lock-retain-until-date",
  "x-amz-object-lock-legal-hold",
  "x-amz-bypass-governance-retention",
]);
const mostMetadataBytes = 2048;
const mostTags = 10;

/**
 * Refuses `x-amz-*` headers that nothing here acts on: passing over one (an ACL, a retention) would promise what is
 * not kept. `taken` are those that this operation alone acts on.
 * @throws AwsError `NotImplemented` (501)
 */
export function requireUnderstoodHeaders(names: readonly string[], taken: readonly string[]): void {
  const unknown = names.find(
    (name) =>
      name.startsWith("x-amz-") &&
      !understood.has(name) &&
      !taken.includes(name) &&
      !name.startsWith("x-amz-checksum-") &&
      !name.startsWith("x-amz-meta-"),
  );
  if (unknown !== undefined) throw notImplemented(unknown);
}

/** @returns the refusal of a header or parameter that implies something which is not available here. */
export function notImplemented(name: string): AwsError {
  return new AwsError(
    "NotImplemented",
    `A header or parameter you provided is not implemented: ${name}`,
    501,
  );
}

/** The headers of a creating request that come back when the object is read. @throws AwsError `MetadataTooLarge` (400). */
export function readMetadata(call: Call): Record<string, string> {
  const metadata: Record<string, string> = { "content-type": "binary/octet-stream" };
  let userBytes = 0;
  for (const [name, value] of Object.entries(call.request.headers)) {
    if (typeof value !== "string") continue;
    const isUsers = name.startsWith("x-amz-meta-");
    if (isUsers) userBytes += Buffer.byteLength(name.slice("x-amz-meta-".length)) + Buffer.byteLength(value);
    if (isUsers || stored.has(name)) metadata[name] = value;
  }
  if (userBytes > mostMetadataBytes) {
    throw new AwsError("MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size");
  }
  const encodings = (call.request.headers["content-encoding"] ?? "").split(",").map((part) => part.trim());
  const kept = encodings.filter((encoding) => encoding !== "" && encoding !== "aws-chunked");
  if (kept.length > 0) metadata["content-encoding"] = kept.join(",");
  return metadata;
}

/** Whether a request has any of the headers that `readMetadata` reads. */
export function bringsMetadata({ request: { headers } }: Call): boolean {
  return Object.keys(headers).some(
    (name) => name.startsWith("x-amz-meta-") || name === "content-encoding" || stored.has(name),
  );
}

/** Tags of the header `x-amz-tagging` (`a=1&b=2`); empty without it. @throws AwsError as `checkTags`. */
export function readTagHeader(call: Call): Tags {
  const header = call.request.headers["x-amz-tagging"];
  if (typeof header !== "string") return {};
  return checkTags([...new URLSearchParams(header)]);
}

/**
 * Checks tags by the rules of object tagging: at most 10, keys unique and of 1 to 128 characters, values of up to 256.
 * @throws AwsError `InvalidTag`, `BadRequest` (400).
 */
export function checkTags(pairs: readonly (readonly [key: string, value: string])[]): Tags {
  if (pairs.length > mostTags) throw new AwsError("BadRequest", "Object tags cannot be greater than 10");
  const isEachGood = pairs.every(
    ([key, value]) =>
      isTagText(key) && key.length > 0 && key.length <= 128 && isTagText(value) && value.length <= 256,
  );
  const tags = Object.fromEntries(pairs);
  if (!isEachGood || Object.keys(tags).length !== pairs.length) {
    throw new AwsError("InvalidTag", "The tag provided was not a valid tag.");
  }
  return tags;
}

function isTagText(text: string): boolean {
  return /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(text);
}
