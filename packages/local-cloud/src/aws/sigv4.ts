import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { Clock, Credential, CredentialStore, Principal } from "./principal.ts";
import { checkValidity, type Claim, readClaim } from "./sigv4-claim.ts";
import { type Dialect, refusals } from "./sigv4-refusal.ts";

/** The parts of a request that a signature covers. `url` carries the path and query exactly as they were sent. */
export interface SignedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
}

export interface VerifiedSignature {
  readonly principal: Principal;
  /** Lower-case names. */
  readonly signedHeaders: readonly string[];
  /** True when the signature stood in the query. */
  readonly presigned: boolean;
  readonly signedAtMs: number;
  /** Only for temporary credentials. */
  readonly credentialExpiresAtMs?: number;
}

export interface SignatureOptions {
  /** Name in the credential scope: `s3`, `kms`, … */
  readonly service: string;
  readonly region: string;
  readonly credentials: CredentialStore;
  readonly clock: Clock;
  /** Hex digest of the body. Left out for S3, where `x-amz-content-sha256` states it and S3 checks it. */
  readonly bodySha256?: string;
}

/**
 * Checks a Signature Version 4, in the `Authorization` header or (S3 only) in the query.
 * Source: "Create a signed AWS API request" in the IAM user guide, and "Authenticating requests" in S3's API reference.
 * @throws AwsError with the code that the service itself would give.
 */
export function verifySignature(request: SignedRequest, options: SignatureOptions): VerifiedSignature {
  const refuse = refusals(options.service);
  const claim = readClaim(request, options.service, refuse);
  const credential = options.credentials.find(claim.accessKeyId);
  if (credential === undefined) throw refuse.unknownKey();
  if (!isSameText(claim.sessionToken ?? "", credential.sessionToken ?? "")) throw refuse.badToken();
  checkValidity(claim, options, refuse);
  checkSignedHeaders(request, claim, options.service, refuse);

  const expected = sign(credential.secretAccessKey, claim, canonicalRequest(request, claim, options, refuse));
  if (!isSameText(claim.signature, expected)) throw refuse.mismatch();
  return verified(claim, credential);
}

function verified(claim: Claim, credential: Credential): VerifiedSignature {
  return {
    principal: credential.principal,
    signedHeaders: claim.signedHeaders,
    presigned: claim.presigned,
    signedAtMs: claim.signedAtMs,
    ...(credential.expiresAtMs === undefined ? {} : { credentialExpiresAtMs: credential.expiresAtMs }),
  };
}

function checkSignedHeaders(request: SignedRequest, claim: Claim, service: string, refuse: Dialect): void {
  if (!claim.signedHeaders.includes("host")) throw refuse.mismatch("The host header must be signed.");
  if (!claim.signedHeaders.every((name) => Object.hasOwn(request.headers, name))) throw refuse.mismatch();
  if (service !== "s3") return;
  // S3 acts on x-amz-* headers, so one that the signer did not sign would be the sender's own wish.
  const unsigned = Object.keys(request.headers).filter(
    (name) => name.startsWith("x-amz-") && !claim.signedHeaders.includes(name),
  );
  if (unsigned.length > 0) throw refuse.unsignedHeaders(unsigned);
}

function canonicalRequest(
  request: SignedRequest,
  claim: Claim,
  options: SignatureOptions,
  refuse: Dialect,
): string {
  const headers = claim.signedHeaders.map((name) => `${name}:${canonicalValue(request.headers[name])}\n`);
  return [
    request.method,
    canonicalPath(request.url, options.service, refuse),
    canonicalQuery(request.url),
    headers.join(""),
    claim.signedHeaders.join(";"),
    options.bodySha256 ?? statedPayload(request, claim, refuse),
  ].join("\n");
}

function statedPayload(request: SignedRequest, claim: Claim, refuse: Dialect): string {
  const stated = request.headers["x-amz-content-sha256"];
  if (typeof stated === "string") return stated;
  if (claim.presigned) return "UNSIGNED-PAYLOAD";
  throw refuse.missingContentSha256();
}

function canonicalValue(value: string | string[] | undefined): string {
  const text = Array.isArray(value) ? value.join(",") : (value ?? "");
  return text.trim().replace(/ +/g, " ");
}

/** S3 signs the path encoded once; every other service signs the sent path encoded again. */
function canonicalPath(url: URL, service: string, refuse: Dialect): string {
  if (service !== "s3") return url.pathname.split("/").map(encodeStrictly).join("/");
  try {
    return url.pathname
      .split("/")
      .map((segment) => encodeStrictly(decodeURIComponent(segment)))
      .join("/");
  } catch {
    throw refuse.badPath();
  }
}

function canonicalQuery(url: URL): string {
  return [...url.searchParams]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => [encodeStrictly(name), encodeStrictly(value)] as const)
    .toSorted((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

/** Order by code unit, which for the encoded (ASCII) text is the order by byte that the signature asks for. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Everything but RFC 3986's unreserved characters becomes `%XX`. */
function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sign(secretAccessKey: string, claim: Claim, canonical: string): string {
  const scope = `${claim.day}/${claim.region}/${claim.service}/${claim.terminator}`;
  const digest = createHash("sha256").update(canonical).digest("hex");
  const key = [claim.day, claim.region, claim.service, claim.terminator].reduce<Buffer>(
    (previous, part) => hmac(previous, part),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
  return hmac(key, `AWS4-HMAC-SHA256\n${claim.date}\n${scope}\n${digest}`).toString("hex");
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function isSameText(a: string, b: string): boolean {
  // Digests are of one length, so the comparison takes the same time for texts of any length.
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
