import type { ClinicID, SubmissionID } from "@postern/contract";
import { loadSubmission, nextDocumentState, objectKey, type DocumentRecord } from "../intake/index.ts";
import type { DocumentDeps } from "./document.ts";

/** An object that stands in the bucket and that its document knows nothing of yet. */
export type Arrival = Pick<DocumentRecord, "documentID" | "attemptID"> & { readonly versionID: string };

/**
 * Looks in the bucket for the documents of a submission that wait for their bytes: the event that should have told of
 * them may be lost.
 *
 * @throws Problem `unavailable`
 */
export async function findArrivals(
  { reader, verification }: DocumentDeps,
  key: { readonly clinicID: ClinicID; readonly submissionID: SubmissionID },
): Promise<readonly Arrival[]> {
  const loaded = await loadSubmission(reader, key);
  const waiting = loaded?.documents.filter(({ state }) => nextDocumentState(state, "verify") !== null) ?? [];
  const arrivals: Arrival[] = [];
  for (const document of waiting) {
    const { documentID, attemptID } = document;
    const versionID = await verification.findVersion(objectKey(document));
    if (versionID !== null) arrivals.push({ documentID, attemptID, versionID });
  }
  return arrivals;
}
