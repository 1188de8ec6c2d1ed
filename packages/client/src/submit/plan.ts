import type { DocumentID, DocumentView } from "@postern/contract";
import {
  DEFAULT_FRAME_LENGTH_BYTES,
  createSealer,
  newMessageID,
  plaintextSizeBytes,
  sealedSizeBytes,
} from "@postern/envelope";
import type { CheckedFile } from "../file.ts";
import { readBegun } from "./begun.ts";
import { planSameSize, type FilePlan } from "./plan-size.ts";
import type { OnProgress } from "./progress.ts";
import { MissingFiles } from "./resume-error.ts";
import type { Round } from "./round.ts";

/** What becomes of files that an earlier run has begun and that are not what they were. */
export interface ResumePolicy {
  /** A document that no file fits is given up; without it, the run stops with `MissingFiles`. */
  readonly leaveOut?: "abandon" | undefined;
  /** A file that has changed is sent as it is now; without it, the run stops with `ChangedFile`. */
  readonly changed?: "send-anew" | undefined;
}

export interface SendingPlan {
  /** One for each file, in their order. */
  readonly files: readonly FilePlan[];
  /** Documents that are given up. */
  readonly leftOut: readonly DocumentID[];
}

export interface Planning extends ResumePolicy {
  readonly round: Round;
  readonly files: readonly CheckedFile[];
  /** In the order of the files, which document each was begun as, where that is remembered. The bytes decide. */
  readonly begunAs?: readonly (DocumentID | undefined)[] | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/**
 * Finds for every file the document that was begun with it. Which one it is shows by its bytes; names and order say
 * nothing. Nothing is sent and nothing is changed.
 *
 * @param documents live ones of the sender's files, without the manifest
 * @throws ChangedFile, MissingFiles unless the policy has an answer; ApiProblem; what reading a file throws
 */
export async function planFiles(
  planning: Planning,
  documents: readonly DocumentView[],
): Promise<SendingPlan> {
  const { round, files, leaveOut } = planning;
  if (documents.length === 0) return { files: files.map(() => ({ kind: "declare" })), leftOut: [] };
  const headerSizeBytes = await headerSizeOf(round);
  const sizes = files.map(({ file }) =>
    sealedSizeBytes(file.sizeBytes, headerSizeBytes, DEFAULT_FRAME_LENGTH_BYTES),
  );
  const fitting = documents.filter((document) => sizes.includes(document.sealedSizeBytes));
  const begun = await readBegun(round, fitting);
  const plans = new Map<number, FilePlan>();
  const left = documents.filter((document) => !fitting.includes(document));
  const leftOut: DocumentID[] = [];
  for (const size of new Set(sizes)) {
    const fileIndices = [...files.keys()].filter((index) => sizes[index] === size);
    const ofSize = begun.filter(({ document }) => document.sealedSizeBytes === size);
    const planned = await planSameSize(planning, fileIndices, ofSize);
    for (const [fileIndex, plan] of planned.plans) plans.set(fileIndex, plan);
    left.push(...planned.left.map(({ document }) => document));
    leftOut.push(...planned.replaced);
  }
  if (left.length > 0 && leaveOut === undefined) throw missingOf(left, headerSizeBytes);
  leftOut.push(...left.map(({ documentID }) => documentID));
  return { files: files.map((_, index) => plans.get(index) ?? { kind: "declare" }), leftOut };
}

/** Headers of one submission are equally long: all that differs has a fixed length. */
async function headerSizeOf({ key }: Round): Promise<number> {
  const sealer = await createSealer({ ...key, messageID: newMessageID(), plaintextSizeBytes: 0 });
  return sealer.header.length;
}

function missingOf(left: readonly DocumentView[], headerSizeBytes: number): MissingFiles {
  return new MissingFiles(
    left.map((document) => ({
      documentID: document.documentID,
      sizeBytes: plaintextSizeBytes(document.sealedSizeBytes, headerSizeBytes, DEFAULT_FRAME_LENGTH_BYTES),
    })),
  );
}
