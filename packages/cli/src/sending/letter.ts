import { jsonOf } from "@postern/client";
import { LIMITS, PatientFacts, type Role } from "@postern/contract";
import { usage } from "../exit.ts";
import { readTextFile } from "../text-file.ts";

/** What goes along with the files, under seal. */
export interface Letter {
  readonly note?: string | undefined;
  readonly patient?: PatientFacts | undefined;
}

export interface LetterFiles {
  readonly noteFile?: string | undefined;
  readonly patientFile?: string | undefined;
}

const NOTE_SIZE_BYTES = LIMITS.noteLength * 4;
const PATIENT_SIZE_BYTES = 16 * 1024;

/**
 * Reads what is said beside the files. It comes from files, since what is typed after a command shows in the system's
 * list of processes.
 *
 * @throws Failure when a file is not what it should be; it names fields, never what stands in them
 */
export async function readLetter({ noteFile, patientFile }: LetterFiles, role: Role): Promise<Letter> {
  // A practice's submission without its patient, or a patient's with another, would help nobody.
  if (role === "referrer" && patientFile === undefined)
    throw usage(
      "Say whom it is about: --patient-file FILE (JSON: displayName, birthDate, phone, recordNumber)",
    );
  if (role !== "referrer" && patientFile !== undefined)
    throw usage("Only a practice says whom it is about: leave out --patient-file.");
  return {
    note: noteFile === undefined ? undefined : await readNote(noteFile),
    patient: patientFile === undefined ? undefined : await readPatient(patientFile),
  };
}

async function readNote(path: string): Promise<string> {
  const note = (await readTextFile(path, NOTE_SIZE_BYTES))?.trim();
  if (note === undefined || note.length > LIMITS.noteLength)
    throw usage(`${path} is no text in UTF-8 of at most ${LIMITS.noteLength} characters.`);
  return note;
}

async function readPatient(path: string): Promise<PatientFacts> {
  const facts = PatientFacts.safeParse(jsonOf((await readTextFile(path, PATIENT_SIZE_BYTES)) ?? ""));
  if (facts.success) return facts.data;
  const fields = [
    ...new Set(facts.error.issues.map((issue) => issue.path.join(".")).filter((at) => at !== "")),
  ];
  const where = fields.length === 0 ? "what it holds" : fields.join(", ");
  throw usage(
    `${path}: missing or wrong: ${where}. It is JSON of displayName, birthDate (YYYY-MM-DD), and if you like phone and recordNumber.`,
  );
}
