import type { SubmissionView } from "@postern/contract";
import { formatSize } from "../../lib/format.ts";
import { messages } from "../../lib/language.ts";
import type { Look, StateWords } from "../../ui/state.tsx";
import type { Expected } from "./match.ts";
import { EN } from "./words.en.ts";
import { ES } from "./words.es.ts";

/** Words of the page on which one goes on, in the language of the page. */
export const UNFINISHED_WORDS = messages(EN, ES);

const STATES: Readonly<Record<Expected["state"], Look>> = {
  missing: { tone: "neutral", icon: "circle-dashed" },
  found: { tone: "ok", icon: "circle-check" },
  changed: { tone: "warn", icon: "triangle-alert" },
  "as-now": { tone: "info", icon: "send" },
  "left-out": { tone: "neutral", icon: "x" },
};

/** How it looks and is called, whether a file that was begun is here again. */
export function expectedWords(state: Expected["state"]): StateWords {
  return { ...STATES[state], word: UNFINISHED_WORDS.states[state] };
}

/** "4.2 MB, 1.1 MB": all that is known of files that were begun elsewhere. */
export function sizesWords(view: Pick<SubmissionView, "documents">): string {
  return begunFiles(view)
    .map(({ sealedSizeBytes }) => formatSize(sealedSizeBytes))
    .join(", ");
}

/** The files of a submission that were begun, whether or not they are in. */
export function begunFiles({ documents }: Pick<SubmissionView, "documents">) {
  return documents.filter(({ kind, state }) => kind === "document" && state !== "abandoned");
}
