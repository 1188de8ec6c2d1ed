import type { Role, Service, SubmissionKind, Urgency } from "@postern/contract";
import { counting } from "./lib/language.ts";
import type { Trouble } from "./lib/trouble.ts";

const count = counting("en");

/** What a person reads when something went wrong: first what is so, then what to do. */
export interface TroubleWords {
  readonly title: string;
  readonly text: string;
}

const roles: Readonly<Record<Role | "system" | "none", string>> = {
  patient: "Patient",
  referrer: "Referring office",
  "front-desk": "Front desk",
  "medical-assistant": "Medical assistant",
  provider: "Provider",
  owner: "Owner",
  "security-officer": "Security officer",
  system: "Postern, by machine",
  none: "Not signed in",
};

const kinds: Readonly<Record<SubmissionKind, string>> = {
  images: "Photos and scans",
  documents: "Papers and letters",
  consent: "Signed forms",
  referral: "Referral",
};

const services: Readonly<Record<Service, string>> = {
  "primary-care": "Primary care",
  dermatology: "Skin (dermatology)",
  radiology: "Scans (radiology)",
  orthopedics: "Bones and joints (orthopedics)",
};

const urgencies: Readonly<Record<Urgency, string>> = {
  routine: "Routine",
  soon: "Soon",
  urgent: "Urgent",
};

const troubles: Readonly<Record<Trouble["kind"], TroubleWords>> = {
  offline: {
    title: "We cannot reach the clinic.",
    text: "Check your network, then try again. What you sent before is safe.",
  },
  input: {
    title: "Something here is missing or not as it should be.",
    text: "Look it over and try again. What you sent before is safe.",
  },
  "signed-out": { title: "You are signed out.", text: "Sign in to go on." },
  forbidden: {
    title: "This is not open to you.",
    text: "If you need it for your work, ask the clinic’s owner.",
  },
  missing: {
    title: "There is nothing here for you.",
    text: "It may have ended, or the address is not right.",
  },
  conflict: {
    title: "This changed while you had it open.",
    text: "Nothing of yours was lost. Load it again to see how it is now.",
  },
  limit: { title: "Too many at once.", text: "Wait a little, then try again. What you sent before is safe." },
  server: {
    title: "This did not work, and it is our fault.",
    text: "What you sent before is safe. Try again in a minute.",
  },
  store: {
    title: "The place where files are kept did not answer as it should.",
    text: "What you sent before is safe. Try again in a minute.",
  },
  device: {
    title: "This browser has lost its key.",
    text: "Sign in again to go on. What you sent before is safe.",
  },
  unreadable: {
    title: "This file cannot be opened.",
    text: "What came in is not what was sent. Trying again does not help.",
  },
  "changed-file": {
    title: "Stopped: a file changed while we sent it.",
    text: "Choose it again, so that one whole copy goes in.",
  },
  "differing-file": {
    title: "A file is not as it was when you began.",
    text: "Nothing of it was sent. Send it as it is now, or leave it out.",
  },
  "arrived-file": {
    title: "Another file came in here before.",
    text: "Choose the file that you chose the first time. What you sent before is safe.",
  },
  "missing-files": {
    title: "Some files that you began to send are not here.",
    text: "Choose them again, or leave them out. What you sent before is safe.",
  },
  "refused-files": { title: "Some files cannot be sent.", text: "Look at each file below." },
  "other-tab": {
    title: "Another tab of this browser sends these files.",
    text: "Go on there. Or close that tab, then try again here.",
  },
  page: { title: "This page has a fault.", text: "Load it again. What you sent before is safe." },
};

/** This page and the clinic's record do not agree on what was sent: looking again mends it. */
const outOfStep: TroubleWords = {
  title: "What came in is not yet what this page sent.",
  text: "Try again: we look at what is in, and send only the rest. What you sent before is safe.",
};

/** The page was opened by another address than the clinic's. */
const elsewhere: TroubleWords = {
  title: "This page was not opened at the clinic’s own address.",
  text: "Type the clinic’s address yourself, and sign in there.",
};

/** Codes that deserve words of their own: the server's, and some of the page's. */
const codes = {
  quota: {
    title: "That is all one person may send in a day.",
    text: "Go on tomorrow, or call the clinic if it cannot wait. What you sent before is safe.",
  },
  "too-many-documents": {
    title: "That is more than one sending can hold.",
    text: "Send some of the files now, and the others after these.",
  },
  "body-too-large": {
    title: "That is too much text at once.",
    text: "Make it shorter, or send it as a file.",
  },
  "submission-not-open": {
    title: "This was handed in already. It takes no more files.",
    text: "See where it is. To send more, begin something new.",
  },
  "submission-expired": {
    title: "This ended before all was sent.",
    text: "What came in of it is deleted. Send it as something new if it is still needed.",
  },
  "quarantined-remain": {
    title: "A file was put aside, and must come once more.",
    text: "Open what you sent, and send that file again. The rest is fine.",
  },
  "documents-differ": outOfStep,
  "documents-unsent": outOfStep,
  "manifest-missing": outOfStep,
  "parts-missing": outOfStep,
  "reference-used": outOfStep,
  "message-id-used": outOfStep,
  "second-version": outOfStep,
  "changed-file": {
    title: "A file is not as it was when you began.",
    text: "Try again: it goes once more, whole. What you sent before is safe.",
  },
  busy: {
    title: "Too many things changed this at the same moment.",
    text: "Try again in a moment. What you sent before is safe.",
  },
  taken: { title: "Someone else took this first.", text: "Load the page again to see who has it." },
  "already-claimed": {
    title: "Someone else took this first.",
    text: "Load the page again to see who has it.",
  },
  "task-not-yours": {
    title: "This is with someone else now.",
    text: "Load the page again to see who has it, or ask them to hand it over.",
  },
  "reason-unread": {
    title: "This reason is for those who have read the files.",
    text: "Choose “Something else” and say why in your own words, or hand it to a colleague who may open them.",
  },
  "too-many-notes": {
    title: "This has as many notes as it can hold.",
    text: "Write to the team in another way.",
  },
  "session-current": {
    title: "This is the place where you are signed in now.",
    text: "To end it, press Sign out.",
  },
  cursor: {
    title: "This list is too old to go on with.",
    text: "Load the page again to see it as it is now.",
  },
  "other-origin": elsewhere,
  "not-through-edge": elsewhere,
  worker: {
    title: "This browser stopped the sending.",
    text: "It may have run out of room: close other tabs or apps, then try again. What is in stays in.",
  },
} satisfies Readonly<Record<string, TroubleWords>>;

/** Words that every part of the portal shares. Those of one feature lie beside it. */
export const EN = {
  product: "Postern",
  skip: "Skip to main content",
  mainNav: "Main",
  signOut: "Sign out",
  loading: "Loading",
  tryAgain: "Try again",
  pageFailed: "This page cannot be shown now",
  helpCode: "Help code",
  emergencyBefore: "This page is not watched all day. If you may be in danger, ",
  emergencyCall: "call",
  emergencyNumber: "911",
  emergencyAfter: " now.",
  offline: "You are offline. What is on this page may be old. It goes on when you are back online.",
  back: "Back",
  roles,
  kinds,
  services,
  urgencies,
  troubles,
  codes,
  languageLabel: "Language",
  notReviewed: "Not yet read by a translator",
  inMinutes: (minutes: number) => count(minutes, { one: "minute", other: "minutes" }),
  inHours: (hours: number) => count(hours, { one: "hour", other: "hours" }),
  tryAgainIn: (wait: string) => `You can try again in ${wait}.`,
};
