import { DevicePublicKey } from "@postern/contract";
import { createSuite } from "./suite.ts";

/** A device's public key that is no key: to be refused when it is presented, before anything is sealed to it. */
export class DeviceKeyError extends Error {
  override readonly name = "DeviceKeyError";
}

/**
 * Imports a device's public key. The import is where the point is checked: one that is not on P-256 would let its
 * sender learn about our ephemeral keys, and nothing sealed to it could be opened.
 *
 * @param devicePublicKey base64 of the uncompressed point (SEC 1, 65 bytes)
 * @throws DeviceKeyError for another length or encoding, or a point that is not on the curve
 */
export async function importDeviceKey(devicePublicKey: string): Promise<CryptoKey> {
  if (!DevicePublicKey.safeParse(devicePublicKey).success) {
    throw new DeviceKeyError("a device key is the base64 of 65 bytes");
  }
  const point = new Uint8Array(Buffer.from(devicePublicKey, "base64"));
  try {
    return await createSuite().kem.deserializePublicKey(point);
  } catch (cause) {
    throw new DeviceKeyError("a device key is a point of P-256", { cause });
  }
}

/**
 * Refuses what `sealToDevice` would refuse; for the moment of sign-in.
 *
 * @throws DeviceKeyError as `importDeviceKey`
 */
export async function checkDeviceKey(devicePublicKey: string): Promise<void> {
  await importDeviceKey(devicePublicKey);
}
