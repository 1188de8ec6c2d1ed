import { DEVICE_ALGORITHM, type Device } from "@postern/client";
import { DevicePublicKey } from "@postern/contract";
import * as z from "zod";

/** A device's key pair as it lies in the session file: both in base64, the private half as PKCS #8 (RFC 5958). */
export const KeptDevice = z.strictObject({ privateKey: z.base64(), publicKey: DevicePublicKey });
export type KeptDevice = z.infer<typeof KeptDevice>;

/**
 * Makes the pair of a device that outlives its process. Its private half can be read, which a browser's cannot: there
 * is nowhere else to keep it than in a file.
 */
export async function createKeptDevice(): Promise<KeptDevice> {
  const pair = await crypto.subtle.generateKey(DEVICE_ALGORITHM, true, ["deriveBits"]);
  const [privateKey, publicKey] = await Promise.all([
    crypto.subtle.exportKey("pkcs8", pair.privateKey),
    crypto.subtle.exportKey("raw", pair.publicKey),
  ]);
  return { privateKey: base64(privateKey), publicKey: base64(publicKey) };
}

/** The device of this process. @throws DOMException when the halves are none */
export async function loadDevice({ privateKey, publicKey }: KeptDevice): Promise<Device> {
  const pair = {
    privateKey: await crypto.subtle.importKey("pkcs8", bytes(privateKey), DEVICE_ALGORITHM, false, [
      "deriveBits",
    ]),
    publicKey: await crypto.subtle.importKey("raw", bytes(publicKey), DEVICE_ALGORITHM, true, []),
  };
  return { pair, publicKey };
}

const base64 = (buffer: ArrayBuffer) => Buffer.from(buffer).toString("base64");
const bytes = (text: string) => Uint8Array.from(Buffer.from(text, "base64"));
