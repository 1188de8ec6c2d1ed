import type { Device } from "@postern/client";
import type { SessionHandle } from "@postern/contract";

/**
 * Keeps this browser's key pair under the session's handle, so that a reload and the workers can use it. Its private
 * half cannot be read, here or elsewhere. Browsers may throw it away: then one signs in again.
 */
const DATABASE = "postern";
const STORE = "devices";

/** Keeps the device of the one session that this browser can have; those of others are forgotten. */
export async function keepDevice(handle: SessionHandle, device: Device): Promise<void> {
  await inStore("readwrite", (store) => {
    store.clear();
    return store.put(device, handle);
  });
}

/** The device of a session; undefined when it was never kept here, or has been thrown away. */
export async function findDevice(handle: SessionHandle): Promise<Device | undefined> {
  const found: unknown = await inStore("readonly", (store) => store.get(handle));
  return isDevice(found) ? found : undefined;
}

export async function forgetDevices(): Promise<void> {
  await inStore("readwrite", (store) => store.clear());
}

async function inStore(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest,
): Promise<unknown> {
  const database = await openDatabase();
  try {
    return await new Promise<unknown>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new Error("the device store gave up"));
      transaction.onerror = () => reject(transaction.error ?? new Error("the device store failed"));
    });
  } finally {
    database.close();
  }
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("the device store cannot be opened"));
    request.onblocked = () => reject(new Error("the device store is in use"));
  });
}

function isDevice(value: unknown): value is Device {
  if (typeof value !== "object" || value === null) return false;
  const { pair, publicKey } = value as Partial<Device>;
  return typeof publicKey === "string" && pair?.privateKey instanceof CryptoKey;
}
