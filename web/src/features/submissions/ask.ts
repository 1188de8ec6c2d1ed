import type { SubmissionSummary } from "@postern/contract";
import { answerHref, answerOf } from "./answer.ts";

/** Something that waits for its sender. */
export interface Ask {
  readonly submission: SubmissionSummary;
  readonly want: "returned" | "incomplete" | "unfinished" | "broken";
  /** Where it is done. */
  readonly href: string;
}

/**
 * What is asked of a sender. A first sending that was broken off cannot be gone on with, only begun anew: it is asked
 * about until something else was sent after it.
 *
 * @param submissions newest first
 */
export function asksOf(submissions: readonly SubmissionSummary[]): readonly Ask[] {
  return submissions.flatMap((submission): readonly Ask[] => {
    const { state, openedAt } = submission;
    const href = answerHref(submission);
    if (state === "returned" || state === "incomplete") return [{ submission, want: state, href }];
    if (state !== "open") return [];
    if (answerOf(submission) !== null) return [{ submission, want: "unfinished", href }];
    const isMended = submissions.some(
      ({ submittedAt }) => submittedAt !== undefined && submittedAt > openedAt,
    );
    return isMended ? [] : [{ submission, want: "broken", href: "/send" }];
  });
}
