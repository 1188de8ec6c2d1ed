import type {
  AttemptID,
  ClinicID,
  DocumentID,
  DocumentState,
  LocationID,
  OrganizationID,
  PatientID,
  PersonID,
  QuarantineReason,
  QueueID,
  RejectReason,
  ReturnReason,
  Service,
  SessionHandle,
  SubmissionID,
  SubmissionKind,
  SubmissionState,
  TaskID,
  Urgency,
  WrittenLanguage,
} from "@postern/contract";
import { keys } from "../aws/index.ts";
import type { Item, Page, Person, Reader } from "../kernel/index.ts";
import { Problem, missing, sessionLocked } from "../kernel/index.ts";
import { DataKeyRow, DocumentRow, SubmissionRow } from "./entities.ts";
import { isLive } from "./rules.ts";

export type { DataKeys, WrappedKey } from "../aws/index.ts";

export interface Submission {
  readonly clinicID: ClinicID;
  readonly submissionID: SubmissionID;
  readonly number: string;
  readonly state: SubmissionState;
  readonly kind: SubmissionKind;
  readonly locationID: LocationID;
  readonly service?: Service;
  readonly urgency: Urgency;
  /** The sender's; rows from before it was asked have none. */
  readonly language?: WrittenLanguage;
  /** 1 at first; one more each time it comes back from the care team. */
  readonly round: number;
  readonly authorID: PersonID;
  /** The session that sends: locked, it may still finish what it has begun. */
  readonly sessionHandle: SessionHandle;
  readonly patientID?: PatientID;
  readonly organizationID?: OrganizationID;
  /** Live documents without the manifest. */
  readonly documentCount: number;
  /** Documents ever declared; never falls. */
  readonly declaredCount: number;
  /** The live manifest. */
  readonly manifestID?: DocumentID;
  readonly wrappedKeySha256: string;
  readonly keyARN: string;
  readonly openedAt: string;
  readonly submittedAt?: string;
  readonly routedAt?: string;
  readonly dueAt?: string;
  /** Until when its author may go on, while it is not handed over; when it ended, once it has expired. */
  readonly expiresAt?: string;
  /** When what the team never got was deleted; none while something of it may be left. */
  readonly erasedAt?: string;
  /** The latest task. */
  readonly taskID?: TaskID;
  readonly queueID?: QueueID;
  readonly ruleName?: string;
  readonly ruleVersion?: number;
  /** The latest decision, until the sender hands in the answer to it. */
  readonly decidedAt?: string;
  readonly decision?: ReturnReason | RejectReason;
  /** The team's own words to it, sealed; see `Fields` and `submissionRow`. */
  readonly message?: string;
  readonly version: number;
}

export interface Document {
  readonly clinicID: ClinicID;
  readonly submissionID: SubmissionID;
  readonly documentID: DocumentID;
  readonly attemptID: AttemptID;
  readonly kind: "document" | "manifest";
  readonly messageID: string;
  readonly sealedSizeBytes: number;
  readonly upload: "single" | "multipart";
  readonly uploadID?: string;
  readonly state: DocumentState;
  readonly reason?: QuarantineReason;
  /** What S3 attested of the sealed object: SHA-256, or its composite with `-N`. */
  readonly sha256?: string;
  readonly objectVersionID?: string;
  /** Objects that came for attempts which had been given up. Nobody reads them; the sweeper deletes them. */
  readonly strays?: readonly Stray[];
  readonly declaredAt: string;
  readonly verifiedAt?: string;
  /** Of one that was taken out: when the care team had got it, in an earlier round. */
  readonly handedOverAt?: string;
  readonly version: number;
}

export interface Stray {
  readonly attemptID: AttemptID;
  readonly versionID: string;
}

export interface Loaded {
  readonly head: Submission;
  readonly documents: readonly Document[];
  /** Documents that were given up. They keep their names. */
  readonly gone?: readonly Document[];
}

export interface SubmissionKey {
  readonly clinicID: ClinicID;
  readonly submissionID: SubmissionID;
}
export type DocumentKey = SubmissionKey & { readonly documentID: DocumentID };

export const headKey = ({ clinicID, submissionID }: SubmissionKey) => ({
  pk: keys.submission(clinicID, submissionID),
  sk: "head",
});
export const documentKey = (key: DocumentKey) => ({ ...headKey(key), sk: `doc#${key.documentID}` });

export const asSubmission = (item: Item) =>
  SubmissionRow.parse({ Item: { ...item } }).data as unknown as Submission;
const asDocument = (item: Item) => DocumentRow.parse({ Item: { ...item } }).data as unknown as Document;

