import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const STEP_MS = 30_000;
const SECRET_BYTES = 20;

/** What an authenticator app and the pool share, and how far its codes are used up. */
export interface SoftwareToken {
  /** Base32 (RFC 4648 §6) without padding. */
  readonly secret: string;
  /** The latest time step whose code was accepted; it and all earlier ones are refused. */
  lastStep: number;
}

/**
 * The six-digit code that an authenticator app shows at a moment: RFC 6238 with HMAC-SHA-1 and steps of 30 s,
 * truncated as in RFC 4226 §5.3.
 * @param secretBase32 RFC 4648 §6, upper case, without padding.
 * @param atMs milliseconds since the epoch.
 * @throws RangeError when the secret is not base32.
 */
export function totpCode(secretBase32: string, atMs: number): string {
  return codeOfStep(decodeBase32(secretBase32), Math.floor(atMs / STEP_MS));
}

/** A token with a fresh 160-bit secret (the length that RFC 4226 §4 recommends). */
export function newSoftwareToken(): SoftwareToken {
  return softwareToken(encodeBase32(randomBytes(SECRET_BYTES)));
}

/**
 * A token with a given secret, no code of which has been used.
 * @throws RangeError when the secret is not base32 or shorter than 128 bits (RFC 4226 §4, R6).
 */
export function softwareToken(secretBase32: string): SoftwareToken {
  if (decodeBase32(secretBase32).length < 16) throw new RangeError("A TOTP secret has at least 128 bits");
  return { secret: secretBase32, lastStep: -1 };
}

/**
 * Judges a code within one step of now on either side, and uses it up when it is good.
 * `used` means that the code was right, but it or a later one had been accepted before (RFC 6238 §5.2).
 */
export function acceptCode(token: SoftwareToken, code: string, atMs: number): "good" | "wrong" | "used" {
  if (!/^[0-9]{6}$/.test(code)) return "wrong";
  const secret = decodeBase32(token.secret);
  const given = Buffer.from(code);
  const current = Math.floor(atMs / STEP_MS);
  const matching = [current + 1, current, current - 1].filter((step) =>
    timingSafeEqual(Buffer.from(codeOfStep(secret, step)), given),
  );
  const latest = matching[0];
  if (latest === undefined) return "wrong";
  if (latest <= token.lastStep) return "used";
  token.lastStep = latest;
  return "good";
}

function codeOfStep(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigInt64BE(BigInt(step));
  const mac = createHmac("sha1", secret).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0xf;
  const number = mac.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

function encodeBase32(bytes: Uint8Array): string {
  let text = "";
  let pending = 0;
  let pendingBits = 0;
  for (const byte of bytes) {
    pending = (pending << 8) | byte;
    pendingBits += 8;
    while (pendingBits >= 5) {
      pendingBits -= 5;
      text += ALPHABET.charAt((pending >> pendingBits) & 31);
    }
    pending &= (1 << pendingBits) - 1;
  }
  return pendingBits === 0 ? text : text + ALPHABET.charAt((pending << (5 - pendingBits)) & 31);
}

function decodeBase32(text: string): Buffer {
  const bytes: number[] = [];
  let pending = 0;
  let pendingBits = 0;
  for (const letter of text) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) throw new RangeError("A TOTP secret is base32 in upper case, without padding");
    pending = (pending << 5) | value;
    pendingBits += 5;
    if (pendingBits >= 8) {
      pendingBits -= 8;
      bytes.push((pending >> pendingBits) & 255);
    }
    pending &= (1 << pendingBits) - 1;
  }
  return Buffer.from(bytes);
}
