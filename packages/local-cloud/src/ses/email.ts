import { AwsError } from "../aws/error.ts";
import type { Mail } from "../outbox.ts";

/** A mail that is to be sent. */
export type Email = Omit<Mail, "messageID" | "sentAtMs">;

const mostRecipients = 50;
const address = /^[^\s@<>,;]{1,64}@[^\s@<>,;]{1,255}$/u;

/**
 * Reads a simple message, as `SendEmail` takes it; templates and raw messages are not here.
 * @throws AwsError `BadRequestException` (400)
 */
export function readEmail(body: Buffer): Email {
  const input = parse(body);
  const { Destination: destination = {}, Content: content = {} } = input as {
    readonly Destination?: unknown;
    readonly Content?: unknown;
  };
  const to = ["ToAddresses", "CcAddresses", "BccAddresses"].flatMap((name) =>
    addresses(member(destination, name)),
  );
  if (to.length === 0 || to.length > mostRecipients)
    throw badRequest(`Recipient count must be 1 to ${mostRecipients}.`);
  const simple = member(content, "Simple");
  if (simple === undefined) throw badRequest("Only a Simple message is emulated.");
  const message = member(simple, "Body");
  const [text, html] = ["Text", "Html"].map((name) => member(member(message, name), "Data"));
  const email = {
    from: addressOf(member(input, "FromEmailAddress")),
    to,
    subject: textOf(member(member(simple, "Subject"), "Data"), "Subject"),
    ...(text !== undefined && { text: textOf(text, "Text") }),
    ...(html !== undefined && { html: textOf(html, "Html") }),
  };
  if (email.text === undefined && email.html === undefined) throw badRequest("The message has no body.");
  return email;
}

/** The address, or else the domain, under which an address may send. */
export function identityOf(from: string, identities: readonly string[]): string | undefined {
  const wanted = [from.toLowerCase(), from.slice(from.lastIndexOf("@") + 1).toLowerCase()];
  return wanted.find((name) => identities.includes(name));
}

function parse(body: Buffer): object {
  try {
    const input: unknown = JSON.parse(body.toString("utf8"));
    if (typeof input === "object" && input !== null) return input;
  } catch {
    // Told below, as any other body that is no object.
  }
  throw badRequest("The body is not a JSON object.");
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function addresses(value: unknown): readonly string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw badRequest("Addresses must be a list.");
  return value.map(addressOf);
}

/** `Name <address>`, or the address alone. */
function addressOf(value: unknown): string {
  const text = textOf(value, "Address");
  const [, bracketed] = /^[^<>]*<([^<>]+)>$/u.exec(text) ?? [];
  const found = bracketed ?? text;
  if (!address.test(found)) throw badRequest("Illegal address");
  return found;
}

function textOf(value: unknown, name: string): string {
  if (typeof value !== "string" || value === "") throw badRequest(`${name} must be a text.`);
  // A line end in a header would begin another one.
  if (name !== "Text" && name !== "Html" && /[\r\n]/u.test(value)) throw badRequest(`${name} is malformed.`);
  return value;
}

function badRequest(message: string): AwsError {
  return new AwsError("BadRequestException", message);
}
