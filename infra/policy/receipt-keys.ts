/** A public key: as KMS names it, and as SubjectPublicKeyInfo in base64. */
export interface PublishedKey {
  readonly keyID: string;
  readonly publicKey: string;
}

/** Where the portal publishes the public keys of its receipts. */
export const RECEIPT_KEYS_PATH = "/receipt-keys.json";

/**
 * Keys that signed receipts before the present one. What is taken out of here makes every receipt of that key
 * unprovable on the portal's page.
 */
const RETIRED: readonly PublishedKey[] = [];

/** The published file. @param keyARN of the key that signs now */
export function receiptKeysFile(keyARN: string, publicKey: string): string {
  const present = { keyID: keyARN.slice(keyARN.lastIndexOf("/") + 1), publicKey };
  return `${JSON.stringify({ format: "postern-receipt-keys-1", keys: [present, ...RETIRED] })}\n`;
}
