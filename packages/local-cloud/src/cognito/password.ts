import { randomBytes, scryptSync, timingSafeEqual } from "node:crypto";

const KEY_BYTES = 32;
const SALT_BYTES = 16;
const COST = { N: 16_384, r: 8, p: 1 } as const;

/** A password as it is stored, in base64: scrypt (RFC 7914) with N = 2^14, r = 8, p = 1. */
export interface PasswordHash {
  readonly salt: string;
  readonly key: string;
}

/** Of a name without an account: checking it is as much work as any, and says no. */
export const UNKNOWN_PASSWORD: PasswordHash = { salt: random(SALT_BYTES), key: random(KEY_BYTES) };

/**
 * Hashes a password under a fresh salt. Synchronous on purpose: the check of a password, the counting of its
 * failure and the lock that follows are then one turn of the event loop, and a burst of guesses cannot overtake them.
 */
export function hashPassword(password: string): PasswordHash {
  const salt = random(SALT_BYTES);
  return { salt, key: derive(password, salt).toString("base64") };
}

/** Compares in constant time. */
export function isPassword({ salt, key }: PasswordHash, password: string): boolean {
  return timingSafeEqual(derive(password, salt), Buffer.from(key, "base64"));
}

function derive(password: string, salt: string): Buffer {
  return scryptSync(password.normalize("NFC"), Buffer.from(salt, "base64"), KEY_BYTES, COST);
}

function random(sizeBytes: number): string {
  return randomBytes(sizeBytes).toString("base64");
}