export async function findSubmission(reader: Reader, key: SubmissionKey): Promise<Submission | null> {
  const item = await reader.get(SubmissionRow.get(headKey(key)).params());
  return item === undefined ? null : asSubmission(item);
}

export async function findDocument(reader: Reader, key: DocumentKey): Promise<Document | null> {
  const item = await reader.get(DocumentRow.get(documentKey(key)).params());
  return item === undefined ? null : asDocument(item);
}

/** A submission with its live documents, read strongly consistent and as one partition; null when there is none. */
export async function loadSubmission(reader: Reader, key: SubmissionKey): Promise<Loaded | null> {
  const loaded = await loadWithAbandoned(reader, key);
  if (loaded === null) return null;
  const gone = loaded.documents.filter((document) => !isLive(document));
  return { ...loaded, documents: loaded.documents.filter(isLive), gone };
}

/** As `loadSubmission`, with the documents that were replaced or taken out, too. */
export async function loadWithAbandoned(reader: Reader, key: SubmissionKey): Promise<Loaded | null> {
  const query = DocumentRow.query
    .primary({ pk: headKey(key).pk })
    .between({ sk: "doc#" }, { sk: "head" })
    .params();
  const { items } = await reader.query(query);
  const head = items.find(({ sk }) => sk === "head");
  if (head === undefined) return null;
  const documents = items.filter((item) => item !== head).map(asDocument);
  return { head: asSubmission(head), documents };
}

/**
 * As `loadSubmission`, for its author alone; in a locked session, for what that session began.
 *
 * @throws Problem `missing`; `unauthenticated` (`session-locked`); `conflict` (`submission-expired`)
 */
export async function loadOwn(
  reader: Reader,
  { clinicID, personID, session }: Person,
  submissionID: SubmissionID,
): Promise<Loaded> {
  const loaded = await loadSubmission(reader, { clinicID, submissionID });
  if (loaded === null || !isOwn(loaded.head, { personID, session })) throw missing();
  assertNotEnded(loaded.head);
  return loaded;
}

/** The head alone, for its author, whether or not it has ended. @throws Problem `missing`; `session-locked` */
export async function findOwn(
  reader: Reader,
  { clinicID, personID, session }: Person,
  submissionID: SubmissionID,
): Promise<Submission> {
  const head = await findSubmission(reader, { clinicID, submissionID });
  if (head === null || !isOwn(head, { personID, session })) throw missing();
  return head;
}

/** @throws Problem `unauthenticated` (`session-locked`) for its author, in a locked session that has not begun it */
function isOwn(head: Submission, { personID, session }: Pick<Person, "personID" | "session">): boolean {
  if (head.authorID !== personID) return false;
  assertContinuing(head, session);
  return true;
}

/** @throws Problem `conflict` (`submission-expired`) when its time has passed */
export function assertNotEnded({ state }: Submission): void {
  if (state !== "expired") return;
  throw new Problem("conflict", "submission-expired", "This ended before all was sent. Begin again.");
}

/**
 * A locked session goes on with what it has begun, or taken over while it was not locked.
 *
 * @throws Problem `unauthenticated` (`session-locked`)
 */
export function assertContinuing(head: Submission, session: Person["session"]): void {
  if (session.locked && head.sessionHandle !== session.handle) throw sessionLocked();
}

interface Paging {
  readonly limit: number;
  readonly after?: Item | undefined;
}

/** Newest first. The rows hold what lists show, no more. */
export async function submissionsOfPatient(
  reader: Reader,
  clinicID: ClinicID,
  patientID: PatientID,
  page: Paging,
) {
  const gsi1pk = keys.submissionsOfPatient(clinicID, patientID);
  return await listed(reader, SubmissionRow.query.byPatient({ gsi1pk }).params(), page);
}

export async function submissionsOfOrganization(
  reader: Reader,
  clinicID: ClinicID,
  organizationID: OrganizationID,
  page: Paging,
) {
  const gsi2pk = keys.submissionsOfOrganization(clinicID, organizationID);
  return await listed(reader, SubmissionRow.query.byOrganization({ gsi2pk }).params(), page);
}

async function listed(reader: Reader, params: object, page: Paging) {
  const { items, last }: Page = await reader.query({ ...params, ScanIndexForward: false }, page);
  return { submissions: items.map(asSubmission), last };
}

export async function findDataKey(reader: Reader, { clinicID, submissionID }: SubmissionKey) {
  const item = await reader.get(
    DataKeyRow.get({ pk: keys.dataKey(clinicID, submissionID), sk: "edk" }).params(),
  );
  if (item === undefined) return null;
  const { wrappedKey, keyARN } = item as { wrappedKey: Uint8Array; keyARN: string };
  return { wrappedKey: Uint8Array.from(wrappedKey), keyARN };
}
