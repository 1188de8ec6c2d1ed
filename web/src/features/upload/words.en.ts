import type { Urgency } from "@postern/contract";
import { counting } from "../../lib/language.ts";
import type { Advice, Change } from "../preparing/prepare.ts";
import type { PatientFault } from "./patient.ts";

const count = counting("en");
const files = (number: number) => count(number, { one: "file", other: "files" });
const numbers = new Intl.NumberFormat("en-US");

const urgencyHints: Readonly<Record<Urgency, string>> = {
  routine: "In the next days is fine.",
  soon: "Tomorrow would be good.",
  urgent: "Today. If you may be in danger, do not wait for us: call 911.",
};

const patientFaults: Readonly<Record<PatientFault, string>> = {
  missing: "This is needed, so that the clinic finds the right person.",
  "too-long": "This is too long.",
  "no-date": "This is no date. Give month, day and year.",
  future: "This day has not come yet. Look at the year.",
  "too-early": "This is too long ago. Look at the year.",
  "no-phone": "This is no phone number. Give all its digits, or leave it empty.",
};

const broken = "Open it on your device first. If it does not open, choose another.";

/** Why a file is not taken: what is so, and what to do. */
const refused = {
  type: {
    word: "Not sent: we cannot take this kind of file",
    text: "Send a photo, a PDF, a DICOM scan or plain text.",
  },
  empty: { word: "Not sent: the file is empty", text: broken },
  unreadable: { word: "Not sent: the file cannot be read", text: broken },
  password: {
    word: "Not sent: it has a password",
    text: "We cannot open a PDF with a password. Save a copy without one, or take photos of the pages.",
  },
  broken: { word: "Not sent: the file is broken", text: broken },
  tooBig: "Not sent: it is too big",
  tooBigText: (size: string, most: string) => `This file is ${size}. The most is ${most}.`,
  call: "Call us and we will find a way.",
  callAt: (phone: string) => `Call us and we will find a way: ${phone}.`,
  tooMany: "Not sent: too many files at once",
  tooManyText: (most: number) => `The most is ${most}. Send the others after these.`,
};

/** Where one file is. */
const fileStates = {
  waiting: "Waiting",
  checking: "Checking the file",
  ready: "Ready",
  paused: "Paused",
  matching: (percent: number) => `Looking at what is in already, ${percent}%`,
  sealing: (percent: number) => `Locking on this device, ${percent}%`,
  sending: (percent: number) => `Sending, ${percent}%`,
  sent: "Sent. The clinic checks it now.",
  cancelled: "Not sent",
};

/** What was done to a file before it is locked. */
const changes: Readonly<Record<Change, string>> = {
  "location-removed": "The place where the photo was taken was removed.",
  "device-removed": "Facts about the camera were removed.",
  converted: "The photo was saved as JPEG, which the clinic can open.",
};

/** What makes a photo hard to read. */
const advice: Readonly<Record<Advice, { readonly word: string; readonly text: string }>> = {
  blurred: {
    word: "This looks blurred.",
    text: "Hold still, and touch the screen where it should be sharp.",
  },
  dark: { word: "This looks dark.", text: "Take it again near a window or a lamp." },
  small: { word: "This looks small.", text: "Go closer, so that the page fills the picture." },
};

/** What the live region says. */
const said = {
  checking: "Checking your files.",
  ready: (number: number) => `${files(number)} ready.`,
  needYou: (number: number) => (number === 1 ? "1 file needs you." : `${number} files need you.`),
  sending: (number: number) => `Sending ${files(number)}.`,
  percent: (percent: number) => `${percent}% sent.`,
  done: (number: number) =>
    number === 1 ? "Your file is with the clinic." : `All ${number} files are with the clinic.`,
};

