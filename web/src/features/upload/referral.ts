import type { PatientDraft } from "./patient.ts";

/** What a practice has typed of a referral. It is about one patient: it is kept and found as a whole, or not at all. */
export interface ReferralDraft {
  /** When the first of it was typed, as ISO 8601. */
  readonly begunAt: string;
  readonly patient: PatientDraft;
  readonly note: string;
}

export const NO_REFERRAL: ReferralDraft = {
  begunAt: "",
  patient: { displayName: "", birthDate: "", phone: "", recordNumber: "" },
  note: "",
};

/** The text to keep; empty when nothing was typed. */
export function packReferral(referral: ReferralDraft): string {
  return isBlank(referral) ? "" : JSON.stringify(referral);
}

/** Reads what was kept. Undefined when there is nothing, or not the whole. */
export function unpackReferral(text: string): ReferralDraft | undefined {
  if (text === "") return undefined;
  try {
    const found: unknown = JSON.parse(text);
    return isReferral(found) && !isBlank(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

function isBlank({ patient, note }: ReferralDraft): boolean {
  return [...Object.values(patient), note].every((words) => words.trim() === "");
}

function isReferral(value: unknown): value is ReferralDraft {
  if (typeof value !== "object" || value === null) return false;
  const { begunAt, patient, note } = value as Partial<ReferralDraft>;
  if (typeof begunAt !== "string" || Number.isNaN(Date.parse(begunAt))) return false;
  if (typeof note !== "string" || typeof patient !== "object" || patient === null) return false;
  const names = Object.keys(NO_REFERRAL.patient) as (keyof PatientDraft)[];
  return names.every((name) => typeof patient[name] === "string");
}
