import type { ClinicID } from "@postern/contract";
import type { Reader } from "../kernel/index.ts";
import { unavailable } from "../kernel/index.ts";
import { findFieldKey, type DataKeys } from "./store.ts";

const NONCE_BYTES = 12;

/**
 * Seals names, birth dates and contacts before they are put into a row: AES-256-GCM under the clinic's field key, with
 * the row's key and the field's name as additional data, so that a value cannot be moved to another row.
 */
export interface Fields {
  seal(row: string, field: string, value: string): Promise<string>;
  /** @throws Problem `unavailable` when the value was not sealed here */
  open(row: string, field: string, sealed: string): Promise<string>;
}

const additionalData = (row: string, field: string) => new TextEncoder().encode(`${row}\n${field}`);

/** @param key an AES-GCM key that is not extractable */
export function createFields(key: CryptoKey): Fields {
  return {
    async seal(row, field, value) {
      const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
      const algorithm = { name: "AES-GCM", iv, additionalData: additionalData(row, field) };
      const sealed = await crypto.subtle.encrypt(algorithm, key, new TextEncoder().encode(value));
      return Buffer.concat([iv, new Uint8Array(sealed)]).toString("base64");
    },
    async open(row, field, sealed) {
      const bytes = Uint8Array.from(Buffer.from(sealed, "base64"));
      const iv = bytes.subarray(0, NONCE_BYTES);
      const algorithm = { name: "AES-GCM", iv, additionalData: additionalData(row, field) };
      const plain = await crypto.subtle
        .decrypt(algorithm, key, bytes.subarray(NONCE_BYTES))
        .catch((error: unknown) => {
          throw unavailable(error);
        });
      return new TextDecoder().decode(plain);
    },
  };
}

/** Unwraps a clinic's field key (KMS context `{clinic}`). @throws Problem `unavailable` */
export async function openFields(reader: Reader, dataKeys: DataKeys, clinicID: ClinicID): Promise<Fields> {
  const wrapped = await findFieldKey(reader, clinicID);
  if (wrapped === null) throw unavailable();
  const bytes = await dataKeys.unwrap(wrapped, { clinic: clinicID });
  const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  bytes.fill(0);
  return createFields(key);
}