/** Words of the pages for sending. */
export const EN = {
  title: "Send files",
  referTitle: "Send a referral",
  home: "Home",
  about: "About what you send",
  kind: "What is it?",
  location: "Where should it go?",
  chooseOne: "Choose one",
  service: "For which team?",
  anyService: "I do not know, or it is for anyone",
  urgency: "How urgent is it?",
  urgencyHints,
  note: "Note to your care team (optional)",
  noteHint: "Locked with your files: only the care team reads it.",
  referNote: "What do you need from us? (optional)",
  referNoteHint: "Locked with the files: only the care team reads it.",
  noteTooLong: (length: number, most: number) =>
    `This is too long: ${numbers.format(length)} letters. The most is ${numbers.format(most)}.`,
  patient: "Who is the patient?",
  patientHint: "Locked with the files: only the care team can read it.",
  patientFields: {
    displayName: "Full name",
    birthDate: "Birth date",
    phone: "Phone (optional)",
    recordNumber: "Your own number for the patient (optional)",
  },
  patientFaults,
  begunToday: (time: string) => `You began a referral at ${time}.`,
  begunBefore: (when: string) => `You began a referral on ${when}.`,
  keptText:
    "Go on with it, or start empty, which deletes what you typed. Files were not kept: choose them again.",
  goOn: "Go on with it",
  startEmpty: "Start empty",
  files: "Your files",
  filesEmpty: "No files yet. Choose some above.",
  fileKind: "Kind of file",
  fileKindOf: (name: string) => `What ${name} is`,
  add: "Choose what to send",
  choose: "Choose files",
  chooseText: "Photos, PDFs, scans, text",
  drag: ". Or drag them to this page",
  chooseFolder: "Choose a folder, such as a disc with scans",
  photo: "Take a photo",
  photoText: "One page at a time",
  limits: (size: string, most: number) =>
    `Photos, PDF, DICOM or plain text. Up to ${size} each, at most ${most} at once.`,
  repeated: (names: readonly string[]) =>
    names.length === 1
      ? `You chose ${names[0] ?? ""} already.`
      : `You chose ${numbers.format(names.length)} of these files already.`,
  repeatedText: (names: readonly string[]) =>
    names.length === 1 ? "It goes only once." : `Each goes only once: ${names.join(", ")}.`,
  remove: "Remove",
  removeRefused: (number: number) => `Remove the ${number} that cannot be sent`,
  useAnyway: "Use it anyway",
  takeAnother: "Take another",
  send: "Send files",
  notReady: "You can send when every file is checked and none needs you.",
  noFiles: "Choose at least one file first.",
  noChoice: "Say first where it should go.",
  noPatient: "Say first who the patient is.",
  patientAmiss: "Look first at what is marked about the patient.",
  progress: "Sending your files",
  countOf: (sent: number, all: number) =>
    `${sent} of ${files(all)} ${all === 1 ? "is" : "are"} with the clinic`,
  fileStates,
  changes,
  advice,
  refused,
  said,
  lockTruth: "If your screen locks, sending stops. Keep this page open until all is in.",
  waiting: "Waiting for your network. We go on by ourselves when you are back online.",
  busy: "The clinic is busy just now. We go on by ourselves in a moment.",
  paused: "Paused by you. Press Go on when you are ready.",
  locked: "Sending stopped when you were signed out. It goes on by itself.",
  pace: (speed: string, left: string) => `${speed} a second. ${left}`,
  timeLeft: (time: string) => `About ${time} left.`,
  momentLeft: "Less than a minute left.",
  pause: "Pause",
  goOnSending: "Go on",
  cancel: "Cancel sending",
  cancelTitle: "Cancel this sending?",
  cancelText:
    "Nothing of it goes to the care team. What went up so far is never shown to anyone. Your files stay on your device.",
  cancelYes: "Yes, cancel it",
  cancelNo: "Do not cancel",
  cancelled: "Cancelled",
  cancelledText: "Nothing was handed to the care team. Your files are still on your device.",
  sendAsNow: "Send it as it is now",
  leaveOut: "Leave it out",
  leaveThemOut: "Leave them out",
  chooseThem: "Choose them",
  chooseIt: "Choose it again",
  aboutFile: (name: string) => `This is about ${name}.`,
  missingSizes: (sizes: readonly string[]) => `${files(sizes.length)}: ${sizes.join(", ")}.`,
  failed: "Not all is in yet",
  failedText:
    "What came in is safe. When you go on, it keeps its number, and the care team gets it only once.",
  tryAgain: "Try again",
  reopen: "Change my files",
  reopenText: "To change files or answers, start over. What went up so far is never shown to anyone.",
  leave: "Your files are still being sent. If you leave this page, sending stops. Leave all the same?",
  leaveChosen:
    "Your files are not sent yet. If you leave this page, you have to choose them again. Leave all the same?",
  signOutBegun:
    "Not all of your files are sent yet, and the care team does not have them. If you sign out, sending stops; sign in again to go on. Sign out all the same?",
  signOutChosen:
    "Your files are not sent yet. If you sign out, what you chose and typed is forgotten. Sign out all the same?",
  safeTitle: "How we keep it safe",
  safeText:
    "Each file is locked on your device before it leaves. Our storage cannot read it. Your care team can, and you can see each time they do.",
  doneTitle: "We have your files",
  doneText: "They are with the clinic, which checks now that they came in whole. Your number is:",
  seeStatus: "See where it is",
  sendMore: "Send something else",
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
};
