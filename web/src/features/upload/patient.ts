import { PatientFacts } from "@postern/contract";

/** What a practice has typed about the patient, as it stands in the fields. */
export type PatientDraft = Readonly<Record<keyof PatientFacts, string>>;

export type PatientFault = "missing" | "too-long" | "no-date" | "future" | "too-early" | "no-phone";
export type PatientFaults = Readonly<Partial<Record<keyof PatientFacts, PatientFault>>>;

const LONGEST = { displayName: 200, phone: 40, recordNumber: 40 } as const;
const OLDEST_YEARS = 130;
const FEWEST_DIGITS = 7;

/**
 * What is wrong with each field; nothing for a field that is in order.
 *
 * @param today `YYYY-MM-DD`, where the practice is
 */
export function patientFaults(draft: PatientDraft, today: string): PatientFaults {
  const faults: [keyof PatientFacts, PatientFault | undefined][] = [
    ["displayName", draft.displayName.trim() === "" ? "missing" : undefined],
    ["birthDate", birthDateFault(draft.birthDate, today)],
    ["phone", phoneFault(draft.phone.trim())],
  ];
  for (const field of ["displayName", "phone", "recordNumber"] as const) {
    if (draft[field].trim().length > LONGEST[field]) faults.push([field, "too-long"]);
  }
  return Object.fromEntries(faults.filter(([, fault]) => fault !== undefined));
}

function birthDateFault(birthDate: string, today: string): PatientFault | undefined {
  if (birthDate === "") return "missing";
  if (!PatientFacts.shape.birthDate.safeParse(birthDate).success) return "no-date";
  if (birthDate > today) return "future";
  return Number(birthDate.slice(0, 4)) < Number(today.slice(0, 4)) - OLDEST_YEARS ? "too-early" : undefined;
}

function phoneFault(phone: string): PatientFault | undefined {
  return phone !== "" && phone.replace(/\D/g, "").length < FEWEST_DIGITS ? "no-phone" : undefined;
}

/** The facts as they are sealed. Undefined while a field is missing or wrong. */
export function patientOf(draft: PatientDraft, today: string): PatientFacts | undefined {
  if (Object.keys(patientFaults(draft, today)).length > 0) return undefined;
  const given = Object.entries(draft).filter(([, text]) => text.trim() !== "");
  return PatientFacts.safeParse(Object.fromEntries(given)).data;
}
