import type { AuditEventView, OverviewCount, QuarantineReason } from "@postern/contract";
import type { StateWords } from "../../ui/state.tsx";

export const AUDIT_WORDS = {
  title: "Audit log",
  lede: "All that anyone did, newest first. Entries are only ever added; a page that is looked at again and again counts once in five minutes.",
  month: "Month",
  entries: "Entries",
  label: "Audit entries, newest first",
  more: "Show more",
  further: "Look further back",
  dry: "Nothing in the last entries that were looked through. Older ones may still hold some.",
  filters: "What to look for",
  anyMonth: "Any month",
  person: "Person",
  anyone: "Anyone",
  anything: "Anything",
  anyOutcome: "Any outcome",
  typed: "Id, or a submission’s number",
  typedWrong: "That is no id or number: per_…, sub_… or K7M2-4Q9R.",
  find: "Find",
  clear: "Clear all",
  entry: "Entry",
  exactly: "Time (UTC)",
  code: "Code",
  patient: "Patient",
  submission: "Submission",
  document: "Document",
  other: "Also about",
  request: "Request",
  address: "Address, hashed",
  onlyPerson: "Only this person",
  onlySubmission: "Only this submission",
  when: "When",
  who: "Who",
  what: "What",
  outcome: "Outcome",
  about: "About",
  notYet: "Nothing found so far",
  empty: "No such entries",
  emptyText: "Entries show here within a minute of what was done. Another month may have some.",
} as const;

export const OUTCOME_WORDS: Readonly<Record<AuditEventView["outcome"], StateWords>> = {
  ok: { tone: "neutral", icon: "check", word: "Done" },
  refused: { tone: "danger", icon: "octagon-x", word: "Refused" },
  failed: { tone: "warn", icon: "triangle-alert", word: "Failed" },
};

/** Plain words for the names of operations. A name that is not here stands for itself. */
const ACTION_WORDS: Readonly<Record<string, string>> = {
  "session.sign-in": "Began to sign in",
  "session.new-password": "Chose a password",
  "session.enrol": "Set up the second step",
  "session.open": "Signed in",
  "session.read": "Came back to a session",
  "session.refused": "Was not let in",
  "session.touch": "Was here",
  "session.challenge": "Asked for a device proof",
  "session.prove": "Proved the device",
  "session.sign-out": "Signed out",
  "clinic.read": "Read the clinic’s choices",
  "submission.open": "Began to send",
  "submission.list": "Listed what was sent",
  "submission.read": "Looked at where it is",
  "submission.submit": "Handed in files",
  "document.declare": "Announced files",
  "part.sign": "Got leave to upload",
  "document.start-attempt": "Began an upload again",
  "document.complete": "Finished an upload",
  "document.abandon": "Gave up a file",
  "document.verify": "Checked a sealed file",
  "document.open": "Opened a document",
  "document.report-unreadable": "Reported a document as unreadable",
  "key.release": "Got a key",
  "submission.route": "Sent it to a queue",
  "look.list": "Looked at who looked",
  "queue.list": "Looked at the queues",
  "task.list": "Listed tasks",
  "task.list-mine": "Listed own tasks",
  "task.colleagues": "Looked for colleagues",
  "task.read": "Looked at a task",
  "task.claim": "Claimed a task",
  "task.release": "Put a task back",
  "task.hand-over": "Handed a task over",
  "task.accept": "Accepted a task",
  "task.return": "Returned a task to its sender",
  "task.reject": "Rejected a task",
  "audit.list": "Read the audit log",
  "quarantine.list": "Looked at what was put aside",
  "overview.read": "Looked at the overview",
};

/** What was done, in words. */
export function actionWords(action: string): string {
  return ACTION_WORDS[action] ?? action;
}

/** Every known action, in the order of its words. */
export const ACTION_OPTIONS = Object.entries(ACTION_WORDS)
  .map(([value, word]) => ({ value, word }))
  .sort((one, other) => one.word.localeCompare(other.word, "en"));

export const QUARANTINE_WORDS = {
  title: "Put aside",
  lede: "Files that were not let through, newest first. The sender is asked to send them again.",
  label: "Files that were put aside, newest first",
  why: "Why",
  empty: "Nothing was put aside in this month",
  emptyText: "What does not come in as it was announced, or cannot be opened, shows here.",
} as const;

/** Why a file was put aside, for whoever looks after security. */
export const REASON_WORDS: Readonly<Record<QuarantineReason, string>> = {
  "size-differs": "Not as long as announced",
  "checksum-differs": "Not the bytes that were announced",
  "not-sealed": "Not sealed",
  "wrong-suite": "Sealed in a way that we do not take",
  "wrong-context": "Sealed for another clinic or submission",
  "wrong-message": "Not the sealed message that was announced",
  "wrong-key": "Sealed with another key",
  "reported-unreadable": "A reader could not open it",
};

export const OVERVIEW_WORDS = {
  title: "Overview",
  lede: "Counts of submissions, nothing about anybody. Put aside are those that went back for a file. Days are in UTC.",
  counts: "What became of submissions",
  byDay: "By day, newest first",
  day: "Day",
  empty: "Nothing happened in this month",
  emptyText: "A submission counts as soon as it lies in a queue.",
  cutOff: "There is more than is counted at once",
  cutOffText: (since: string) => `Only what happened since ${since} is counted here.`,
} as const;

/** What can become of a submission. */
export const COUNT_WORDS: Readonly<Record<OverviewCount, StateWords>> = {
  routed: { tone: "info", icon: "inbox", word: "Queued" },
  accepted: { tone: "ok", icon: "circle-check", word: "Accepted" },
  returned: { tone: "next", icon: "rotate-ccw", word: "Returned" },
  rejected: { tone: "danger", icon: "octagon-x", word: "Rejected" },
  putAside: { tone: "warn", icon: "triangle-alert", word: "Put aside" },
};
