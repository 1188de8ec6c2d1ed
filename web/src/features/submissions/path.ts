import type { SubmissionView } from "@postern/contract";
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
  /** The person has to do something: send it again. */
  readonly isAsking?: boolean;
}

const done = (what: string, at?: string): Step => ({ state: "done", what, at });
const todo = (what: string): Step => ({ state: "todo", what });

/** The path of a submission as its sender sees it: who has it, since when, and what comes next. */
export function pathOf(view: SubmissionView): readonly Step[] {
  const { path } = WORDS;
  const sent = done(view.round > 1 ? path.sentAgain(view.round) : path.sent, view.submittedAt);
  const whole = done(path.whole, view.routedAt);
  const went = done(path.went(view.queueName), view.routedAt);
  const checking: Step = { state: "current", what: path.check, text: path.checkText };
  const aside: Step = { state: "current", what: path.aside, text: path.asideText, isAsking: true };
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
      return [sent, whole, went, { ...decided(view, path.returned), state: "current", isAsking: true }];
    case "closed":
      return [sent, whole, went, decided(view, path.closed)];
    case "rejected":
      return [sent, whole, went, decided(view, path.rejected)];
    case "expired":
      return [{ state: "current", what: path.expired, text: path.expiredText, isAsking: true }];
  }
}

function openStep({ round, openedAt }: SubmissionView): Step {
  const { open, openAgain, openText } = WORDS.path;
  return {
    state: "current",
    what: round > 1 ? openAgain : open,
    at: openedAt,
    text: openText,
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
