import { randomBytes, scryptSync, timingSafeEqual } from "node:crypto";

const KEY_BYTES = 32;
const SALT_BYTES = 16;
const COST = { N: 16_384, r: 8, p: 1 } as const;

/** A password as it is stored: scrypt (RFC 7914) with N = 2^14, r = 8, p = 1. */
export interface PasswordHash {
  readonly salt: Buffer;
  readonly key: Buffer;
}

const nobody: PasswordHash = { salt: randomBytes(SALT_BYTES), key: randomBytes(KEY_BYTES) };

/**
 * Hashes a password under a fresh salt. Synchronous on purpose: the check of a password, the counting of its
 * failure and the lock that follows are then one turn of the event loop, and a burst of guesses cannot overtake them.
 */
export function hashPassword(password: string): PasswordHash {
  const salt = randomBytes(SALT_BYTES);
  return { salt, key: derive(password, salt) };
}

/** Compares in constant time. Without a stored hash it does the same work and says no. */
export function isPassword(stored: PasswordHash | undefined, password: string): boolean {
  const { salt, key } = stored ?? nobody;
  const same = timingSafeEqual(derive(password, salt), key);
  return same && stored !== undefined;
}

function derive(password: string, salt: Buffer): Buffer {
  return scryptSync(password.normalize("NFC"), salt, KEY_BYTES, COST);
}
