import type {
  DocumentState,
  QuarantineReason,
  RejectReason,
  ReturnReason,
  SubmissionState,
  SubmissionSummary,
} from "@postern/contract";
import type { StateWords } from "../../ui/state.tsx";
import { KIND_WORDS, SERVICE_WORDS } from "../../words.ts";

export const SENDER_WORDS = {
  home: "Home",
  help: "Send more",
  hello: (name: string) => {
    const first = name.split(" ")[0] ?? "";
    return first === "" ? "Hello" : `Hello, ${first}`;
  },
  send: "Send files",
  sendAgain: "Send again",
  orCall: "Or call",
  sendTitle: "Something to send?",
  sendText:
    "Photos, PDFs and scans. Each file is locked on your device before it leaves. Our storage cannot read it. Your care team can, and you can see each time they do.",
  sent: "What I sent",
  more: "Show more",
  emptyTitle: "Nothing sent yet",
  emptyText: "What you send shows here, with where it is and who has it.",
  number: "Number",
  whereTitle: "Where it is now",
  stale: "We could not look just now. What you see may be a little old. We try again by ourselves.",
  filesTitle: "Your files",
  showNames: "Show file names",
  showNamesText: "File names are locked too. Only you and your care team can open them.",
  showingNames: "Opening the names",
  fileNumber: (index: number) => `File ${index + 1}`,
  unlisted: "This file is not on the list that was sent with it.",
  lookedTitle: "Who looked",
  lookedEmpty: "Nobody has opened your files yet. When someone does, you see it here.",
  lookedAtNames: "Saw the file names and the note.",
  looked: { "document.open": "Opened a file.", "key.release": "Got the key to open the files." },
} as const;

/** What one sending is called: by the facts that the server knows, never by what is inside. */
export function titleOf({ kind, service }: Pick<SubmissionSummary, "kind" | "service">): string {
  return service === undefined ? KIND_WORDS[kind] : `${KIND_WORDS[kind]}, ${SERVICE_WORDS[service]}`;
}

export const SUBMISSION_STATE_WORDS: Readonly<Record<SubmissionState, StateWords>> = {
  open: { tone: "neutral", icon: "circle-dashed", word: "Not all sent yet" },
  submitted: { tone: "info", icon: "clock", word: "Sent, being checked" },
  incomplete: { tone: "warn", icon: "triangle-alert", word: "A file needs you" },
  routed: { tone: "info", icon: "inbox", word: "With the team" },
  returned: { tone: "next", icon: "rotate-ccw", word: "Sent back to you" },
  closed: { tone: "ok", icon: "circle-check", word: "Done" },
  rejected: { tone: "danger", icon: "octagon-x", word: "Not taken" },
  expired: { tone: "neutral", icon: "clock", word: "Ended" },
};

export const DOCUMENT_STATE_WORDS: Readonly<Record<DocumentState, StateWords>> = {
  declared: { tone: "neutral", icon: "circle-dashed", word: "Not sent yet" },
  uploading: { tone: "info", icon: "arrow-up", word: "On its way" },
  completing: { tone: "info", icon: "clock", word: "Sent. The clinic checks it now." },
  verified: { tone: "ok", icon: "shield-check", word: "Safe with the clinic" },
  quarantined: { tone: "warn", icon: "triangle-alert", word: "Put aside" },
  abandoned: { tone: "neutral", icon: "x", word: "Replaced" },
};

/** Why a file was put aside, in the sender's words. */
export function quarantineWords(reason: QuarantineReason | undefined): string {
  return reason === "reported-unreadable"
    ? "The team could not open this file. Please send it again."
    : "What came in is not what you sent. No one opened it. Please send it again.";
}

/** What to do about a reason to send it back. */
const RETURN_ADVICE: Readonly<Record<ReturnReason, string>> = {
  unreadable: "Add it once more: a sharper photo, or the file itself.",
  "pages-missing": "Add them, and send it again.",
  "wrong-patient": "Add what is about the right person.",
  "signature-missing": "Sign it, then add a photo or scan of the signed page.",
  other: "When you know, add it here.",
};

const DECISION_WORDS: Readonly<Record<ReturnReason | RejectReason, string>> = {
  unreadable: "A file could not be read.",
  "pages-missing": "Pages are missing.",
  "wrong-patient": "It is about someone else.",
  "signature-missing": "A signature is missing.",
  other: "The team needs something else. Call them to learn what.",
  "not-our-patient": "The person is not a patient of this clinic.",
  "not-our-service": "This clinic does not do this.",
  duplicate: "The team has it already.",
  "sent-by-mistake": "It was sent by mistake.",
};

/** Why the team decided as it did. */
export function decisionWords(decision: ReturnReason | RejectReason | undefined): string {
  return decision === undefined ? "" : DECISION_WORDS[decision];
}

/** What the sender can do about it; empty where nothing was asked of him. */
export function adviceWords(decision: ReturnReason | RejectReason | undefined): string {
  const advice: Readonly<Partial<Record<ReturnReason | RejectReason, string>>> = RETURN_ADVICE;
  return (decision && advice[decision]) ?? "";
}
