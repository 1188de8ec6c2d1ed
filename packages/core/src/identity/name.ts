import type { ClinicID, PatientID, PersonID } from "@postern/contract";
import type { Fields } from "../field/index.ts";
import type { Reader } from "../kernel/index.ts";
import { personRow, patientRow } from "./row.ts";
import { findPatient, findPerson } from "./store.ts";

/** A colleague's or patient's name for those who may see it; null when there is no such person. */
export async function nameOf(
  reader: Reader,
  fields: Fields,
  clinicID: ClinicID,
  personID: PersonID,
): Promise<string | null> {
  const person = await findPerson(reader, clinicID, personID);
  return person && (await fields.open(personRow(clinicID, personID), "displayName", person.displayName));
}

/** A patient's name and birth date, opened. */
export async function patientFacts(
  reader: Reader,
  fields: Fields,
  clinicID: ClinicID,
  patientID: PatientID,
): Promise<{ displayName: string; birthDate: string } | null> {
  const patient = await findPatient(reader, clinicID, patientID);
  if (patient === null) return null;
  const row = patientRow(clinicID, patientID);
  return {
    displayName: await fields.open(row, "displayName", patient.displayName),
    birthDate: await fields.open(row, "birthDate", patient.birthDate),
  };
}
