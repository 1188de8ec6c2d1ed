import type { AuditEventView } from "@postern/contract";
import type { StateWords } from "../../ui/state.tsx";

export const AUDIT_WORDS = {
  title: "Audit log",
  lede: "All that anyone did, newest first. Entries are only ever added.",
  month: "Month",
  entries: "Entries",
  label: "Audit entries, newest first",
  more: "Show more",
  when: "When",
  who: "Who",
  what: "What",
  outcome: "Outcome",
  about: "About",
  empty: "No entries in this month",
  emptyText: "Entries show here within a minute of what was done.",
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
  "task.read": "Looked at a task",
  "task.claim": "Claimed a task",
  "task.release": "Put a task back",
  "task.hand-over": "Handed a task over",
  "task.accept": "Accepted a task",
  "task.return": "Returned a task to its sender",
  "task.reject": "Rejected a task",
  "audit.list": "Read the audit log",
};

/** What was done, in words. */
export function actionWords(action: string): string {
  return ACTION_WORDS[action] ?? action;
}
