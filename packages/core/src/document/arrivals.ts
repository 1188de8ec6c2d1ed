import type { ClinicID, SubmissionID } from "@postern/contract";
import {
  isLive,
  loadWithAbandoned,
  nextDocumentState,
  objectKey,
  type DocumentRecord,
} from "../intake/index.ts";
import type { DocumentDeps } from "./document.ts";

/** An object that stands in the bucket and that its document knows nothing of yet. */
export type Arrival = Pick<DocumentRecord, "documentID" | "attemptID"> & { readonly versionID: string };

/**
 * Looks in the bucket for the documents of a submission that wait for their bytes: the event that should have told of
 * them may be lost. Those that were given up are looked for too: what came of them is to be deleted.
 *
 * @throws Problem `unavailable`
 */
export async function findArrivals(
  { reader, verification }: DocumentDeps,
  key: { readonly clinicID: ClinicID; readonly submissionID: SubmissionID },
): Promise<readonly Arrival[]> {
  const loaded = await loadWithAbandoned(reader, key);
  const waiting = loaded?.documents.filter(mayHaveCome) ?? [];
  const arrivals: Arrival[] = [];
  for (const document of waiting) {
    const { documentID, attemptID } = document;
    const versionID = await verification.findVersion(objectKey(document));
    if (versionID !== null) arrivals.push({ documentID, attemptID, versionID });
  }
  return arrivals;
}

const mayHaveCome = (document: DocumentRecord) =>
  nextDocumentState(document.state, "verify") !== null ||
  (!isLive(document) && document.objectVersionID === undefined);
