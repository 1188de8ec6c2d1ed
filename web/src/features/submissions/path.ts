import type { SubmissionView } from "@postern/contract";
import { formatDay } from "../../lib/format.ts";
import { isListAside } from "./answer.ts";
import { SENDER_WORDS as WORDS, decisionText } from "./words.ts";

/** One doorway on the path of a submission. */
export interface Step {
  readonly state: "done" | "current" | "todo";
  readonly what: string;
  readonly at?: string | undefined;
  readonly text?: string | undefined;
  /** The team's own words. */
  readonly message?: string | undefined;
  /** By when the team looks, as an instant. */
  readonly dueAt?: string | undefined;
  /** Until when the person can do it, and what becomes of it then. */
  readonly ending?: string | undefined;
  /** The person has to do something: send it again. */
  readonly isAsking?: boolean;
}

const done = (what: string, at?: string): Step => ({ state: "done", what, at });
const todo = (what: string): Step => ({ state: "todo", what });

/** Checking takes longer than usual from here on: something has not come in. */
const LATE_MS = 10 * 60_000;

/** The path of a submission as its sender sees it: who has it, since when, and what comes next. */
export function pathOf(view: SubmissionView, nowMs = Date.now()): readonly Step[] {
  const { path } = WORDS;
  const sent = done(view.round > 1 ? path.sentAgain(view.round) : path.sent, view.submittedAt);
  const whole = done(path.whole, view.routedAt);
  const went = done(path.went(view.queueName), view.routedAt);
  const isLate = view.submittedAt !== undefined && Date.parse(view.submittedAt) + LATE_MS < nowMs;
  const checkText = isLate ? path.checkLateText : path.checkText;
  const checking: Step = { state: "current", what: path.check, text: checkText };
  const ending = endingOf(view);
  const asideText = isListAside(view) ? path.asideListText : path.asideText;
  const aside: Step = { state: "current", what: path.aside, text: asideText, ending, isAsking: true };
  switch (view.state) {
    case "open":
      return [openStep(view), todo(path.check), todo(path.toTeam), todo(path.last)];
    case "submitted":
      return [sent, checking, todo(path.toTeam), todo(path.last)];
    case "incomplete":
      return [sent, aside, todo(path.toTeam), todo(path.last)];
    case "routed":
      return [sent, whole, waitingStep(view), todo(path.last)];
    case "returned":
      return [
        sent,
        whole,
        went,
        { ...decided(view, path.returned), state: "current", ending, isAsking: true },
      ];
    case "closed":
      return [sent, whole, went, decided(view, path.closed)];
    case "rejected":
      return [sent, whole, went, decided(view, path.rejected)];
    case "expired":
      return [endedStep(view)];
  }
}

/** What the team got before stays with the clinic; what it never got is deleted. */
function endingOf({ expiresAt, routedAt }: SubmissionView): string | undefined {
  if (expiresAt === undefined) return undefined;
  const { finishBy, answerBy } = WORDS.path;
  return (routedAt === undefined ? finishBy : answerBy)(formatDay(expiresAt));
}

function endedStep({ expiresAt, routedAt }: SubmissionView): Step {
  const { expired, expiredText, unanswered, unansweredText } = WORDS.path;
  const words =
    routedAt === undefined
      ? { what: expired, text: expiredText }
      : { what: unanswered, text: unansweredText };
  return { state: "current", ...words, at: expiresAt, isAsking: true };
}

function openStep(view: SubmissionView): Step {
  const { round, openedAt } = view;
  const { open, openAgain, openText } = WORDS.path;
  return {
    state: "current",
    what: round > 1 ? openAgain : open,
    at: openedAt,
    text: openText,
    ending: endingOf(view),
    isAsking: true,
  };
}

function waitingStep({ queueName, routedAt, dueAt }: SubmissionView): Step {
  const { waits, waitsText } = WORDS.path;
  return { state: "current", what: waits(queueName), at: routedAt, text: waitsText, dueAt };
}

function decided(view: SubmissionView, what: string): Step {
  const text = decisionText(view);
  return {
    state: "done",
    what,
    at: view.decidedAt,
    text: text === "" ? undefined : text,
    message: view.message,
  };
}
