export { checkDeviceKey, DeviceKeyError } from "./device-key.ts";
export { sealKey, sealNonce, sealToDevice, type SealedToDevice } from "./seal.ts";
