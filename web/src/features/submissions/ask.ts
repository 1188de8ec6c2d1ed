import type { SubmissionSummary } from "@postern/contract";
import { answerHref, answerOf, goOnHref } from "./answer.ts";

/** Something that waits for its sender. */
export interface Ask {
  readonly submission: SubmissionSummary;
  readonly want: "returned" | "incomplete" | "unfinished" | "begun";
  /** Where it is done. */
  readonly href: string;
}

/** What is asked of a sender: what came back, and what was begun and not handed in. */
export function asksOf(submissions: readonly SubmissionSummary[]): readonly Ask[] {
  return submissions.flatMap((submission): readonly Ask[] => {
    const { state } = submission;
    const href = answerHref(submission);
    if (state === "returned" || state === "incomplete") return [{ submission, want: state, href }];
    if (state !== "open") return [];
    if (answerOf(submission) !== null) return [{ submission, want: "unfinished", href }];
    return [{ submission, want: "begun", href: goOnHref(submission) }];
  });
}
