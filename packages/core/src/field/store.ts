import type { ClinicID } from "@postern/contract";
import type { WrappedKey } from "../aws/index.ts";
import { FIXED, KEY, PRIMARY, Entity, keys } from "../aws/index.ts";
import type { Reader, Write } from "../kernel/index.ts";
import { put } from "../kernel/index.ts";

export type { DataKeys, WrappedKey } from "../aws/index.ts";

const FieldKey = new Entity(
  {
    model: { entity: "field-key", version: "1" },
    attributes: { ...KEY, clinicID: FIXED, wrappedKey: { type: "any", required: true }, keyARN: FIXED },
    indexes: { primary: PRIMARY },
  },
  { table: "record" },
);

const at = (clinicID: ClinicID) => ({ pk: keys.clinic(clinicID), sk: "fieldkey" });

export async function findFieldKey(reader: Reader, clinicID: ClinicID): Promise<WrappedKey | null> {
  const item = await reader.get(FieldKey.get(at(clinicID)).params());
  if (item === undefined) return null;
  const { data } = FieldKey.parse({ Item: { ...item } });
  return { wrappedKey: Uint8Array.from(data.wrappedKey as Uint8Array), keyARN: data.keyARN };
}

export function describeFieldKey(clinicID: ClinicID, { wrappedKey, keyARN }: WrappedKey): Write {
  return put(FieldKey.create({ ...at(clinicID), clinicID, wrappedKey, keyARN }).params());
}
