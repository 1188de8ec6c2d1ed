import type { DocumentState, SubmissionState } from "@postern/contract";
import type { Document, Loaded, Submission } from "./store.ts";

/** What can happen to a submission. */
export type SubmissionEvent =
  "declare" | "submit" | "route" | "hold" | "accept" | "return" | "reject" | "expire";

/** The life of a submission, whole: from which state each event leads where. What is not here cannot happen. */
export const SUBMISSION_TRANSITIONS: Readonly<
  Record<SubmissionEvent, Readonly<Partial<Record<SubmissionState, SubmissionState>>>>
> = {
  declare: { open: "open", returned: "open", incomplete: "incomplete" },
  submit: { open: "submitted", incomplete: "submitted" },
  route: { submitted: "routed" },
  hold: { submitted: "incomplete" },
  accept: { routed: "closed" },
  return: { routed: "returned" },
  reject: { routed: "rejected" },
  expire: { open: "expired", incomplete: "expired", returned: "expired" },
};

/** What can happen to a document. */
export type DocumentEvent = "sign" | "complete" | "verify" | "quarantine" | "restart" | "abandon";

/** The life of a document. `abandon` of a verified one also needs a submission that is open, or expired. */
export const DOCUMENT_TRANSITIONS: Readonly<
  Record<DocumentEvent, Readonly<Partial<Record<DocumentState, DocumentState>>>>
> = {
  sign: { declared: "uploading", uploading: "uploading", completing: "completing" },
  complete: { uploading: "completing" },
  verify: { uploading: "verified", completing: "verified" },
  quarantine: { uploading: "quarantined", completing: "quarantined", verified: "quarantined" },
  restart: { declared: "declared", uploading: "declared", completing: "declared" },
  abandon: {
    declared: "abandoned",
    uploading: "abandoned",
    completing: "abandoned",
    quarantined: "abandoned",
    verified: "abandoned",
  },
};

/** @returns the state that follows, or null when the event cannot happen in this state */
export function nextSubmissionState(state: SubmissionState, event: SubmissionEvent): SubmissionState | null {
  return SUBMISSION_TRANSITIONS[event][state] ?? null;
}

/** @returns the state that follows, or null when the event cannot happen in this state */
export function nextDocumentState(state: DocumentState, event: DocumentEvent): DocumentState | null {
  return DOCUMENT_TRANSITIONS[event][state] ?? null;
}

/** The author may send and add bytes while the submission is one of these. */
export const SENDING_STATES: readonly SubmissionState[] = ["open", "incomplete", "returned"];

/** Live documents are those that count: all but the abandoned. */
export const isLive = ({ state }: { readonly state: DocumentState }): boolean => state !== "abandoned";

const UNFINISHED_MS = 30 * 24 * 3600_000;

/** When a submission expires that is not handed over, counted from the last thing done to it; ISO 8601. */
export const expiryFrom = (nowMs: number): string => new Date(nowMs + UNFINISHED_MS).toISOString();

/** So long after its end a submission may still get bytes: a URL lives five minutes, and its event may be late. */
export const LINGER_MS = 10 * 60_000;

/** What the care team got, in this round or an earlier one, is the clinic's record: it stays. */
export function isHandedOver({ routedAt }: Submission, document: Document): boolean {
  const { verifiedAt, handedOverAt } = document;
  if (!isLive(document)) return handedOverAt !== undefined;
  return routedAt !== undefined && verifiedAt !== undefined && verifiedAt <= routedAt;
}

/** When a submission that is handed over should be tidied up; null when nothing was taken out of it. */
export function tidyAfter({ head, documents, gone = [] }: Loaded, nowMs: number): string | null {
  const isLeft =
    gone.some((document) => !isHandedOver(head, document)) ||
    documents.some(({ strays }) => strays !== undefined);
  return isLeft ? new Date(nowMs + LINGER_MS).toISOString() : null;
}
