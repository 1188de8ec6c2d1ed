import type { PatientTags } from "./drawing/scan-header.ts";

/** Who the patient is, as the record says it, or, where a practice sent the documents, the sealed list. */
export interface PatientRecord {
  readonly isSealed?: boolean | undefined;
  readonly patientName?: string | undefined;
  readonly birthDate?: string | undefined;
}

/** Where a scan names another patient than the record. What only one of them says is no difference. */
export function differsFrom(
  scan: PatientTags,
  record: PatientRecord,
): { readonly name: boolean; readonly birthDate: boolean } {
  const differs = (one: string | undefined, other: string | undefined) =>
    one !== undefined && other !== undefined && one !== other;
  return {
    name: differs(plainName(scan.name), plainName(record.patientName)),
    birthDate: differs(scan.birthDate, record.birthDate),
  };
}

/** Whether a scan names the patient of the record, and says nothing else that differs. */
export function isSame(scan: PatientTags, record: PatientRecord = {}): boolean {
  const { name, birthDate } = differsFrom(scan, record);
  return scan.name !== undefined && record.patientName !== undefined && !name && !birthDate;
}

/** Scanners write names in capitals, without accents and with the family name first. */
function plainName(name: string | undefined): string | undefined {
  return name
    ?.normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .sort()
    .join(" ");
}
