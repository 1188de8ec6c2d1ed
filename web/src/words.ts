import type { Role, Service, SubmissionKind, Urgency } from "@postern/contract";
import type { Trouble } from "./lib/trouble.ts";

/** Words that every part of the portal shares. Those of one feature lie beside it. */
export const WORDS = {
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
} as const;

export const ROLE_WORDS: Readonly<Record<Role | "system" | "none", string>> = {
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

export const KIND_WORDS: Readonly<Record<SubmissionKind, string>> = {
  images: "Photos and scans",
  documents: "Papers and letters",
  consent: "Signed forms",
  referral: "Referral",
};

export const SERVICE_WORDS: Readonly<Record<Service, string>> = {
  "primary-care": "Primary care",
  dermatology: "Skin (dermatology)",
  radiology: "Scans (radiology)",
  orthopedics: "Bones and joints (orthopedics)",
};

export const URGENCY_WORDS: Readonly<Record<Urgency, string>> = {
  routine: "Routine",
  soon: "Soon",
  urgent: "Urgent",
};

/** What a person reads when something went wrong: first what is so, then what to do. */
export interface TroubleWords {
  readonly title: string;
  readonly text: string;
}

const TROUBLE_WORDS: Readonly<Record<Trouble["kind"], TroubleWords>> = {
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
  "refused-files": { title: "Some files cannot be sent.", text: "Look at each file below." },
  page: { title: "This page has a fault.", text: "Load it again. What you sent before is safe." },
};

/** Codes of the server that deserve words of their own. */
const CODE_WORDS: Readonly<Record<string, TroubleWords>> = {
  quota: {
    title: "That is all one person may send in a day.",
    text: "Go on tomorrow, or call the clinic if it cannot wait. What you sent before is safe.",
  },
};

/** Puts a failure into words; a wait that the server asked for is said in minutes. */
export function troubleWords({ kind, code, retryAfterSeconds }: Trouble): TroubleWords {
  const words = CODE_WORDS[code] ?? TROUBLE_WORDS[kind];
  if (retryAfterSeconds === undefined || retryAfterSeconds <= 0) return words;
  return { ...words, text: `${words.text} You can try again in ${minutesWords(retryAfterSeconds)}.` };
}

/** "1 minute", "15 minutes", "3 hours": rounded up, so that it is never too early. */
export function minutesWords(seconds: number): string {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  if (minutes < 120) return countWords(minutes, "minute");
  return countWords(Math.ceil(minutes / 60), "hour");
}

/** "1 file", "3 files" */
export function countWords(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
