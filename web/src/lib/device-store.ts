import type { Device } from "@postern/client";
import type { SessionHandle } from "@postern/contract";
import { openBrowserStore } from "./browser-store.ts";

/**
 * Keeps this browser's key pair under the session's handle, so that a reload and the workers can use it. Its private
 * half cannot be read, here or elsewhere. Browsers may throw it away: then one signs in again.
 */
const devices = openBrowserStore("postern", "devices");
const LEFT = "left";

/** Keeps the device of the one session that this browser can have; those of others are forgotten. */
export async function keepDevice(handle: SessionHandle, device: Device): Promise<void> {
  await devices.clear();
  await devices.put(handle, device);
}

/** The device of a session; undefined when it was never kept here, or has been thrown away. */
export async function findDevice(handle: SessionHandle): Promise<Device | undefined> {
  const found = await devices.get(handle);
  return isDevice(found) ? found : undefined;
}

/** Forgets the device of a session; another tab may have begun a newer one. */
export async function forgetDevice(handle: SessionHandle): Promise<void> {
  await devices.delete(handle);
}

/** Notes that a session was left here, though its server may not have heard of it. The next session forgets it. */
export async function noteLeft(handle: SessionHandle): Promise<void> {
  await devices.put(LEFT, handle);
}

/** Whether a session was left here. */
export async function isLeft(handle: SessionHandle): Promise<boolean> {
  return (await devices.get(LEFT)) === handle;
}

function isDevice(value: unknown): value is Device {
  if (typeof value !== "object" || value === null) return false;
  const { pair, publicKey } = value as Partial<Device>;
  return typeof publicKey === "string" && pair?.privateKey instanceof CryptoKey;
}
