import { LIMITS, type ClinicID, type SubmissionID } from "@postern/contract";
import {
  loadSubmission,
  nextDocumentState,
  type DocumentRecord,
  type SubmissionRecord,
} from "../intake/index.ts";
import type { Reader } from "../kernel/index.ts";

/** Whether all that was handed over should have come long ago. */
export function isOverdue({ state, submittedAt }: SubmissionRecord, nowMs: number): boolean {
  if (state !== "submitted" || submittedAt === undefined) return false;
  return Date.parse(submittedAt) + LIMITS.missingAfterSeconds * 1000 <= nowMs;
}

/** The documents of a submission that should have come long ago, their list included; the bucket is not asked. */
export async function findOverdue(
  reader: Reader,
  key: { readonly clinicID: ClinicID; readonly submissionID: SubmissionID },
  nowMs: number,
): Promise<readonly Pick<DocumentRecord, "documentID" | "attemptID">[]> {
  const loaded = await loadSubmission(reader, key);
  if (loaded === null || !isOverdue(loaded.head, nowMs)) return [];
  return loaded.documents
    .filter(({ state }) => nextDocumentState(state, "verify") !== null)
    .map(({ documentID, attemptID }) => ({ documentID, attemptID }));
}
