import { createHash } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { AwsError } from "../aws/error.ts";
import type { CredentialStore } from "../aws/principal.ts";
import { claimedChecksum, createDigester, requireDigest, type Checksum, type Digester } from "./checksum.ts";
import { chunkSeed, createChunkSignatures } from "./chunk-signature.ts";
import { decodeChunks, incomplete } from "./chunked.ts";

/** A request's body, decoded. Reading it to the end without a failure means that everything claimed about it holds. */
export interface Body {
  /** Can be read once. Throws at its end if length, payload hash or checksum disagree. */
  readonly chunks: AsyncIterable<Buffer>;
  /** What was claimed and held; known after the last chunk. */
  checksum(): Checksum | undefined;
}

const largestBodyBytes = 5 * 2 ** 30;
const mostDocumentBytes = 4 * 2 ** 20;

/**
 * Opens the body of a request whose signature was verified.
 * @throws AwsError at once `MissingContentLength` (411), `EntityTooLarge`, `InvalidRequest` (400); while reading
 * `BadDigest`, `XAmzContentSHA256Mismatch`, `IncompleteBody` (400), `SignatureDoesNotMatch` (403).
 */
export function openBody(request: IncomingMessage, credentials: CredentialStore): Body {
  const { headers } = request;
  const claim = claimedChecksum(headers);
  if (claim?.value !== undefined) requireDigest(claim.algorithm, claim.value);
  const payload = headers["x-amz-content-sha256"];
  const streaming = typeof payload === "string" && payload.startsWith("STREAMING-");
  const expectedBytes = expectedLength(headers, streaming);
  let value = claim?.value;
  // `destroyOnReturn` would close the socket when a body is given up, and with it the way back for the refusal.
  const raw = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  const source = streaming
    ? decodeChunks(raw, {
        ...signaturesFor(headers, String(payload), credentials),
        onTrailer: (name, trailer) => {
          if (claim && name === `x-amz-checksum-${claim.algorithm}`) value = trailer;
        },
      })
    : raw;
  return {
    chunks: (async function* verify() {
      const sums = openSums(headers, claim?.algorithm);
      let sizeBytes = 0;
      for await (const chunk of source) {
        sizeBytes += chunk.length;
        if (sizeBytes > expectedBytes) throw incomplete();
        for (const sum of Object.values(sums)) sum?.update(chunk);
        yield chunk;
      }
      if (sizeBytes !== expectedBytes) throw incomplete();
      checkSums(sums, { payload, checksum: claim && (value ?? ""), md5: headers["content-md5"] });
    })(),
    checksum: () => (claim && value !== undefined ? { algorithm: claim.algorithm, value } : undefined),
  };
}

/** Reads a whole body as text; for the XML that some operations take. @throws AwsError as `openBody`, and `MaxMessageLengthExceeded`. */
export async function readText(request: IncomingMessage, credentials: CredentialStore): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of openBody(request, credentials).chunks) {
    sizeBytes += chunk.length;
    if (sizeBytes > mostDocumentBytes) {
      throw new AwsError("MaxMessageLengthExceeded", "Your request was too large.");
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

interface Sums {
  readonly claimed?: Digester;
  readonly payload?: Digester;
  readonly md5?: Digester;
}

function openSums(headers: IncomingHttpHeaders, algorithm: Checksum["algorithm"] | undefined): Sums {
  const isHashed = /^[0-9a-f]{64}$/.test(String(headers["x-amz-content-sha256"] ?? ""));
  return {
    ...(algorithm && { claimed: createDigester(algorithm) }),
    ...(isHashed && { payload: createHash("sha256") }),
    ...(headers["content-md5"] !== undefined && { md5: createHash("md5") }),
  };
}

function checkSums(
  sums: Sums,
  given: {
    readonly payload: string | string[] | undefined;
    readonly checksum: string | undefined;
    readonly md5: string | string[] | undefined;
  },
): void {
  if (sums.claimed && sums.claimed.digest().toString("base64") !== given.checksum) {
    throw new AwsError("BadDigest", "The checksum you specified did not match the calculated checksum.");
  }
  if (sums.payload && sums.payload.digest().toString("hex") !== given.payload) {
    throw new AwsError(
      "XAmzContentSHA256Mismatch",
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
  if (sums.md5 && sums.md5.digest().toString("base64") !== given.md5) {
    throw new AwsError("BadDigest", "The Content-MD5 you specified did not match what we received.");
  }
}

function expectedLength(headers: IncomingHttpHeaders, streaming: boolean): number {
  const given = headers[streaming ? "x-amz-decoded-content-length" : "content-length"];
  if (typeof given !== "string" || !/^\d{1,15}$/.test(given)) {
    throw new AwsError("MissingContentLength", "You must provide the Content-Length HTTP header.", 411);
  }
  if (Number(given) > largestBodyBytes) {
    throw new AwsError("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size");
  }
  return Number(given);
}

function signaturesFor(headers: IncomingHttpHeaders, payload: string, credentials: CredentialStore) {
  switch (payload) {
    case "STREAMING-UNSIGNED-PAYLOAD-TRAILER":
      return {};
    case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD":
    case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER":
      return { signatures: createChunkSignatures(chunkSeed(headers, credentials)) };
    default:
      throw new AwsError(
        "InvalidRequest",
        "x-amz-content-sha256 names a way of streaming that is not supported.",
      );
  }
}
