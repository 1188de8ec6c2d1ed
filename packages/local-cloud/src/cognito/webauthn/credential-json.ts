/** A JSON object whose members are not known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** What both ceremonies' answers have in common. */
export interface CredentialJson {
  /** Base64url without padding. */
  readonly id: string;
  readonly attachment: string | undefined;
  readonly response: JsonObject;
}

const MEMBERS = ["id", "rawId", "type", "authenticatorAttachment", "clientExtensionResults", "response"];

/**
 * Reads the frame of a `RegistrationResponseJSON` or `AuthenticationResponseJSON` (W3C WebAuthn Level 3 §5.1.2): what the
 * page's `credential.toJSON()` gives, and nothing else.
 * @throws RangeError
 */
export function readCredential(json: unknown, responseMembers: readonly string[]): CredentialJson {
  const credential = object(json);
  expectKnown(credential, MEMBERS);
  const id = text(credential, "id");
  bytes(credential, "id");
  if (credential["rawId"] !== id) throw new RangeError("rawId is not id");
  if (credential["type"] !== "public-key") throw new RangeError("The credential is no public key");
  object(credential["clientExtensionResults"]);
  const attachment = credential["authenticatorAttachment"] ?? undefined;
  if (attachment !== undefined && attachment !== "platform" && attachment !== "cross-platform")
    throw new RangeError("authenticatorAttachment is not known");
  const response = object(credential["response"]);
  expectKnown(response, responseMembers);
  return { id, attachment, response };
}

/** @throws RangeError when the value is no JSON object */
export function object(value: unknown): JsonObject {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new RangeError("A JSON object is missing");
  return value as JsonObject;
}

/** @throws RangeError */
export function text(from: JsonObject, name: string): string {
  const value = from[name];
  if (typeof value !== "string" || value === "") throw new RangeError(`${name} is no text`);
  return value;
}

/** Bytes in base64url without padding. @throws RangeError */
export function bytes(from: JsonObject, name: string): Buffer {
  const encoded = text(from, name);
  const decoded = Buffer.from(encoded, "base64url");
  if (decoded.toString("base64url") !== encoded) throw new RangeError(`${name} is no base64url`);
  return decoded;
}

/** @throws RangeError */
export function texts(from: JsonObject, name: string): readonly string[] {
  const value = from[name];
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string"))
    throw new RangeError(`${name} is no list of texts`);
  return value;
}

function expectKnown(value: JsonObject, members: readonly string[]): void {
  const unknown = Object.keys(value).find((name) => !members.includes(name));
  if (unknown !== undefined) throw new RangeError("The credential has a member that is not known");
}
