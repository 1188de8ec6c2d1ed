export { createDevice, DEVICE_ALGORITHM, type Device } from "./device.ts";
export { HandOverError, openProof, openRelease, type OpenedRelease } from "./hand-over.ts";
export { proveDevice } from "./proof.ts";
export { requestKey } from "./release.ts";
