import type {
  DocumentState,
  LookView,
  QuarantineReason,
  RejectReason,
  ReturnReason,
  SubmissionState,
  SubmissionSummary,
  SubmissionView,
} from "@postern/contract";
import { messages } from "../../lib/language.ts";
import type { Look, StateWords } from "../../ui/state.tsx";
import { WORDS as SHARED } from "../../words.ts";
import { answerOf } from "./answer.ts";
import { EN } from "./words.en.ts";
import { ES } from "./words.es.ts";

/** What whoever sends reads, in the language of the page. */
export const SENDER_WORDS = messages(EN, ES);

const STATES: Readonly<Record<SubmissionState, Look>> = {
  open: { tone: "neutral", icon: "circle-dashed" },
  submitted: { tone: "info", icon: "clock" },
  incomplete: { tone: "warn", icon: "triangle-alert" },
  routed: { tone: "info", icon: "inbox" },
  returned: { tone: "next", icon: "rotate-ccw" },
  closed: { tone: "ok", icon: "circle-check" },
  rejected: { tone: "danger", icon: "octagon-x" },
  expired: { tone: "neutral", icon: "clock" },
};

const DOCUMENT_STATES: Readonly<Record<DocumentState, Look>> = {
  declared: { tone: "neutral", icon: "circle-dashed" },
  uploading: { tone: "info", icon: "arrow-up" },
  completing: { tone: "info", icon: "clock" },
  verified: { tone: "ok", icon: "shield-check" },
  quarantined: { tone: "warn", icon: "triangle-alert" },
  abandoned: { tone: "neutral", icon: "x" },
};

/** How the state of a submission looks and is called, for its sender. */
export function submissionStateWords(state: SubmissionState): StateWords {
  return { ...STATES[state], word: SENDER_WORDS.states[state] };
}

/** How the state of a file looks and is called. */
export function documentStateWords(state: DocumentState): StateWords {
  return { ...DOCUMENT_STATES[state], word: SENDER_WORDS.documentStates[state] };
}

/** What one sending is called: by the facts that the server knows, never by what is inside. */
export function titleOf({ kind, service }: Pick<SubmissionSummary, "kind" | "service">): string {
  return service === undefined ? SHARED.kinds[kind] : `${SHARED.kinds[kind]}, ${SHARED.services[service]}`;
}

/** What the answer to what came back is called, on every page. */
export function answerWords(view: Pick<SubmissionSummary, "state" | "round">): string {
  const { add, replace } = SENDER_WORDS.ask;
  return answerOf(view) === "add" ? add : replace;
}

/** The name by which someone is greeted. */
export function firstNameOf(name: string): string {
  return name.split(" ")[0] ?? "";
}

/** Why a file was put aside, in the sender's words. */
export function quarantineWords(reason: QuarantineReason | undefined): string {
  switch (reason) {
    case "missing":
      return SENDER_WORDS.missing;
    case "reported-unreadable":
      return SENDER_WORDS.unreadable;
    default:
      return SENDER_WORDS.mismatch;
  }
}

/**
 * Why the team decided as it did, and what the sender can do about it; the reason `other` says nothing by itself, so
 * that without the team's own words one must call. Empty without a decision.
 *
 * @param words in which language; the page's when left out
 */
export function decisionText(
  { decision, message }: Pick<SubmissionView, "decision" | "message">,
  { decisions, advice, callToLearn }: typeof EN = SENDER_WORDS,
): string {
  if (decision === undefined) return "";
  const isRiddle = decision === "other" && message === undefined;
  const asked: Readonly<Partial<Record<ReturnReason | RejectReason, string>>> = advice;
  const parts = [decisions[decision], isRiddle ? callToLearn : undefined, asked[decision]];
  return parts.filter((part) => part !== undefined).join(" ");
}

/** What someone did with a submission, or with the file of this name. */
export function lookWords(
  { action, isList }: Pick<LookView, "action" | "isList">,
  fileName: string | undefined,
): string {
  const { lookedAtNames, looked, lookedAtFile } = SENDER_WORDS;
  if (isList) return lookedAtNames;
  return fileName === undefined || action === "key.release" ? looked[action] : lookedAtFile[action](fileName);
}

/** Whether it ended before the team got any of it: its files are deleted. */
export function isGone({ state, routedAt }: Pick<SubmissionView, "state" | "routedAt">): boolean {
  return state === "expired" && routedAt === undefined;
}
