import type { DocumentID, TaskView } from "@postern/contract";

/** The documents that came in after the sender was asked for more; none in a first round. */
export function newSince({
  asked,
  documents,
}: Pick<TaskView, "asked" | "documents">): ReadonlySet<DocumentID> {
  const found = documents.filter(
    ({ kind, state, verifiedAt }) =>
      asked !== undefined &&
      kind === "document" &&
      state !== "abandoned" &&
      verifiedAt !== undefined &&
      verifiedAt > asked.at,
  );
  return new Set(found.map(({ documentID }) => documentID));
}
