import { ClinicID } from "@postern/contract";
import { Entity, FIXED, KEY, PRIMARY, keys } from "../aws/index.ts";
import type { Reader, Write } from "../kernel/index.ts";
import { put } from "../kernel/index.ts";

/** A clinic's place in the list of all clinics, which gives no right to anything of it. */
const Listing = new Entity(
  {
    model: { entity: "clinic-listing", version: "1" },
    attributes: { ...KEY, clinicID: FIXED },
    indexes: { primary: PRIMARY },
  },
  { table: "directory" },
);

const SHARDS = 16;

const shardOf = (clinicID: ClinicID) => clinicID.charCodeAt(clinicID.length - 1) % SHARDS;

/** Puts a clinic on the list. It is a row of a global table, so it cannot be in one transaction with the clinic's own. */
export function describeListing(clinicID: ClinicID): Write {
  const key = { pk: keys.clinicList(shardOf(clinicID)), sk: clinicID };
  return put(Listing.create({ ...key, clinicID }).params());
}

/** All clinics, always in the same order; how many rows are none that we wrote: one of them keeps nobody waiting. */
export async function listClinics(
  reader: Reader,
): Promise<{ readonly clinics: readonly ClinicID[]; readonly unreadable: number }> {
  const shards = Array.from({ length: SHARDS }, (_, shard) =>
    reader.query(Listing.query.primary({ pk: keys.clinicList(shard) }).params()),
  );
  const pages = await Promise.all(shards);
  const read = pages.flatMap(({ items }) => items.map(({ sk }) => ClinicID.safeParse(sk).data));
  const clinics = read.filter((clinicID) => clinicID !== undefined);
  return { clinics, unreadable: read.length - clinics.length };
}
