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
  "refused-files": { title: "Some files cannot be sent.", text: "Look at each file below." },
  page: { title: "This page has a fault.", text: "Load it again. What you sent before is safe." },
};

/** Codes of the server that deserve words of their own. */
const codes: Readonly<Record<"quota", TroubleWords>> = {
  quota: {
    title: "That is all one person may send in a day.",
    text: "Go on tomorrow, or call the clinic if it cannot wait. What you sent before is safe.",
  },
};

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
