import { intakeRoutes, type DocumentView } from "@postern/contract";
import { callPatiently, type Round } from "./round.ts";

/** A part that an earlier run has had signed. */
export interface RecordedPart {
  /** Base64 of the SHA-256 of its sealed bytes. */
  readonly sha256: string;
  /** Whether the store has it. */
  readonly isStored: boolean;
}

/**
 * What the server knows of a document's parts, by part number.
 *
 * @throws ApiProblem
 */
export async function recordedParts(
  round: Round,
  { documentID, attemptID, state }: DocumentView,
): Promise<ReadonlyMap<number, RecordedPart>> {
  const recorded = new Map<number, RecordedPart>();
  // Nothing was signed yet.
  if (state === "declared") return recorded;
  const { submissionID } = round;
  for (let block: number | undefined = 0; block !== undefined;) {
    const input = { submissionID, documentID, attemptID, block };
    const answer: {
      parts: readonly ({ partNumber: number } & RecordedPart)[];
      nextBlock?: number | undefined;
    } = await callPatiently(round, intakeRoutes.listParts, input);
    for (const { partNumber, sha256, isStored } of answer.parts)
      recorded.set(partNumber, { sha256, isStored });
    block = answer.nextBlock;
  }
  return recorded;
}
