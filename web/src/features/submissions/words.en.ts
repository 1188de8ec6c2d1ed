import type {
  DocumentKind,
  DocumentState,
  LookView,
  RejectReason,
  ReturnReason,
  SubmissionState,
} from "@postern/contract";
import { counting } from "../../lib/language.ts";

const count = counting("en");

const states: Readonly<Record<SubmissionState, string>> = {
  open: "Not all sent yet",
  submitted: "Sent, being checked",
  incomplete: "A file needs you",
  routed: "With the team",
  returned: "Sent back to you",
  closed: "Done",
  rejected: "Not taken",
  expired: "Ended",
};

const documentStates: Readonly<Record<DocumentState, string>> = {
  declared: "Not sent yet",
  uploading: "On its way",
  completing: "Sent. The clinic checks it now.",
  verified: "Safe with the clinic",
  quarantined: "Put aside",
  abandoned: "Replaced",
};

const documentKinds: Readonly<Record<DocumentKind, string>> = {
  photo: "Photo",
  scan: "Scan",
  "referral-form": "Referral form",
  letter: "Letter",
  "lab-result": "Lab result",
  "consent-form": "Consent form",
  insurance: "Insurance",
  other: "Something else",
};

/** Why the team decided as it did, for the sender. */
const decisions: Readonly<Record<ReturnReason | RejectReason, string>> = {
  unreadable: "A file could not be read.",
  "pages-missing": "Pages are missing.",
  "wrong-patient": "It is about someone else.",
  "signature-missing": "A signature is missing.",
  other: "The team needs something else.",
  "not-our-patient": "The person is not a patient of this clinic.",
  "not-our-service": "This clinic does not do this.",
  duplicate: "The team has it already.",
  "sent-by-mistake": "It was sent by mistake.",
};

/** What the sender can do about a reason to send it back. */
const advice: Readonly<Record<ReturnReason, string>> = {
  unreadable: "Add it once more: a sharper photo, or the file itself.",
  "pages-missing": "Add them, and send it again.",
  "wrong-patient": "Add what is about the right person.",
  "signature-missing": "Sign it, then add a photo or scan of the signed page.",
  other: "When you know what it is, add it here.",
};

const looked: Readonly<Record<LookView["action"], string>> = {
  "document.open": "Opened a file.",
  "document.export": "Saved or printed a copy.",
  "key.release": "Got the key to open the files.",
};

/** The doorways of a submission's path. */
const path = {
  sent: "You sent it",
  sentAgain: (round: number) => `You sent it again, round ${round}`,
  whole: "It came in whole",
  went: (queue: string | undefined) => (queue === undefined ? "It went to the team" : `It went to ${queue}`),
  waits: (queue: string | undefined) => (queue === undefined ? "It is with the team" : `It is with ${queue}`),
  waitsText: "You do not need to do anything.",
  check: "We check that it came in whole",
  checkText: "This takes about a minute. You do not need to do anything.",
  checkLateText:
    "This takes longer than usual. You do not need to do anything. If a file does not come in within a day, we ask you for it here.",
  toTeam: "It goes to the team",
  last: "Done, or sent back to you",
  aside: "A file was put aside",
  asideText: "The rest is fine. Send only this file again.",
  asideListText:
    "The list of the files did not come in whole. Please send all of it again, as something new.",
  returned: "The team sent it back to you",
  closed: "The team took it. Done",
  rejected: "The team did not take it",
  expired: "This ended before all was sent",
  expiredText:
    "The care team did not get it, and what came in is deleted. Send it again if it is still needed.",
  unanswered: "This ended without an answer",
  unansweredText: "The clinic keeps what it got before. Send what was missing if it is still needed.",
  finishBy: (day: string) => `Finish by ${day}. After that, what you have sent so far is deleted.`,
  answerBy: (day: string) => `Answer by ${day}. After that it ends. The clinic keeps what it got before.`,
  open: "You began to send",
  openAgain: "You are sending it again",
  openText: "Not all of it is with the clinic yet. The care team does not see it until all is sent.",
};

/** What is asked of a sender, on the first page. */
const ask = {
  title: (asks: number) => `The clinic needs ${count(asks, { one: "thing", other: "things" })} from you`,
  text: "What you sent before is safe.",
  returned: "The team sent it back. Open it to see why, then add what is missing.",
  incomplete: "A file did not come in whole. Send only that one again. The rest is fine.",
  unfinished: "You began to send it again, but not all came in. The team waits for the rest.",
  begun:
    "Not finished. What came in is kept; the team gets it when all is in. Press Go on sending to go on, or to cancel it.",
  add: "Add what is missing",
  replace: "Send the file again",
  goOn: "Go on sending",
};

/** Words for whoever sends: a patient, or a practice. */
export const EN = {
  home: "Home",
  help: "Send more",
  hello: (name: string) => (name === "" ? "Hello" : `Hello, ${name}`),
  send: "Send files",
  orCall: "Or call",
  sendTitle: "Something to send?",
  sendText:
    "Photos, PDFs, scans and plain text. Each file is locked on your device before it leaves. Our storage cannot read it. Your care team can, and you can see each time they do.",
  referTitle: "Someone to refer?",
  referText:
    "Letters, results, photos and scans of one patient, all at once. Each file is locked on this device before it leaves, with the patient’s name. Only the care team can open it, and you can see each time they do.",
  refer: "Send a referral",
  sent: "What I sent",
  sentByPractice: "What your practice sent",
  more: "Show more",
  emptyTitle: "Nothing sent yet",
  emptyText: "What you send shows here, with where it is and who has it.",
  number: "Number",
  whereTitle: "Where it is now",
  stale: "We could not look just now. What you see may be a little old. We try again by ourselves.",
  lookBy: "Someone will look by",
  messageTitle: "The team wrote to you",
  filesTitle: "Your files",
  showNames: "Show file names",
  showNamesText: "File names are locked too. Only you and your care team can open them.",
  showingNames: "Opening the names",
  openFile: "Open",
  fileNumber: (index: number) => `File ${index + 1}`,
  unlisted: "This file is not on the list that was sent with it.",
  noteTitle: "Note",
  patientTitle: "Patient",
  patientFacts: {
    displayName: "Name",
    birthDate: "Birth date",
    phone: "Phone",
    recordNumber: "The practice’s number",
  },
  lookedTitle: "Who looked",
  lookedEmpty: "Nobody has opened your files yet. When someone does, you see it here.",
  lookedAtNames: "Saw the file names and the note.",
  looked,
  lookedAtFile: {
    "document.open": (name: string) => `Opened ${name}.`,
    "document.export": (name: string) => `Saved or printed a copy of ${name}.`,
  },
  states,
  documentStates,
  documentKinds,
  decisions,
  advice,
  mismatch: "What came in is not what you sent. No one opened it. Please send it again.",
  missing: "This file never came in. Please send it again.",
  unreadable: "The team could not open this file. Please send it again.",
  callToLearn: "Call them to learn what.",
  path,
  ask,
};
