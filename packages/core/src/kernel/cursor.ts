import { Problem } from "./problem.ts";

const NONCE_BYTES = 12;
const LIFE_MS = 15 * 60_000;

/** Seals and opens list cursors: DynamoDB's last key names clinics, queues and rows, so no one may read or edit it. */
export interface Cursors {
  /** @param scope person, list and filter: a cursor opens only where it was made */
  seal(scope: string, lastKey: Readonly<Record<string, unknown>>, nowMs: number): Promise<string>;
  /** @throws Problem `input` for a cursor of another scope, an edited one, or one older than 15 minutes */
  open(scope: string, cursor: string, nowMs: number): Promise<Record<string, unknown>>;
}

/** @param secret 32 bytes, of the deployment */
export function createCursors(secret: Uint8Array<ArrayBuffer>): Cursors {
  const key = crypto.subtle.importKey("raw", secret, "AES-GCM", false, ["encrypt", "decrypt"]);
  const additionalData = (scope: string) => new TextEncoder().encode(scope);
  return {
    async seal(scope, lastKey, nowMs) {
      const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
      const plain = new TextEncoder().encode(JSON.stringify({ lastKey, until: nowMs + LIFE_MS }));
      const algorithm = { name: "AES-GCM", iv, additionalData: additionalData(scope) };
      const sealed = new Uint8Array(await crypto.subtle.encrypt(algorithm, await key, plain));
      return Buffer.concat([iv, sealed]).toString("base64url");
    },
    async open(scope, cursor, nowMs) {
      const bytes = Uint8Array.from(Buffer.from(cursor, "base64url"));
      const algorithm = {
        name: "AES-GCM",
        iv: bytes.subarray(0, NONCE_BYTES),
        additionalData: additionalData(scope),
      };
      try {
        const plain = await crypto.subtle.decrypt(algorithm, await key, bytes.subarray(NONCE_BYTES));
        const { lastKey, until } = JSON.parse(new TextDecoder().decode(plain)) as {
          lastKey: Record<string, unknown>;
          until: number;
        };
        if (nowMs <= until) return lastKey;
      } catch (error) {
        if (!(error instanceof DOMException) && !(error instanceof Error)) throw error;
      }
      throw new Problem(
        "input",
        "cursor",
        "This page of the list is no longer there. Start again at the top.",
        {
          fields: ["cursor"],
        },
      );
    },
  };
}
