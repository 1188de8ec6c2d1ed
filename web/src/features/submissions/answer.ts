import type { DocumentState, DocumentView, SubmissionView } from "@postern/contract";

const NEEDING: readonly DocumentState[] = ["quarantined", "declared", "uploading", "completing"];

/**
 * How a sender can go on with a submission that came back: by files in place of those that were put aside, or by
 * files added to those that are there. An answer that was broken off can be given again.
 */
export function answerOf({
  state,
  round,
}: Pick<SubmissionView, "state" | "round">): "replace" | "add" | null {
  if (state === "incomplete") return "replace";
  return state === "returned" || (state === "open" && round > 1) ? "add" : null;
}

/** The address of the page on which it is answered. */
export const answerHref = ({ submissionID }: Pick<SubmissionView, "submissionID">) =>
  `/send?again=${submissionID}`;

/** The address of the page on which a first sending that was begun is gone on with. */
export const goOnHref = ({ submissionID }: Pick<SubmissionView, "submissionID">) =>
  `/send?rest=${submissionID}`;

/** A file that must come once more, with its place among all files as the sender sees them, from 0. */
export interface NeedyFile {
  readonly document: DocumentView;
  readonly index: number;
}

/** Whether the list of all files was put aside: then no file can stand in for another, and all must come anew. */
export function isListAside({ documents }: Pick<SubmissionView, "documents">): boolean {
  return documents.some(({ kind, state }) => kind === "manifest" && state === "quarantined");
}

/** The files of a submission that were put aside, or whose sending was broken off. */
export function needyFiles({ documents }: Pick<SubmissionView, "documents">): readonly NeedyFile[] {
  return documents
    .filter(({ kind, state }) => kind === "document" && state !== "abandoned")
    .map((document, index) => ({ document, index }))
    .filter(({ document }) => NEEDING.includes(document.state));
}
