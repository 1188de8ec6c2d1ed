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
import type { Item, Page, Person, Reader, Write } from "../kernel/index.ts";
import { missing, present, put, update } from "../kernel/index.ts";
import { DataKeyRow, DocumentRow, ReceiptRow, SubmissionRow } from "./entities.ts";
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
  /** The session that began this round: locked, it may still finish sending. */
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
  readonly declaredAt: string;
  readonly verifiedAt?: string;
  readonly version: number;
}

export interface Loaded {
  readonly head: Submission;
  readonly documents: readonly Document[];
}

export interface SubmissionKey {
  readonly clinicID: ClinicID;
  readonly submissionID: SubmissionID;
}
export type DocumentKey = SubmissionKey & { readonly documentID: DocumentID };

const headKey = ({ clinicID, submissionID }: SubmissionKey) => ({
  pk: keys.submission(clinicID, submissionID),
  sk: "head",
});
const documentKey = (key: DocumentKey) => ({ ...headKey(key), sk: `doc#${key.documentID}` });

const asSubmission = (item: Item) => SubmissionRow.parse({ Item: { ...item } }).data as unknown as Submission;
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
  const query = DocumentRow.query
    .primary({ pk: headKey(key).pk })
    .between({ sk: "doc#" }, { sk: "head" })
    .params();
  const { items } = await reader.query(query);
  const head = items.find(({ sk }) => sk === "head");
  if (head === undefined) return null;
  const documents = items.filter((item) => item !== head).map(asDocument);
  return { head: asSubmission(head), documents: documents.filter(isLive) };
}

/**
 * As `loadSubmission`, for its author alone; in a locked session, for what that session began.
 *
 * @throws Problem `missing`
 */
export async function loadOwn(
  reader: Reader,
  { clinicID, personID, session }: Person,
  submissionID: SubmissionID,
): Promise<Loaded> {
  const loaded = await loadSubmission(reader, { clinicID, submissionID });
  if (loaded === null || !isOwn(loaded.head, { personID, session })) throw missing();
  return loaded;
}

/** As `loadOwn`, the head only. @throws Problem `missing` */
export async function findOwn(
  reader: Reader,
  { clinicID, personID, session }: Person,
  submissionID: SubmissionID,
): Promise<Submission> {
  const head = await findSubmission(reader, { clinicID, submissionID });
  if (head === null || !isOwn(head, { personID, session })) throw missing();
  return head;
}

function isOwn(head: Submission, { personID, session }: Pick<Person, "personID" | "session">): boolean {
  return head.authorID === personID && (!session.locked || head.sessionHandle === session.handle);
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

/** What a decision has left in a head. */
const DECISION = ["decidedAt", "decision", "message"] as const;
/** Takes a decision away, in `changeSubmission`. */
export const UNDECIDED = { decidedAt: undefined, decision: undefined, message: undefined } as const;

type Set<Row> = { readonly [Name in keyof Row]?: Row[Name] | undefined };

/**
 * Changes a head that is still as it was read; otherwise the operation looks again.
 *
 * @param set members of a decision that are undefined are taken away; all others then stay as they are
 * @param due when the reconciler or the sweeper should look at it next; null: never again
 */
export function changeSubmission(
  read: Submission,
  set: Set<Omit<Submission, "clinicID" | "submissionID">>,
  due: string | null,
): Write {
  const { clinicID, submissionID, version, state } = read;
  const index = due === null ? {} : { gsi3pk: keys.due(clinicID, "sub"), gsi3sk: keys.at(due, submissionID) };
  const gone = [
    ...DECISION.filter((name) => name in set && set[name] === undefined),
    ...(due === null ? (["gsi3pk", "gsi3sk"] as const) : []),
  ];
  const described = SubmissionRow.patch(headKey(read))
    .set(present({ ...set, ...index, version: version + 1 }) as object)
    .remove(gone)
    .where((row, { eq }) => `${eq(row.version, version)} AND ${eq(row.state, state)}`);
  return update(described.params());
}

/** Changes a document that is still as it was read. */
export function changeDocument(read: Document, set: Set<Omit<Document, "clinicID" | "submissionID">>): Write {
  const cleared = (["uploadID", "reason"] as const).filter((name) => name in set && set[name] === undefined);
  const described = DocumentRow.patch(documentKey(read))
    .set(present({ ...set, version: read.version + 1 }) as object)
    .remove(cleared)
    .where(
      (row, { eq }) => `${eq(row.version, read.version)} AND ${eq(row.attemptID, read.attemptID as string)}`,
    );
  return update(described.params());
}

export function describeDocument(document: Document): Write {
  return put(DocumentRow.create({ ...present(document), ...documentKey(document) }).params());
}

export interface Receipt extends SubmissionKey {
  readonly number: string;
  readonly round: number;
  readonly issuedAt: string;
  /** When someone will have looked. */
  readonly dueAt: string;
  readonly documentCount: number;
  /** SHA-256 (base64) over the lines `documentID sha256` of all documents, sorted: sealed bytes, never content. */
  readonly digest: string;
}

export function describeReceipt(receipt: Receipt): Write {
  const key = { ...headKey(receipt), sk: `receipt#${String(receipt.round).padStart(6, "0")}` };
  return put(ReceiptRow.create({ ...receipt, ...key }).params());
}
