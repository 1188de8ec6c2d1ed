import { toBase64 } from "../base64.ts";

/** What makes this browser this browser: the server seals to its public half, only its private half opens. */
export interface Device {
  /** ECDH on P-256, private half not extractable. Both halves, as HPKE wants the pair. */
  readonly pair: CryptoKeyPair;
  /** Base64 of the uncompressed point (SEC 1, 65 bytes): what sign-in sends with the last factor. */
  readonly publicKey: string;
}

/** Parameters of a device's pair. */
export const DEVICE_ALGORITHM = { name: "ECDH", namedCurve: "P-256" } as const;

/**
 * Makes a device's pair. It can be kept in IndexedDB or posted to a worker; its private half cannot be read.
 *
 * @throws DOMException where WebCrypto is missing or refuses
 */
export async function createDevice(): Promise<Device> {
  const pair = await crypto.subtle.generateKey(DEVICE_ALGORITHM, false, ["deriveBits"]);
  const point = await crypto.subtle.exportKey("raw", pair.publicKey);
  return { pair, publicKey: toBase64(new Uint8Array(point)) };
}
