import {
  REJECT_REASONS,
  RETURN_REASONS,
  type RejectReason,
  type ReturnReason,
  type Role,
  type TaskState,
  type TaskSummary,
  type TaskView,
  type Urgency,
} from "@postern/contract";
import type { StateWords } from "../../ui/state.tsx";
import { KIND_WORDS, SERVICE_WORDS, countWords } from "../../words.ts";
import type { Lane } from "./queries.ts";

export const TASK_WORDS = {
  queues: "Queues",
  queuesLede: "Work waits here until someone takes it. The oldest comes first.",
  ownerLede: "How much waits where. What is inside is for the care team only.",
  queuesEmpty: "No queue is set up for your locations.",
  queuesEmptyText: "Ask the clinic’s owner.",
  mine: "My tasks",
  mineLede: "What you have taken and not yet decided.",
  mineEmpty: "You have no tasks",
  mineEmptyText: "Take one from a queue.",
  lanes: "Lanes",
  tasks: "Tasks",
  laneEmpty: "Nothing here",
  laneEmptyText: "New work shows here as soon as it has come in whole.",
  more: "Show more",
  due: "Due",
  what: "What",
  has: "Documents",
  urgency: "Urgency",
  owner: "With",
  received: "Came in",
  you: "You",
  colleague: "A colleague",
  nobody: "Nobody yet",
  noName: "Sent by a practice",
  noNameText: "Whom it is about stands in the sealed note.",
  born: "Born",
  facts: "Facts",
  number: "Number",
  round: "Round",
  queue: "Queue",
  rule: "Why this queue",
  team: "For",
  state: "State",
  documents: "Documents",
  open: "Open documents",
  opening: "Opening the documents",
  note: "Note from the sender",
  differs: "The sender’s list and our record do not agree",
  missing: (count: number) =>
    `${countWords(count, "document")} on the sender’s list ${count === 1 ? "is" : "are"} not here.`,
  unlisted: (count: number) =>
    `${countWords(count, "document")} here ${count === 1 ? "is" : "are"} not on the sender’s list.`,
  decide: "Decide",
  claim: "Claim this task",
  release: "Put it back",
  handOver: "Hand over…",
  handOverTitle: "Hand it over to whom?",
  handOverText: "The task is theirs at once, and no longer with you.",
  handOverAct: "Hand it over",
  colleagues: "Colleague",
  claimed: "Claimed",
  overdue: "Overdue",
  keysMove: "move",
  keysOpen: "opens",
  keysTask: "On a task,",
  keysClaim: "claims it",
  keysOff: "Turn keys off",
  keysOn: "Turn keys on (J, K, C)",
  noColleagues: "Nobody else works at this location.",
  accept: "Accept",
  return: "Return to sender…",
  returnTitle: "Return it to the sender?",
  returnText: "The sender is told why and can send again. Your task ends.",
  returnAct: "Return it",
  reject: "Reject…",
  rejectTitle: "Reject it for good?",
  rejectText: "The sender is told why and cannot send to it again. This cannot be undone.",
  rejectAct: "Reject it",
  reason: "Reason",
  keep: "Keep it",
  told: "Of a decision the sender is told at once.",
  nothing: "There is nothing for you to do here now.",
  loadAgain: "Load again",
} as const;

export const LANE_WORDS: Readonly<Record<Lane, string>> = { open: "Waiting", claimed: "Claimed" };

export const TASK_STATE_WORDS: Readonly<Record<TaskState, StateWords>> = {
  open: { tone: "neutral", icon: "inbox", word: "Waiting" },
  claimed: { tone: "info", icon: "eye", word: "In review" },
  accepted: { tone: "ok", icon: "circle-check", word: "Accepted" },
  returned: { tone: "next", icon: "rotate-ccw", word: "Returned" },
  rejected: { tone: "danger", icon: "octagon-x", word: "Rejected" },
};

export const OVERDUE_STATE: StateWords = { tone: "danger", icon: "triangle-alert", word: TASK_WORDS.overdue };

export const URGENCY_STATES: Readonly<Record<Urgency, StateWords>> = {
  routine: { tone: "neutral", icon: "clock", word: "Routine" },
  soon: { tone: "warn", icon: "clock", word: "Soon" },
  urgent: { tone: "danger", icon: "triangle-alert", word: "Urgent" },
};

const RETURN_WORDS: Readonly<Record<ReturnReason, string>> = {
  unreadable: "Cannot be read",
  "pages-missing": "Pages are missing",
  "wrong-patient": "About someone else",
  "signature-missing": "A signature is missing",
  other: "Something else: we call the sender",
};
const REJECT_WORDS: Readonly<Record<RejectReason, string>> = {
  "not-our-patient": "Not our patient",
  "not-our-service": "Not what we do",
  duplicate: "We have it already",
  "sent-by-mistake": "Sent by mistake",
};
export const RETURN_OPTIONS = RETURN_REASONS.map((value) => ({ value, word: RETURN_WORDS[value] }));
export const REJECT_OPTIONS = REJECT_REASONS.map((value) => ({ value, word: REJECT_WORDS[value] }));

/** Why it was decided as it was. */
export function reasonWords(decision: ReturnReason | RejectReason): string {
  const words: Readonly<Record<ReturnReason | RejectReason, string>> = { ...RETURN_WORDS, ...REJECT_WORDS };
  return words[decision];
}

/** Why the documents of a task are locked, and what opens them. */
export function lockedWords({ may }: Pick<TaskView, "may">, role: Role): string {
  if (role === "front-desk") return "The documents are locked. Your role does not open them.";
  if (may.open) return "The documents are locked. Names show when you open them.";
  return may.claim
    ? "The documents are locked. Claim the task first: only whoever has it can open them."
    : "The documents are locked. Only whoever has the task can open them.";
}

/** What a task is called: by the facts that the server knows; what is inside is sealed. */
export function taskTitle({ kind, service }: Pick<TaskSummary, "kind" | "service">): string {
  return service === undefined ? KIND_WORDS[kind] : `${KIND_WORDS[kind]}, ${SERVICE_WORDS[service]}`;
}
