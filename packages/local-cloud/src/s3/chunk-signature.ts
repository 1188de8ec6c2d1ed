import { createHash, createHmac, timingSafeEqual, type Hash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { AwsError } from "../aws/error.ts";
import type { CredentialStore } from "../aws/principal.ts";

/**
 * Checks the signature that each chunk of a signed stream carries; every one builds on the one before.
 * Source: Amazon S3 API Reference, "Transferring payload in multiple chunks (chunked upload) (AWS Signature Version 4)".
 */
export interface ChunkSignatures {
  /** Takes bytes of the chunk under way. */
  update(bytes: Uint8Array): void;
  /** Ends the chunk. @throws AwsError `SignatureDoesNotMatch` (403). */
  endChunk(signature: string): void;
  /** Checks the trailer, given as its lines `name:value`, each ended by a line feed. @throws AwsError as above. */
  checkTrailer(lines: string, signature: string): void;
}

/** What the request's own signature fixes for its chunks. */
export interface ChunkSeed {
  /** Hex signature of the request. */
  readonly signature: string;
  /** `<yyyymmdd>/<region>/s3/aws4_request`. */
  readonly scope: string;
  /** `x-amz-date`. */
  readonly date: string;
  readonly secretAccessKey: string;
}

const emptySha256 = createHash("sha256").digest("hex");

/** Finds the seed in the headers of a request whose own signature was verified already. @throws AwsError `AccessDenied` (403). */
export function chunkSeed(headers: IncomingHttpHeaders, credentials: CredentialStore): ChunkSeed {
  const match = /Credential=([^/,]+)\/([^,]+),.*Signature=([0-9a-f]{64})$/.exec(headers.authorization ?? "");
  const credential = match?.[1] === undefined ? undefined : credentials.find(match[1]);
  const date = headers["x-amz-date"];
  if (!credential || !match?.[2] || !match[3] || typeof date !== "string") {
    throw new AwsError("AccessDenied", "A signed stream needs a request signed by its headers.", 403);
  }
  return { signature: match[3], scope: match[2], date, secretAccessKey: credential.secretAccessKey };
}

export function createChunkSignatures(seed: ChunkSeed): ChunkSignatures {
  const key = seed.scope
    .split("/")
    .reduce<Buffer | string>((secret, part) => hmac(secret, part), `AWS4${seed.secretAccessKey}`);
  let previous = seed.signature;
  let hash: Hash = createHash("sha256");
  const check = (kind: string, hashes: readonly string[], signature: string) => {
    const text = [`AWS4-HMAC-SHA256-${kind}`, seed.date, seed.scope, previous, ...hashes].join("\n");
    const wanted = hmac(key, text);
    const given = Buffer.from(signature, "hex");
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
      throw new AwsError(
        "SignatureDoesNotMatch",
        "The signature of a chunk does not match the one we calculated.",
        403,
      );
    }
    previous = signature;
  };
  return {
    update(bytes) {
      hash.update(bytes);
    },
    endChunk(signature) {
      const digest = hash.digest("hex");
      hash = createHash("sha256");
      check("PAYLOAD", [emptySha256, digest], signature);
    },
    checkTrailer(lines, signature) {
      check("TRAILER", [createHash("sha256").update(lines).digest("hex")], signature);
    },
  };
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
