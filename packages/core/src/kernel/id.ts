import { ClinicID as ClinicIDSchema } from "@postern/contract";
import type {
  AttemptID,
  ClinicID,
  DocumentID,
  EventID,
  LocationID,
  NoteID,
  OrganizationID,
  PatientID,
  PersonID,
  QueueID,
  SessionHandle,
  StepUpID,
  SubmissionID,
  TaskID,
} from "@postern/contract";
import type { Clock } from "./clock.ts";

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const TIME_CHARACTERS = 10;
const CHANCE_BYTES = 10;

export interface IDs {
  att: AttemptID;
  cli: ClinicID;
  doc: DocumentID;
  evt: EventID;
  loc: LocationID;
  not: NoteID;
  org: OrganizationID;
  pat: PatientID;
  per: PersonID;
  prf: StepUpID;
  que: QueueID;
  ses: SessionHandle;
  sub: SubmissionID;
  tsk: TaskID;
}

/** Draws ids. */
export type NewID = <Prefix extends keyof IDs>(prefix: Prefix) => IDs[Prefix];

/** Fills the array with random bytes. */
export type Random = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>;

export const systemRandom: Random = (bytes) => crypto.getRandomValues(bytes);

/** Ten characters of Crockford base32 for a time in milliseconds; they sort by time. */
export function timeCharacters(milliseconds: number): string {
  let text = "";
  for (let rest = milliseconds; text.length < TIME_CHARACTERS; rest = Math.floor(rest / 32)) {
    text = ALPHABET.charAt(rest % 32) + text;
  }
  return text;
}

/** Sixteen characters for the first ten bytes. */
export function chanceCharacters(bytes: Uint8Array): string {
  let text = "";
  for (let start = 0; start < CHANCE_BYTES; start += 5) {
    let value = 0n;
    for (let index = 0; index < 5; index++) value = (value << 8n) | BigInt(bytes[start + index] ?? 0);
    for (let shift = 35n; shift >= 0n; shift -= 5n) text += ALPHABET.charAt(Number((value >> shift) & 31n));
  }
  return text;
}

/** Ids of 48 bits of time and 80 of chance, in lower-case Crockford base32 (the layout of a ULID). */
export function idSource(clock: Clock, random: Random = systemRandom): NewID {
  return (prefix) => derivedID(prefix, clock.now(), random(new Uint8Array(CHANCE_BYTES)));
}

/** An id that is always the same for the same time and bytes: a repeat meets its own row. */
export function derivedID<Prefix extends keyof IDs>(
  prefix: Prefix,
  milliseconds: number,
  bytes: Uint8Array,
): IDs[Prefix] {
  return `${prefix}_${timeCharacters(milliseconds)}${chanceCharacters(bytes)}` as IDs[Prefix];
}

/** The time that an id was drawn at, in milliseconds. */
export function timeOf(id: string): number {
  return Array.from(id.slice(4, 4 + TIME_CHARACTERS)).reduce(
    (sum, letter) => sum * 32 + ALPHABET.indexOf(letter),
    0,
  );
}

/** SHA-256 of a text's UTF-8 bytes. */
export async function sha256(text: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

/** @throws ZodError when it is not a clinic's id; nothing else may become a session tag */
export function checkedClinicID(value: string): ClinicID {
  return ClinicIDSchema.parse(value);
}
