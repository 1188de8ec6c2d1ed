import type { IncomingHttpHeaders } from "node:http";
import type { Clock } from "./principal.ts";
import type { Dialect } from "./sigv4-refusal.ts";

/** What a request says about its own signature, before anything of it is believed. */
export interface Claim {
  readonly accessKeyId: string;
  /** Parts of the credential scope; `day` is `YYYYMMDD`. */
  readonly day: string;
  readonly region: string;
  readonly service: string;
  readonly terminator: string;
  /** `YYYYMMDDTHHMMSSZ`, as sent. */
  readonly date: string;
  readonly signedAtMs: number;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly sessionToken: string | undefined;
  readonly presigned: boolean;
  /** Seconds; 0 when not presigned. */
  readonly expiresSeconds: number;
}

const MAX_SKEW_MS = 15 * 60 * 1000;
const MAX_EXPIRES_SECONDS = 7 * 24 * 60 * 60;
const SIGNATURE = /^[0-9a-f]{64}$/;
const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([^,\s]+)$/;

/**
 * Reads the signature's claim. The query form is accepted for S3 alone: no client of ours presigns anything else.
 * @throws AwsError when there is none, or two, or it is malformed.
 */
export function readClaim(
  request: { readonly url: URL; readonly headers: IncomingHttpHeaders },
  service: string,
  refuse: Dialect,
): Claim {
  const { headers } = request;
  const query = request.url.searchParams;
  const isPresigned = service === "s3" && (query.has("X-Amz-Signature") || query.has("X-Amz-Algorithm"));
  if (!isPresigned) return readHeader(headers, refuse);
  if (headers.authorization !== undefined) throw refuse.twoMechanisms();
  return readQuery(query, refuse);
}

function readHeader(headers: IncomingHttpHeaders, refuse: Dialect): Claim {
  if (headers.authorization === undefined) throw refuse.missing();
  const [, credential, names, signature] = AUTHORIZATION.exec(headers.authorization) ?? [];
  if (credential === undefined || names === undefined || signature === undefined) {
    throw refuse.malformed("The authorization header is malformed.", false);
  }
  const date = single(headers["x-amz-date"]) ?? "";
  const sessionToken = single(headers["x-amz-security-token"]);
  return compose(
    { credential, names, signature, date, sessionToken, presigned: false, expiresSeconds: 0 },
    refuse,
  );
}

function readQuery(query: URLSearchParams, refuse: Dialect): Claim {
  if (query.get("X-Amz-Algorithm") !== "AWS4-HMAC-SHA256") {
    throw refuse.malformed('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"', true);
  }
  const expires = query.get("X-Amz-Expires") ?? "";
  if (!/^\d{1,9}$/.test(expires)) throw refuse.malformed("X-Amz-Expires should be a number", true);
  const expiresSeconds = Number(expires);
  if (expiresSeconds < 1 || expiresSeconds > MAX_EXPIRES_SECONDS) {
    throw refuse.malformed("X-Amz-Expires must be between 1 and 604800 seconds", true);
  }
  return compose(
    {
      credential: query.get("X-Amz-Credential") ?? "",
      names: query.get("X-Amz-SignedHeaders") ?? "",
      signature: query.get("X-Amz-Signature") ?? "",
      date: query.get("X-Amz-Date") ?? "",
      sessionToken: query.get("X-Amz-Security-Token") ?? undefined,
      presigned: true,
      expiresSeconds,
    },
    refuse,
  );
}

interface RawClaim extends Pick<
  Claim,
  "signature" | "date" | "sessionToken" | "presigned" | "expiresSeconds"
> {
  readonly credential: string;
  readonly names: string;
}

function compose({ credential, names, ...rest }: RawClaim, refuse: Dialect): Claim {
  const [accessKeyId, day, region, service, terminator, ...more] = credential.split("/");
  if (!accessKeyId || !day || !region || !service || !terminator || more.length > 0) {
    throw refuse.malformed(
      "The Credential is malformed; expecting <key>/YYYYMMDD/REGION/SERVICE/aws4_request.",
      rest.presigned,
    );
  }
  const signedAtMs = parseDate(rest.date);
  if (Number.isNaN(signedAtMs))
    throw refuse.malformed("X-Amz-Date must be YYYYMMDDTHHMMSSZ.", rest.presigned);
  if (!SIGNATURE.test(rest.signature)) throw refuse.malformed("The Signature is malformed.", rest.presigned);
  return {
    ...rest,
    accessKeyId,
    day,
    region,
    service,
    terminator,
    signedAtMs,
    signedHeaders: names.split(";"),
  };
}

/**
 * Checks the scope and the time: 15 minutes of skew for a header; for a presigned request its own expiry.
 * @throws AwsError otherwise.
 */
export function checkValidity(
  claim: Claim,
  expected: { readonly service: string; readonly region: string; readonly clock: Clock },
  refuse: Dialect,
): void {
  const isScopeRight =
    claim.service === expected.service &&
    claim.terminator === "aws4_request" &&
    claim.date.startsWith(claim.day);
  if (!isScopeRight) throw refuse.mismatch("The credential scope does not match the service or the date.");
  if (claim.region !== expected.region) {
    const message = `the region '${claim.region}' is wrong; expecting '${expected.region}'`;
    throw expected.service === "s3" ? refuse.malformed(message, claim.presigned) : refuse.mismatch(message);
  }
  const ageMs = expected.clock.now() - claim.signedAtMs;
  if (!claim.presigned) {
    if (Math.abs(ageMs) > MAX_SKEW_MS) throw refuse.skewed();
    return;
  }
  if (ageMs < -MAX_SKEW_MS) throw refuse.early();
  if (ageMs > claim.expiresSeconds * 1000) throw refuse.expired();
}

function parseDate(text: string): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(",") : value;
}
