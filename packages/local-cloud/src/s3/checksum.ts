import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { crc32 } from "node:zlib";
import { AwsError } from "../aws/error.ts";

/** Algorithms whose values can be checked here. S3 knows more (CRC32C, CRC64NVME); those are refused, never ignored. */
export type ChecksumAlgorithm = "sha256" | "sha1" | "crc32";

/** A checksum as it crosses the wire: base64, for multipart objects with `-<parts>` behind it. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly value: string;
}

/** Computes one digest over bytes that come in pieces. */
export interface Digester {
  update(bytes: Uint8Array): void;
  /** Raw digest; call once. */
  digest(): Buffer;
}

/** What a request says of its body's checksum: a value in a header, or that the trailer will bring it. */
export interface ChecksumClaim {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64; undefined while the trailer is still to come. */
  readonly value?: string;
}

const digestBytes: Readonly<Record<ChecksumAlgorithm, number>> = { sha256: 32, sha1: 20, crc32: 4 };
/** Headers that begin like a checksum's and hold none. */
const notValues = new Set(["x-amz-checksum-algorithm", "x-amz-checksum-mode", "x-amz-checksum-type"]);

export function createDigester(algorithm: ChecksumAlgorithm): Digester {
  if (algorithm !== "crc32") return createHash(algorithm);
  let value = 0;
  return {
    update(bytes) {
      value = crc32(bytes, value);
    },
    digest() {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      return bytes;
    },
  };
}

/** @throws AwsError `InvalidRequest` (400) for a name that is not a `ChecksumAlgorithm` in any case. */
export function parseAlgorithm(name: string): ChecksumAlgorithm {
  const lower = name.toLowerCase();
  if (lower === "sha256" || lower === "sha1" || lower === "crc32") return lower;
  throw new AwsError("InvalidRequest", `Checksum algorithm provided is unsupported: ${name}`);
}

/**
 * Reads the checksum that a request claims for its body. Only headers count: a checksum that a presigner moved
 * into the query is deliberately not looked at, since S3 is reported not to enforce it (aws-sdk-js-v3 #4448), and a
 * URL made that way should fail in our tests rather than at a customer.
 * @throws AwsError `InvalidRequest` (400) for several checksums, an unusable value, or an announced one that is missing.
 */
export function claimedChecksum(headers: IncomingHttpHeaders): ChecksumClaim | undefined {
  const named = Object.keys(headers).filter(
    (name) => name.startsWith("x-amz-checksum-") && !notValues.has(name),
  );
  const trailer = headers["x-amz-trailer"];
  if (named.length + (trailer === undefined ? 0 : 1) > 1) {
    throw new AwsError("InvalidRequest", "Expecting a single x-amz-checksum- header");
  }
  const claim = trailer === undefined ? headerClaim(headers, named[0]) : trailerClaim(String(trailer));
  const announced = headers["x-amz-sdk-checksum-algorithm"];
  if (announced !== undefined && parseAlgorithm(String(announced)) !== claim?.algorithm) {
    throw new AwsError(
      "InvalidRequest",
      "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.",
    );
  }
  return claim;
}

/** @throws AwsError `InvalidRequest` (400) unless `value` is base64 of a digest of this algorithm. */
export function requireDigest(algorithm: ChecksumAlgorithm, value: string): void {
  const bytes = Buffer.from(value, "base64");
  if (bytes.length !== digestBytes[algorithm] || bytes.toString("base64") !== value) {
    throw new AwsError("InvalidRequest", `Value for x-amz-checksum-${algorithm} header is invalid.`);
  }
}

/** The checksum of a multipart object: the digest over its parts' raw digests, and how many there were. */
export function compositeChecksum(parts: readonly Checksum[], algorithm: ChecksumAlgorithm): Checksum {
  const digester = createDigester(algorithm);
  for (const part of parts) digester.update(Buffer.from(part.value, "base64"));
  return { algorithm, value: `${digester.digest().toString("base64")}-${parts.length}` };
}

/** Response headers that show a stored checksum. */
export function checksumHeaders(checksum: Checksum | undefined): Record<string, string> {
  if (!checksum) return {};
  return {
    [`x-amz-checksum-${checksum.algorithm}`]: checksum.value,
    "x-amz-checksum-type": checksum.value.includes("-") ? "COMPOSITE" : "FULL_OBJECT",
  };
}

/** The element that shows a checksum in an XML answer, for instance `ChecksumSHA256`. */
export function checksumElement(checksum: Checksum | undefined): Record<string, string> {
  return checksum ? { [`Checksum${checksum.algorithm.toUpperCase()}`]: checksum.value } : {};
}

function headerClaim(headers: IncomingHttpHeaders, name: string | undefined): ChecksumClaim | undefined {
  if (name === undefined) return undefined;
  return {
    algorithm: parseAlgorithm(name.slice("x-amz-checksum-".length)),
    value: String(headers[name]),
  };
}

function trailerClaim(trailer: string): ChecksumClaim {
  const match = /^x-amz-checksum-(\w+)$/i.exec(trailer.trim());
  if (!match?.[1])
    throw new AwsError("InvalidRequest", "The value specified in the x-amz-trailer header is not supported");
  return { algorithm: parseAlgorithm(match[1]) };
}
