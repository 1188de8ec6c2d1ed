import { createPublicKey, type JsonWebKey, type KeyObject, verify } from "node:crypto";
import type { Cbor, CborMap } from "./cbor.ts";

/** Algorithms as COSE numbers them: ES256 (RFC 9053 §2.1) and RS256 (RFC 8812 §2). */
export type Algorithm = -7 | -257;

/** What a registration asks for, the preferred one first, as Cognito's own does. */
export const ALGORITHMS: readonly Algorithm[] = [-7, -257];

/** The public half of a passkey, as it is kept. */
export interface PasskeyKey {
  readonly algorithm: Algorithm;
  readonly jwk: JsonWebKey;
}

const RSA_BITS_LEAST = 2048;

// Labels of RFC 9052 §7.1, RFC 9053 §7.1.1 and RFC 8230 §4.
const KEY_TYPE = 1;
const ALGORITHM = 3;
const EC2 = 2;
const RSA = 3;
const P256 = 1;

/**
 * Reads a credential's public key: only the members that its type and algorithm need, as W3C WebAuthn Level 3 §6.5.1.1
 * has it.
 * @throws RangeError when it is of another algorithm, too short, or no point of the curve
 */
export function readCoseKey(cose: CborMap): PasskeyKey {
  const algorithm = cose.get(ALGORITHM);
  if (algorithm === -7) return { algorithm, jwk: checked(ellipticKey(cose)) };
  if (algorithm === -257) return { algorithm, jwk: checked(rsaKey(cose)) };
  throw new RangeError("The key's algorithm was not asked for");
}

/** Whether a key signed the data; ECDSA signatures are DER (W3C WebAuthn Level 3 §6.5.5). */
export function isSignedBy({ jwk }: PasskeyKey, data: Buffer, signature: Buffer): boolean {
  return verify("sha256", data, createPublicKey({ key: jwk, format: "jwk" }), signature);
}

function ellipticKey(cose: CborMap): JsonWebKey {
  expectMembers(cose, [KEY_TYPE, ALGORITHM, -1, -2, -3]);
  if (cose.get(KEY_TYPE) !== EC2 || cose.get(-1) !== P256)
    throw new RangeError("The key is not one of the curve P-256");
  return { kty: "EC", crv: "P-256", x: coordinate(cose.get(-2)), y: coordinate(cose.get(-3)) };
}

function rsaKey(cose: CborMap): JsonWebKey {
  expectMembers(cose, [KEY_TYPE, ALGORITHM, -1, -2]);
  if (cose.get(KEY_TYPE) !== RSA) throw new RangeError("The key is not one of RSA");
  return { kty: "RSA", n: text(cose.get(-1)), e: text(cose.get(-2)) };
}

function expectMembers(cose: CborMap, labels: readonly number[]): void {
  if (cose.size !== labels.length || !labels.every((label) => cose.has(label)))
    throw new RangeError("The key has other members than its kind of key");
}

function coordinate(value: Cbor | undefined): string {
  if (!Buffer.isBuffer(value) || value.length !== 32) throw new RangeError("A coordinate has 32 bytes");
  return value.toString("base64url");
}

function text(value: Cbor | undefined): string {
  if (!Buffer.isBuffer(value)) throw new RangeError("A member of the key is no bytes");
  return value.toString("base64url");
}

function checked(jwk: JsonWebKey): JsonWebKey {
  const { asymmetricKeyDetails } = importKey(jwk);
  if ((asymmetricKeyDetails?.modulusLength ?? RSA_BITS_LEAST) < RSA_BITS_LEAST)
    throw new RangeError("The key is too short");
  return jwk;
}

function importKey(key: JsonWebKey): KeyObject {
  try {
    return createPublicKey({ key, format: "jwk" });
  } catch (error) {
    throw new RangeError("The key is not valid", { cause: error });
  }
}
