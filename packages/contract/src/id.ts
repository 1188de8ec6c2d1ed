import * as z from "zod";

/** Characters of an id after its prefix: lower-case Crockford base32, 10 of time and 16 of chance. */
export const ID_LENGTH = 26;

function id<const Prefix extends string>(prefix: Prefix) {
  return z.string().regex(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{${ID_LENGTH}}$`));
}

export const ClinicID = id("cli").brand<"ClinicID">();
export type ClinicID = z.infer<typeof ClinicID>;
export const LocationID = id("loc").brand<"LocationID">();
export type LocationID = z.infer<typeof LocationID>;
export const QueueID = id("que").brand<"QueueID">();
export type QueueID = z.infer<typeof QueueID>;
export const PersonID = id("per").brand<"PersonID">();
export type PersonID = z.infer<typeof PersonID>;
export const PatientID = id("pat").brand<"PatientID">();
export type PatientID = z.infer<typeof PatientID>;
export const OrganizationID = id("org").brand<"OrganizationID">();
export type OrganizationID = z.infer<typeof OrganizationID>;
export const SubmissionID = id("sub").brand<"SubmissionID">();
export type SubmissionID = z.infer<typeof SubmissionID>;
export const DocumentID = id("doc").brand<"DocumentID">();
export type DocumentID = z.infer<typeof DocumentID>;
export const AttemptID = id("att").brand<"AttemptID">();
export type AttemptID = z.infer<typeof AttemptID>;
export const TaskID = id("tsk").brand<"TaskID">();
export type TaskID = z.infer<typeof TaskID>;
export const EventID = id("evt").brand<"EventID">();
export type EventID = z.infer<typeof EventID>;
export const SessionHandle = id("ses").brand<"SessionHandle">();
export type SessionHandle = z.infer<typeof SessionHandle>;
export const NoteID = id("not").brand<"NoteID">();
export type NoteID = z.infer<typeof NoteID>;
export const StepUpID = id("prf").brand<"StepUpID">();
export type StepUpID = z.infer<typeof StepUpID>;

/** The clinic of events that belong to no clinic: a failed sign-in of an unknown person, for instance. */
export const PLATFORM = `cli_${"0".repeat(ID_LENGTH)}` as ClinicID;

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Standard base64 of exactly `bytes` bytes, in its one spelling: bits beyond the last byte are zero (RFC 4648, 3.5). */
export function base64(bytes: number) {
  const length = Math.ceil(bytes / 3) * 4;
  const padding = (3 - (bytes % 3)) % 3;
  const last = ALPHABET.split("").filter((_, value) => value % 4 ** padding === 0);
  return z
    .string()
    .regex(new RegExp(`^[A-Za-z0-9+/]{${length - padding - 1}}[${last.join("")}]={${padding}}$`));
}
