import { KMSClient, SignCommand } from "@aws-sdk/client-kms";
import { unavailable } from "../kernel/index.ts";
import type { TenantCredentials } from "./tenancy.ts";

/** Half of a P-256 signature. */
const HALF_BYTES = 32;

/** Signs with one key that nobody holds. */
export interface Signer {
  /** What KMS calls the key, without account and Region; public keys are published under it. */
  readonly keyID: string;
  /**
   * ECDSA over P-256 with SHA-256; another signature at each call.
   *
   * @param bytes at most 4,096
   * @returns 64 bytes, r and s, as WebCrypto and IEEE P1363 have them
   * @throws Problem `unavailable`
   */
  sign(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>>;
}

/** One KMS key for one clinic. */
export function connectSigner(credentials: TenantCredentials, keyARN: string): Signer {
  return createSigner(new KMSClient({ credentials }), keyARN);
}

export function createSigner(kms: KMSClient, keyARN: string): Signer {
  return {
    keyID: keyARN.slice(keyARN.lastIndexOf("/") + 1),
    async sign(bytes) {
      const command = new SignCommand({
        KeyId: keyARN,
        Message: bytes,
        MessageType: "RAW",
        SigningAlgorithm: "ECDSA_SHA_256",
      });
      const { Signature } = await kms.send(command).catch((error: unknown) => {
        throw unavailable(error);
      });
      if (Signature === undefined) throw unavailable();
      return joined(Signature);
    },
  };
}

/**
 * The two numbers of a signature in DER (RFC 3279, 2.2.3), which is how KMS gives it, each in 32 bytes.
 *
 * @throws RangeError for anything else
 */
export function joined(der: Uint8Array): Uint8Array<ArrayBuffer> {
  const [tag, length] = der;
  if (tag !== 0x30 || length !== der.length - 2) throw new RangeError("this is no signature");
  const [r, next] = numberAt(der, 2);
  const [s, end] = numberAt(der, next);
  if (end !== der.length) throw new RangeError("this is no signature");
  const both = new Uint8Array(2 * HALF_BYTES);
  both.set(r, HALF_BYTES - r.length);
  both.set(s, 2 * HALF_BYTES - s.length);
  return both;
}

/** A positive INTEGER without its leading zero, and where the next one begins. */
function numberAt(der: Uint8Array, at: number): readonly [Uint8Array, number] {
  const length = der[at + 1] ?? 0;
  const end = at + 2 + length;
  const bytes = der.subarray(at + 2, end);
  const number = bytes[0] === 0 ? bytes.subarray(1) : bytes;
  const isNumber = der[at] === 0x02 && bytes.length === length && length > 0 && number.length <= HALF_BYTES;
  if (!isNumber) throw new RangeError("this is no signature");
  return [number, end];
}
