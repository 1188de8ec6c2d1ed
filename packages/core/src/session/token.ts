import { sha256 } from "../kernel/index.ts";

/** 128 bits (RFC 6265bis asks for no less for what stands for a person). */
const TOKEN_BYTES = 16;
const TOKEN = /^[A-Za-z0-9_-]{22}$/;

/** What a cookie holds: 128 random bits in base64url. */
export function drawToken(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES))).toString("base64url");
}

/** What the table holds in its place: SHA-256 in hex, so that a copy of the table opens no session. Null for what is no token. */
export async function hashToken(token: string | undefined): Promise<string | null> {
  if (token === undefined || !TOKEN.test(token)) return null;
  return Buffer.from(await sha256(token)).toString("hex");
}
