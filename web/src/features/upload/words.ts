import type { FileProblem } from "@postern/client";
import { LIMITS, type Role, type Urgency } from "@postern/contract";
import { formatSize } from "../../lib/format.ts";
import { countWords } from "../../words.ts";
import { percentOf, type UploadFile, type UploadState } from "./machine.ts";

export const UPLOAD_WORDS = {
  title: "Send files",
  home: "Home",
  about: "About what you send",
  kind: "What is it?",
  location: "Where should it go?",
  service: "For which team?",
  anyService: "I do not know, or it is for anyone",
  urgency: "How urgent is it?",
  files: "Your files",
  filesEmpty: "No files yet. Choose some above.",
  add: "Choose what to send",
  choose: "Choose files",
  chooseText: "Photos, PDFs, scans",
  drag: ". Or drag them to this box",
  photo: "Take a photo",
  photoText: "One page at a time",
  limits: `Photos, PDF or DICOM. Up to ${formatSize(LIMITS.documentSizeBytes)} each, at most ${LIMITS.documentsPerSubmission} at once.`,
  remove: "Remove",
  send: "Send files",
  notReady: "You can send when every file is checked and none needs you.",
  noFiles: "Choose at least one file first.",
  noChoice: "Say first where it should go.",
  noNote: "Say first whom it is about, and what you need.",
  progress: "Sending your files",
  lockTruth: "If your screen locks, sending stops. Keep this page open until all is in.",
  waiting: "Waiting for your network. We go on by ourselves when you are back online.",
  failed: "Not all is in yet",
  failedText:
    "Nothing was handed to the care team so far. Try again goes on under the same number: they get it only once.",
  tryAgain: "Try again",
  reopen: "Change my files",
  reopenText: "To change files or answers, start over. What went up so far is never shown to anyone.",
  leave: "Your files are still being sent. If you leave this page, sending stops. Leave all the same?",
  safeTitle: "How we keep it safe",
  safeText:
    "Each file is locked on your device before it leaves. Our storage cannot read it. Your care team can, and you can see each time they do.",
  doneTitle: "We have your files",
  doneText: "They are with the clinic, which checks now that they came in whole. Your number is:",
  seeStatus: "See where it is",
  sendMore: "Send something else",
  again: "Send again",
  againBack: "Where it is",
  addText: "What you sent before stays with it. Add what is missing here; the team gets all of it together.",
  addAsideText: "A file that could not be opened is replaced by what you add.",
  replaceText: "Each file below needs to come once more. The rest is fine and stays as it is.",
  slots: "Files that need you",
  fileNumber: (index: number) => `File ${index + 1}`,
  chooseSlot: (name: string) => `Choose ${name} again`,
  instead: (name: string) => `Takes the place of: ${name}`,
  broken: "Its sending was broken off.",
  slotsOpen: "Choose a file for each that needs you first.",
  noAnswer: "This does not wait for you",
  noAnswerText: "It was sent again already, or the team has decided. You can see where it is.",
  lostList: "This one cannot be mended",
  lostListText: "The list of its files did not come in whole. Please send it all as something new.",
  sendNew: "Send it as something new",
} as const;

/** What is wrong with a note; it is never cut without a word. */
export function noteFault(note: string): string | undefined {
  if (note.length <= LIMITS.noteLength) return undefined;
  const format = new Intl.NumberFormat("en-US");
  return `This is too long: ${format.format(note.length)} letters. The most is ${format.format(LIMITS.noteLength)}.`;
}

/** The note's label and hint: an office must say whom it is about, since only the sealed note can hold that. */
export function noteWords(role: Role): { readonly label: string; readonly hint: string } {
  return role === "referrer"
    ? {
        label: "Whom is it about, and what do you need?",
        hint: "Name, birth date, and your question. Locked with the files: only the care team reads it.",
      }
    : {
        label: "Note to your care team (optional)",
        hint: "Locked with your files: only the care team reads it.",
      };
}

export const URGENCY_HINTS: Readonly<Record<Urgency, string>> = {
  routine: "In the next days is fine.",
  soon: "Tomorrow would be good.",
  urgent: "Today. If you may be in danger, do not wait for us: call 911.",
};

/** Why a file is not taken, in two parts: what is so, and what to do. */
export function refusalWords(
  reason: FileProblem,
  file: Pick<UploadFile, "sizeBytes">,
  phone: string | undefined,
): { readonly word: string; readonly text: string } {
  const call =
    phone === undefined ? "Call us and we will find a way." : `Call us and we will find a way: ${phone}.`;
  switch (reason) {
    case "type":
      return {
        word: "Not sent: we cannot take this kind of file",
        text: "Send a photo, a PDF or a DICOM scan.",
      };
    case "empty":
      return { word: "Not sent: the file is empty", text: BROKEN };
    case "unreadable":
      return { word: "Not sent: the file cannot be read", text: BROKEN };
    case "too-large": {
      const text = `This file is ${formatSize(file.sizeBytes)}. The most is ${formatSize(LIMITS.documentSizeBytes)}. ${call}`;
      return { word: "Not sent: it is too big", text };
    }
    case "too-many":
      return {
        word: "Not sent: too many files at once",
        text: `The most is ${LIMITS.documentsPerSubmission}. Send the others after these.`,
      };
  }
}

const BROKEN = "Open it on your device first. If it does not open, choose another.";

/** "2 of 8 files are with the clinic" */
export function countOf({ files, stage }: UploadState): string {
  const sent = stage === "done" ? files.length : files.filter(({ state }) => state === "sent").length;
  return `${sent} of ${countWords(files.length, "file")} ${files.length === 1 ? "is" : "are"} with the clinic`;
}

/**
 * What the one live region says. It changes at the start, at each quarter, when the network goes or comes back, at a
 * refusal, a failure, and at the end; never per cent by per cent.
 */
export function announcementOf(state: UploadState): string {
  switch (state.stage) {
    case "choosing":
      return choosingWords(state.files);
    case "sending": {
      if (state.isWaiting) return UPLOAD_WORDS.waiting;
      const quarter = Math.floor(percentOf(state) / 25) * 25;
      return quarter === 0 ? `Sending ${countWords(state.files.length, "file")}.` : `${quarter}% sent.`;
    }
    case "failed":
      return `${UPLOAD_WORDS.failed}.`;
    case "done":
      return state.files.length === 1
        ? "Your file is with the clinic."
        : `All ${state.files.length} files are with the clinic.`;
  }
}

function choosingWords(files: readonly UploadFile[]): string {
  if (files.length === 0) return "";
  if (files.some(({ state }) => state === "checking")) return "Checking your files.";
  const refused = files.filter(({ state }) => state === "refused").length;
  const ready = countWords(files.length - refused, "file");
  return refused === 0 ? `${ready} ready.` : `${ready} ready. ${refusedWords(refused)}`;
}

/** "1 file needs you." */
export function refusedWords(count: number): string {
  return count === 1 ? "1 file needs you." : `${count} files need you.`;
}
