import type { ResumePolicy } from "@postern/client";
import type { DocumentKind, SubmissionID } from "@postern/contract";
import type { KeptFile, KeptSending } from "./kept.ts";
import type { Handed } from "./machine.ts";
import type { Answering, Earlier, Learned, NewPackage } from "./protocol.ts";

/** What the person has decided besides the files. */
export interface Letter {
  readonly content: NewPackage | Answering;
  /** In the order of the files, what each is; left out where nobody was asked. */
  readonly kinds?: readonly (DocumentKind | undefined)[] | undefined;
  readonly policy?: ResumePolicy | undefined;
}

/** What is said anew when a sending goes on. */
export type Said = Partial<Omit<Letter, "content">>;

/** What the runs of one sending share. */
export interface Course {
  readonly idempotencyKey: string;
  readonly earlier: Earlier;
  readonly letter?: Letter | undefined;
  /** Known as soon as the submission exists. */
  readonly submissionID?: SubmissionID | undefined;
}

/** A sending of which nothing was tried yet. */
export function newCourse(idempotencyKey: string, submissionID?: SubmissionID): Course {
  return { idempotencyKey, submissionID, earlier: { standIns: new Map(), isRepeat: false } };
}

/** The same sending with this letter: it names the submission, where there is one already. */
export function withLetter(course: Course, letter: Letter): Course {
  const { content } = letter;
  const named = "submissionID" in content ? content.submissionID : content.resume?.submissionID;
  return { ...course, letter, submissionID: course.submissionID ?? named };
}

/** The letter of before, with what was said since. What nobody was asked then, nobody is now. */
export function said(letter: Letter, { policy, kinds }: Said): Letter {
  const asked = letter.kinds === undefined ? {} : { kinds: kinds ?? letter.kinds };
  return { ...letter, ...asked, policy: { ...letter.policy, ...policy } };
}

/** What a run has learned is for the next one. */
export function learned({ earlier, ...course }: Course, answer: Learned): Course {
  if (answer.type === "list-opened") return { ...course, earlier: { ...earlier, manifest: answer.manifest } };
  const standIns = new Map(earlier.standIns).set(answer.documentID, answer.standInID);
  return { ...course, earlier: { ...earlier, standIns } };
}

/** Whether the next run has the same files as the one before. */
export function repeating({ earlier, ...course }: Course, isRepeat: boolean): Course {
  return { ...course, earlier: { ...earlier, isRepeat } };
}

/** What is kept of a sending that has begun; undefined of an answer, which is asked for anew. */
export function keptOf(
  { letter }: Course,
  { submissionID, number }: Handed,
  files: readonly KeptFile[],
): KeptSending | undefined {
  if (letter === undefined || "submissionID" in letter.content) return undefined;
  const { facts, note, patient, language } = letter.content;
  return { submissionID, number, facts, note, patient, language, files: [...files] };
}
