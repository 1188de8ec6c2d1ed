import { AttemptID, DocumentID, SubmissionID, type DocumentState } from "@postern/contract";
import * as z from "zod";
import {
  changeDocument,
  findBlocks,
  findDocument,
  findSubmission,
  nextDocumentState,
  objectKey,
  type DocumentRecord,
  type SubmissionRecord,
} from "../intake/index.ts";
import type { ActorOf, Context, Plan, Reader } from "../kernel/index.ts";
import { Problem, change, iso, operation, settled } from "../kernel/index.ts";
import { inspect, type Finding } from "./inspection.ts";
import type { Verification } from "./verification.ts";

/** What verifying needs, for one clinic. */
export interface DocumentDeps {
  readonly reader: Reader;
  readonly verification: Verification;
}

/** The document's state afterwards; null when no document waits for this object. */
export interface Verified {
  readonly state: DocumentState | null;
}

const Input = z.strictObject({
  submissionID: SubmissionID,
  documentID: DocumentID,
  attemptID: AttemptID,
  /** S3's name of the version that was created. */
  versionID: z.string().min(1).max(1024),
});

/**
 * Verifies an object that has arrived, or puts its document aside. However often its event comes, the document
 * changes once and has one audit event.
 */
export const verify = operation({
  action: "document.verify",
  allow: ["system"],
  input: Input,
  async run(deps: DocumentDeps, ctx: Context<ActorOf<"system">>, { attemptID, versionID, ...place }) {
    const key = { clinicID: ctx.actor.clinicID, ...place };
    const [head, document] = await Promise.all([
      findSubmission(deps.reader, key),
      findDocument(deps.reader, key),
    ]);
    if (head === null || document?.attemptID !== attemptID) return settled(() => ({ state: null }));
    if (nextDocumentState(document.state, "verify") === null) return finished(deps, document, versionID);
    const blocks = await findBlocks(deps.reader, document);
    const finding = await inspect(deps.verification, { head, document, blocks }, versionID);
    return await concluded(deps, ctx, { head, document, finding, versionID });
  },
});

/**
 * A repeat finds its work done. Objects are created once, so a second version of one is not ours: its message is
 * refused until it is dead-lettered, which raises the alarm.
 */
function finished(deps: DocumentDeps, document: DocumentRecord, versionID: string): Plan<Verified> {
  const { state, objectVersionID } = document;
  if (objectVersionID !== undefined && objectVersionID !== versionID) {
    throw new Problem("conflict", "second-version", "There is another version of this object.");
  }
  return settled(async () => {
    if (state === "quarantined") {
      await deps.verification.unmark({ objectKey: objectKey(document), versionID });
    }
    return { state };
  });
}

/**
 * The tag is set before the record says `verified`, so that a verified document can always be read; and taken away
 * before it says `quarantined`. Both may be repeated.
 */
async function concluded(
  { verification }: DocumentDeps,
  ctx: Context,
  found: {
    readonly head: SubmissionRecord;
    readonly document: DocumentRecord;
    readonly finding: Finding;
    readonly versionID: string;
  },
): Promise<Plan<Verified>> {
  const { head, document, finding, versionID } = found;
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
    writes: [changeDocument(document, set)],
    facts,
    afterwards: () => ({ state: set.state }),
  });
}
