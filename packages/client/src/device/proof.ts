import { authRoutes, type SessionHandle } from "@postern/contract";
import type { Api } from "../api.ts";
import type { Device } from "./device.ts";
import { openProof } from "./hand-over.ts";

/**
 * Shows the server that this device still holds its private key, which is good for five minutes. To be given to
 * `createApi` as `prove`.
 *
 * @throws ApiProblem when a call fails; HandOverError when the nonce was sealed to another device
 */
export async function proveDevice(proving: {
  readonly api: Api;
  readonly device: Device;
  readonly sessionHandle: SessionHandle;
}): Promise<void> {
  const { api, device, sessionHandle } = proving;
  const challenge = await api.call(authRoutes.challenge, {});
  const nonce = await openProof({ device, sessionHandle, challenge });
  await api.call(authRoutes.prove, { nonce });
}
