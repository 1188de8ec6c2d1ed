import type { SubmissionView } from "@postern/contract";
import { adviceWords, decisionWords } from "./words.ts";

/** One doorway on the path of a submission. */
export interface Step {
  readonly state: "done" | "current" | "todo";
  readonly what: string;
  readonly at?: string | undefined;
  readonly text?: string | undefined;
  /** By when the team looks, as an instant. */
  readonly dueAt?: string | undefined;
  /** The person has to do something: send it again. */
  readonly isAsking?: boolean;
}

const done = (what: string, at?: string): Step => ({ state: "done", what, at });
const todo = (what: string): Step => ({ state: "todo", what });

/** The path of a submission as its sender sees it: who has it, since when, and what comes next. */
export function pathOf(view: SubmissionView): readonly Step[] {
  const sent = done(
    view.round > 1 ? `You sent it again, round ${view.round}` : "You sent it",
    view.submittedAt,
  );
  const whole = done("It came in whole", view.routedAt);
  const went = done(
    view.queueName === undefined ? "It went to the team" : `It went to ${view.queueName}`,
    view.routedAt,
  );
  const last = todo("Done, or sent back to you");
  switch (view.state) {
    case "open":
      return [openStep(view), todo("We check that it came in whole"), todo("It goes to the team"), last];
    case "submitted":
      return [
        sent,
        { state: "current", what: "We check that it came in whole", text: CHECKING },
        todo("It goes to the team"),
        last,
      ];
    case "incomplete":
      return [
        sent,
        { state: "current", what: "A file was put aside", text: ASIDE, isAsking: true },
        todo("It goes to the team"),
        last,
      ];
    case "routed":
      return [sent, whole, waitingStep(view), last];
    case "returned":
      return [sent, whole, went, decided(view, "current", "The team sent it back to you", true)];
    case "closed":
      return [sent, whole, went, decided(view, "done", "The team took it. Done")];
    case "rejected":
      return [sent, whole, went, decided(view, "done", "The team did not take it")];
    case "expired":
      return [{ state: "current", what: "This ended before all was sent", text: ENDED, isAsking: true }];
  }
}

const CHECKING = "This takes about a minute. You do not need to do anything.";
const ASIDE = "The rest is fine. Send only this file again.";
const ENDED = "The care team did not get it. Send it again if it is still needed.";

function openStep(view: SubmissionView): Step {
  const text = "Not all of it is with the clinic yet. The care team does not see it until all is sent.";
  const what = view.round > 1 ? "You are sending it again" : "You began to send";
  return { state: "current", what, at: view.openedAt, text, isAsking: true };
}

function waitingStep(view: SubmissionView): Step {
  const what = view.queueName === undefined ? "It is with the team" : `It is with ${view.queueName}`;
  const text = "You do not need to do anything.";
  return { state: "current", what, at: view.routedAt, text, dueAt: view.dueAt };
}

function decided(view: SubmissionView, state: Step["state"], what: string, isAsking = false): Step {
  const words = [decisionWords(view.decision), isAsking ? adviceWords(view.decision) : ""];
  const text = words.filter((part) => part !== "").join(" ");
  return { state, what, at: view.decidedAt, text: text === "" ? undefined : text, isAsking };
}
