import { AttemptID, ClinicID, DocumentID, SubmissionID } from "@postern/contract";

export interface ObjectPlace {
  readonly clinicID: ClinicID;
  readonly submissionID: SubmissionID;
  readonly documentID: DocumentID;
  readonly attemptID: AttemptID;
}

/** Where an attempt's bytes lie: opaque ids only, and a new key for each attempt. */
export function objectKey({ clinicID, submissionID, documentID, attemptID }: ObjectPlace): string {
  return `c/${clinicID}/${submissionID}/${documentID}/${attemptID}`;
}

/** @returns null when it is no key of ours */
export function parseObjectKey(key: string): ObjectPlace | null {
  const [root, clinic, submission, document, attempt, ...rest] = key.split("/");
  const clinicID = ClinicID.safeParse(clinic);
  const submissionID = SubmissionID.safeParse(submission);
  const documentID = DocumentID.safeParse(document);
  const attemptID = AttemptID.safeParse(attempt);
  if (root !== "c" || rest.length > 0) return null;
  if (!clinicID.success || !submissionID.success || !documentID.success || !attemptID.success) return null;
  return {
    clinicID: clinicID.data,
    submissionID: submissionID.data,
    documentID: documentID.data,
    attemptID: attemptID.data,
  };
}
