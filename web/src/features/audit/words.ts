import type { AuditOutcome, OverviewCount } from "@postern/contract";
import { LANGUAGES, language, messages } from "../../lib/language.ts";
import type { Look, StateWords } from "../../ui/state.tsx";
import { EN } from "./words.en.ts";
import { ES } from "./words.es.ts";

export const AUDIT_WORDS = messages(EN, ES);

const OUTCOMES: Readonly<Record<AuditOutcome, Look>> = {
  ok: { tone: "neutral", icon: "check" },
  refused: { tone: "danger", icon: "octagon-x" },
  failed: { tone: "warn", icon: "triangle-alert" },
};

const COUNTS: Readonly<Record<OverviewCount, Look>> = {
  routed: { tone: "info", icon: "inbox" },
  accepted: { tone: "ok", icon: "circle-check" },
  returned: { tone: "next", icon: "rotate-ccw" },
  rejected: { tone: "danger", icon: "octagon-x" },
  putAside: { tone: "warn", icon: "triangle-alert" },
};

/** How what was done ended. */
export function outcomeState(outcome: AuditOutcome): StateWords {
  return { ...OUTCOMES[outcome], word: AUDIT_WORDS.outcomes[outcome] };
}

/** What became of submissions, as the overview counts it. */
export function countState(name: OverviewCount): StateWords {
  return { ...COUNTS[name], word: AUDIT_WORDS.counts[name] };
}

/** What was done, in words. A name that has none stands for itself. */
export function actionWords(action: string): string {
  const words: Readonly<Record<string, string>> = AUDIT_WORDS.actions;
  return words[action] ?? action;
}

/** Every known action, in the order of its words. */
export function actionOptions(): readonly { readonly value: string; readonly word: string }[] {
  return Object.entries(AUDIT_WORDS.actions)
    .map(([value, word]) => ({ value, word }))
    .sort((one, other) => compareWords(one.word, other.word));
}

/** As a reader of the page's language expects words to be sorted. */
export function compareWords(one: string, other: string): number {
  return one.localeCompare(other, LANGUAGES[language()].locale);
}
