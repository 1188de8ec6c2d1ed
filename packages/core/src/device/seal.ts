import {
  deviceProofInfo,
  keyReleaseAAD,
  keyReleaseInfo,
  type ReleaseScope,
  type SessionHandle,
} from "@postern/contract";
import { importDeviceKey } from "./device-key.ts";
import { createSuite } from "./suite.ts";

/** What only the device can open, both in base64: the encapsulated key (65 bytes), and plaintext + 16 bytes of tag. */
export interface SealedToDevice {
  readonly encapsulated: string;
  readonly ciphertext: string;
}

/** Data keys and nonces alike. */
const SECRET_SIZE_BYTES = 32;

/**
 * Seals a few bytes to one device by HPKE in base mode, one shot (RFC 9180, section 6.1).
 *
 * @param sealing.devicePublicKey base64 of the uncompressed point
 * @throws DeviceKeyError when the public key is none
 */
export async function sealToDevice(sealing: {
  readonly devicePublicKey: string;
  readonly info: Uint8Array;
  readonly aad: Uint8Array;
  readonly plaintext: Uint8Array;
}): Promise<SealedToDevice> {
  const recipientPublicKey = await importDeviceKey(sealing.devicePublicKey);
  const sealed = await createSuite().seal(
    { recipientPublicKey, info: sealing.info },
    sealing.plaintext,
    sealing.aad,
  );
  return { encapsulated: toBase64(sealed.enc), ciphertext: toBase64(sealed.ct) };
}

/**
 * Seals a submission's data key to the device of a session, bound to clinic, submission, purpose, wrapped key and
 * audit event. The caller overwrites `dataKey` afterwards.
 *
 * @param sealing.dataKey 32 bytes
 * @throws DeviceKeyError when the public key is none; RangeError for a data key of another length
 */
export async function sealKey(sealing: {
  readonly devicePublicKey: string;
  readonly sessionHandle: SessionHandle;
  readonly scope: ReleaseScope;
  readonly dataKey: Uint8Array;
}): Promise<SealedToDevice> {
  const { devicePublicKey, sessionHandle, scope, dataKey } = sealing;
  if (dataKey.length !== SECRET_SIZE_BYTES) throw new RangeError("a data key has 32 bytes");
  return sealToDevice({
    devicePublicKey,
    info: keyReleaseInfo(sessionHandle),
    aad: keyReleaseAAD(scope),
    plaintext: dataKey,
  });
}

/**
 * Seals the nonce of a device proof.
 *
 * @param sealing.nonce 32 random bytes
 * @throws DeviceKeyError when the public key is none; RangeError for a nonce of another length
 */
export async function sealNonce(sealing: {
  readonly devicePublicKey: string;
  readonly sessionHandle: SessionHandle;
  readonly nonce: Uint8Array;
}): Promise<SealedToDevice> {
  const { devicePublicKey, sessionHandle, nonce } = sealing;
  if (nonce.length !== SECRET_SIZE_BYTES) throw new RangeError("a nonce has 32 bytes");
  return sealToDevice({
    devicePublicKey,
    info: deviceProofInfo(sessionHandle),
    aad: new Uint8Array(0),
    plaintext: nonce,
  });
}

function toBase64(bytes: ArrayBufferLike): string {
  return Buffer.from(bytes).toString("base64");
}
