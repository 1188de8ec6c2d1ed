import {
  LIMITS,
  REJECT_REASONS,
  RETURN_REASONS,
  UNOPENED_RETURN_REASONS,
  type RejectReason,
  type ReturnReason,
  type Role,
  type TaskState,
  type TaskSummary,
  type TaskView,
  type Urgency,
} from "@postern/contract";
import { LANGUAGES, language, messages } from "../../lib/language.ts";
import type { Look, StateWords } from "../../ui/state.tsx";
import { WORDS as SHARED } from "../../words.ts";
import { EN } from "./words.en.ts";
import { ES } from "./words.es.ts";

export const TASK_WORDS = messages(EN, ES);

const STATE_LOOKS: Readonly<Record<TaskState, Look>> = {
  open: { tone: "neutral", icon: "inbox" },
  claimed: { tone: "info", icon: "eye" },
  accepted: { tone: "ok", icon: "circle-check" },
  returned: { tone: "next", icon: "rotate-ccw" },
  rejected: { tone: "danger", icon: "octagon-x" },
};

const URGENCY_LOOKS: Readonly<Record<Urgency, Look>> = {
  routine: { tone: "neutral", icon: "clock" },
  soon: { tone: "warn", icon: "clock" },
  urgent: { tone: "danger", icon: "triangle-alert" },
};

export function taskState(state: TaskState): StateWords {
  return { ...STATE_LOOKS[state], word: TASK_WORDS.states[state] };
}

export function urgencyState(urgency: Urgency): StateWords {
  return { ...URGENCY_LOOKS[urgency], word: SHARED.urgencies[urgency] };
}

/** Past its time: the word alone, or how many are. */
export function overdueState(word: string = TASK_WORDS.overdue): StateWords {
  return { tone: "danger", icon: "triangle-alert", word };
}

/** The reasons that someone can give: whoever opens no documents knows nothing of what is in them. */
export function returnOptions(role: Role) {
  return (role === "front-desk" ? UNOPENED_RETURN_REASONS : RETURN_REASONS).map((value) => ({
    value,
    word: TASK_WORDS.returns[value],
  }));
}

export function rejectOptions() {
  return REJECT_REASONS.map((value) => ({ value, word: TASK_WORDS.rejects[value] }));
}

/** Why it was decided as it was. */
export function reasonWords(decision: ReturnReason | RejectReason): string {
  const words: Readonly<Record<ReturnReason | RejectReason, string>> = {
    ...TASK_WORDS.returns,
    ...TASK_WORDS.rejects,
  };
  return words[decision];
}

/** Which rule chose the queue. The server calls it so when none did. */
const UNROUTED = "unrouted";

export function ruleWords({ name, version }: TaskView["rule"]): string {
  return name === UNROUTED ? TASK_WORDS.unrouted : TASK_WORDS.ruleOf(name, version);
}

/** Why the sender was asked for more. What "other" means stands in the message. */
export function askedWords(decision: ReturnReason): string {
  return decision === "other" ? TASK_WORDS.askedOther : reasonWords(decision);
}

/** Came in with this round. */
export function newState(): StateWords {
  return { tone: "next", icon: "plus", word: TASK_WORDS.isNew };
}

/** Why the documents of a task are locked, and what opens them. */
export function lockedWords({ may, state }: Pick<TaskView, "may" | "state">, role: Role): string {
  const { locked } = TASK_WORDS;
  const isLive = state === "open" || state === "claimed";
  if (role === "front-desk") return may.claim || may.handOver ? locked.frontDesk : locked.frontDeskAside;
  if (may.open) return isLive ? locked.openable : locked.decided;
  if (!isLive) return state === "rejected" ? locked.rejected : locked.closed;
  return may.claim ? locked.claimable : locked.others;
}

/** What stands where the acts stood, when none is left to this person: who did what with the task. */
export function idleWords({ may, state, assigneeID, assigneeName }: TaskView, me: string): string {
  const { done, others, nothing } = TASK_WORDS;
  if (assigneeID !== me) {
    return assigneeName === undefined ? nothing : `${others[state](assigneeName)} ${nothing}`;
  }
  switch (state) {
    case "accepted":
      return done.accepted;
    case "returned":
      return may.open ? done.returned : done.returnedUnread;
    case "rejected":
      return done.rejected;
    case "open":
    case "claimed":
      return nothing;
  }
}

/**
 * What became of a task by what the person did a moment ago; undefined when nothing has to be said.
 *
 * @param last what was done last with this task, on this page
 */
export function leftWords(
  { state, assigneeID, assigneeName }: Pick<TaskView, "state" | "assigneeID" | "assigneeName">,
  last: string | undefined,
  me: string,
): string | undefined {
  const { done } = TASK_WORDS;
  if (last === "release" && state === "open") return done.released;
  if (last !== "hand-over" || assigneeName === undefined || assigneeID === me) return undefined;
  return done.handedOver(assigneeName);
}

/** What a task is called: by the facts that the server knows; what is inside is sealed. */
export function taskTitle({ kind, service }: Pick<TaskSummary, "kind" | "service">): string {
  return service === undefined ? SHARED.kinds[kind] : `${SHARED.kinds[kind]}, ${SHARED.services[service]}`;
}

/**
 * "12", and "99+" for a count that the server stopped at.
 *
 * @param isMore the server stopped before: "12+"
 */
export function cappedNumber(count: number, isMore = false): string {
  const shown = Math.min(count, LIMITS.overdueShown);
  return isMore || shown === LIMITS.overdueShown ? `${numberWords(shown)}+` : numberWords(shown);
}

/** What is wrong with the length of what somebody wrote; undefined when nothing is. */
export function lengthFault(text: string, limit: number): string | undefined {
  const { length } = text.trim();
  return length <= limit ? undefined : TASK_WORDS.tooLong(numberWords(length), numberWords(limit));
}

export function numberWords(count: number): string {
  return new Intl.NumberFormat(LANGUAGES[language()].locale).format(count);
}
