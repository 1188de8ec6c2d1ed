import { reviewRoutes } from "@postern/contract";
import { checkMembership } from "../identity/index.ts";
import {
  changeDocument,
  changeSubmission,
  expiryFrom,
  findDocument,
  nextDocumentState,
  objectKey,
} from "../intake/index.ts";
import type { ActorOf, Context, Person, Reader } from "../kernel/index.ts";
import { Problem, change, iso, missing, operation, release, settled } from "../kernel/index.ts";
import { describeMove, nextTaskState, type READERS } from "../task/index.ts";
import { permitReading } from "./policy.ts";

export const READING_ACTORS = ["patient", "referrer", "medical-assistant", "provider"] as const;

/** Hands out addresses of sealed objects that ingest has verified. */
export interface Downloads {
  /** A GET bound to one version, for at most five minutes. */
  signGet(
    objectKey: string,
    versionID: string,
  ): Promise<{ readonly url: string; readonly expiresAt: string }>;
}

export interface ReadingDeps {
  readonly reader: Reader;
  readonly downloads: Downloads;
}

/** The list of a submission is told apart in the log: its document may be replaced, the row stays. */
export const LIST_CODE = "manifest";
const listCode = (kind: string) => (kind === "manifest" ? { code: LIST_CODE } : {});

/** Gives the address of a document's sealed bytes. The row that this writes is what "who looked" shows. */
export const open = operation({
  action: "document.open",
  allow: READING_ACTORS,
  input: reviewRoutes.documentURL.input,
  async run(deps: ReadingDeps, ctx: Context<Person>, { submissionID, documentID }) {
    const { head, checks } = await permitReading(deps.reader, ctx, submissionID);
    const document = await findDocument(deps.reader, { clinicID: head.clinicID, submissionID, documentID });
    if (document?.state !== "verified" || document.objectVersionID === undefined) throw missing();
    const { objectVersionID, sealedSizeBytes, messageID } = document;
    return release({
      checks,
      facts: { submissionID, documentID, patientID: head.patientID, ...listCode(document.kind) },
      afterwards: async () => {
        const signed = await deps.downloads.signGet(objectKey(document), objectVersionID);
        return { ...signed, sealedSizeBytes, messageID };
      },
    });
  },
});

/**
 * Records that a document leaves the portal, as a file or on paper. It releases nothing itself: the reader's browser has
 * the document open, and saves or prints it only after this answer.
 */
export const exportDocument = operation({
  action: "document.export",
  allow: ["patient", "referrer", "provider"],
  input: reviewRoutes.exportDocument.input,
  stepUp: ({ stepUpID, documentID }) => ({ stepUpID, targetID: documentID }),
  async run(deps: Pick<ReadingDeps, "reader">, ctx: Context<Person>, { submissionID, documentID, form }) {
    const { head, checks } = await permitReading(deps.reader, ctx, submissionID);
    const document = await findDocument(deps.reader, { clinicID: head.clinicID, submissionID, documentID });
    if (document?.state !== "verified") throw missing();
    const exportedAt = iso(ctx.clock.now());
    return release({
      checks,
      facts: { submissionID, documentID, patientID: head.patientID, code: form },
      afterwards: () => ({ exportedAt }),
    });
  },
});

const REPORTED = "reported-unreadable";

/** A reader could not open a document: it is put aside, and the submission goes back to its sender. */
export const reportUnreadable = operation({
  action: "document.report-unreadable",
  allow: ["medical-assistant", "provider"],
  input: reviewRoutes.reportUnreadable.input,
  async run(
    deps: ReadingDeps,
    ctx: Context<ActorOf<(typeof READERS)[number]>>,
    { submissionID, documentID },
  ) {
    const { actor } = ctx;
    const { head, task } = await permitReading(deps.reader, ctx, submissionID);
    const document = await findDocument(deps.reader, { clinicID: head.clinicID, submissionID, documentID });
    if (document === null || document.state === "abandoned") throw missing();
    // Whoever may still read here is the one who reported it.
    const isReported = document.reason === REPORTED && head.state === "returned";
    if (isReported) return settled(() => ({}));
    const state = nextDocumentState(document.state, "quarantine");
    const returned = task && nextTaskState(task.state, "return");
    if (task === null || head.state !== "routed" || state === null || !returned) {
      throw new Problem(
        "conflict",
        "task-changed",
        "This was decided or sent back already. Look at it again.",
      );
    }
    const now = ctx.clock.now();
    const decision = "unreadable" as const;
    return change({
      // That the task is still theirs stands in the condition of its own change.
      checks: [checkMembership(actor, actor.epoch)],
      writes: [
        changeDocument(document, { state, reason: REPORTED }),
        ...describeMove(
          task,
          { state: returned, assigneeID: actor.personID, decision },
          iso(now),
          actor.personID,
        ),
        changeSubmission(head, { state: "returned", decidedAt: iso(now), decision }, expiryFrom(now)),
      ],
      facts: {
        submissionID,
        documentID,
        patientID: head.patientID,
        entityID: task.taskID,
        code: REPORTED,
      },
      afterwards: () => ({}),
    });
  },
});
