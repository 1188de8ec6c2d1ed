import { AttemptID, DocumentID, SubmissionID, type DocumentState } from "@postern/contract";
import * as z from "zod";
import {
  changeDocument,
  findBlocks,
  findDocument,
  findSubmission,
  giveUp,
  loadSubmission,
  nextDocumentState,
  objectKey,
  type DocumentRecord,
  type SubmissionRecord,
} from "../intake/index.ts";
import type { ActorOf, Context, Plan, Reader } from "../kernel/index.ts";
import { change, iso, operation, settled } from "../kernel/index.ts";
import { inspect, type Finding } from "./inspection.ts";
import { noteLate, type Arrived } from "./late.ts";
import { isOverdue } from "./overdue.ts";
import type { Verification } from "./verification.ts";

/** What verifying needs, for one clinic. */
export interface DocumentDeps {
  readonly reader: Reader;
  readonly verification: Verification;
}

interface Found {
  readonly head: SubmissionRecord;
  readonly document: DocumentRecord;
}

/** The document's state afterwards; null when no document waits for this object. */
export interface Verified {
  readonly state: DocumentState | null;
}

const Attempt = z.strictObject({ submissionID: SubmissionID, documentID: DocumentID, attemptID: AttemptID });
/** S3's name of the version that was created. */
const versionID = z.string().min(1).max(1024);

/**
 * Verifies an object that has arrived, or puts its document aside. However often its event comes, the document
 * changes once and has one audit event.
 */
export const verify = operation({
  action: "document.verify",
  allow: ["system"],
  input: Attempt.extend({ versionID }),
  async run(deps: DocumentDeps, ctx: Context<ActorOf<"system">>, { attemptID, versionID, ...place }) {
    const key = { clinicID: ctx.actor.clinicID, ...place };
    const [head, document] = await Promise.all([
      findSubmission(deps.reader, key),
      findDocument(deps.reader, key),
    ]);
    if (head === null || document === null) return settled(() => ({ state: null }));
    const isAwaited =
      document.attemptID === attemptID && nextDocumentState(document.state, "verify") !== null;
    if (!isAwaited) return late(deps, ctx, { head, document }, { attemptID, versionID });
    const blocks = await findBlocks(deps.reader, document);
    const finding = await inspect(deps.verification, { head, document, blocks }, versionID);
    const replaced = await replacedLists(deps.reader, head, document);
    return await concluded(deps, ctx, { head, document, finding, versionID, replaced });
  },
});

/** A repeat finds its work done. What comes for what was given up stays out, and is noted. */
function late(
  { verification }: DocumentDeps,
  ctx: Context,
  { head, document }: Found,
  arrived: Arrived,
): Plan<Verified> {
  const { submissionID, documentID, attemptID } = document;
  const isCurrent = attemptID === arrived.attemptID;
  const state = isCurrent ? document.state : null;
  const afterwards = async () => {
    if (state === "quarantined") {
      await verification.unmark({ objectKey: objectKey(document), versionID: arrived.versionID });
    }
    return { state };
  };
  const writes = noteLate(ctx, head, document, arrived);
  if (writes === null) return settled(afterwards);
  const facts = { submissionID, documentID, patientID: head.patientID, code: "late" };
  return change<Verified>({ writes, facts, afterwards });
}

/**
 * Puts a document aside whose bytes should have come long ago, when the bucket says that they are not there. What comes
 * in at the same moment has changed the document first, or finds it put aside; its sender then sends it again.
 */
export const reportMissing = operation({
  action: "document.report-missing",
  allow: ["system"],
  input: Attempt,
  async run(deps: DocumentDeps, ctx: Context<ActorOf<"system">>, { attemptID, ...place }) {
    const key = { clinicID: ctx.actor.clinicID, ...place };
    const [head, document] = await Promise.all([
      findSubmission(deps.reader, key),
      findDocument(deps.reader, key),
    ]);
    if (head === null || document?.attemptID !== attemptID) return settled(() => ({ state: null }));
    const isWaiting = nextDocumentState(document.state, "verify") !== null;
    const isMissing =
      isWaiting &&
      isOverdue(head, ctx.clock.now()) &&
      (await deps.verification.findVersion(objectKey(document))) === null;
    if (!isMissing) return settled<Verified>(() => ({ state: document.state }));
    const set = { state: "quarantined", reason: "missing" } as const;
    return change<Verified>({
      writes: [changeDocument(document, set)],
      facts: { ...place, patientID: head.patientID, code: set.reason },
      afterwards: () => ({ state: set.state }),
    });
  },
});

/** A new list stands in for the one before as soon as it can be read: until then its sender needs the old one. */
async function replacedLists(reader: Reader, head: SubmissionRecord, { documentID }: DocumentRecord) {
  if (head.manifestID !== documentID) return [];
  const loaded = await loadSubmission(reader, head);
  return loaded?.documents.filter((other) => isList(other) && other.documentID !== documentID) ?? [];
}

const isList = ({ kind }: DocumentRecord) => kind === "manifest";

/**
 * The tag is set before the record says `verified`, so that a verified document can always be read; and taken away
 * before ingest says `quarantined`. Both may be repeated. What a reader reports keeps it; its record shuts it off.
 */
async function concluded(
  { verification }: DocumentDeps,
  ctx: Context,
  found: Found & {
    readonly finding: Finding;
    readonly versionID: string;
    readonly replaced: readonly DocumentRecord[];
  },
): Promise<Plan<Verified>> {
  const { head, document, finding, versionID, replaced } = found;
  const version = { objectKey: objectKey(document), versionID };
  const { submissionID, documentID } = document;
  const facts = { submissionID, documentID, patientID: head.patientID };
  if (finding.fault !== null) {
    await verification.unmark(version);
    const set = { state: "quarantined", reason: finding.fault, objectVersionID: versionID } as const;
    return change<Verified>({
      writes: [changeDocument(document, set)],
      facts: { ...facts, code: finding.fault },
      afterwards: () => ({ state: set.state }),
    });
  }
  await verification.markVerified(version);
  const verifiedAt = iso(ctx.clock.now());
  const set = { state: "verified", verifiedAt, objectVersionID: versionID, sha256: finding.sha256 } as const;
  return change<Verified>({
    writes: [changeDocument(document, set), ...replaced.map((list) => giveUp(head, list))],
    facts,
    afterwards: () => ({ state: set.state }),
  });
}
