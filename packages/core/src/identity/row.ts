import type { ClinicID, PatientID, PersonID } from "@postern/contract";

/** Names of rows, as sealed fields are bound to them. */
export const personRow = (clinicID: ClinicID, personID: PersonID) => `${clinicID}#per#${personID}`;
export const patientRow = (clinicID: ClinicID, patientID: PatientID) => `${clinicID}#pat#${patientID}`;
