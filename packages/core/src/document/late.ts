import { SENDING_STATES, changeDocument, changeSubmission } from "../intake/index.ts";
import type { DocumentRecord, SubmissionRecord } from "../intake/index.ts";
import type { Context, Write } from "../kernel/index.ts";
import { Problem, iso } from "../kernel/index.ts";

/** An object that came, and for which attempt of its document. */
export type Arrived = Pick<DocumentRecord, "attemptID"> & { readonly versionID: string };

/**
 * Notes an object that nobody waits for any more, so that it can be deleted. Its submission is changed with it: whoever
 * ends, routes or tidies it up at the same moment looks again. One that is over is due to be tidied up once more.
 *
 * @returns null when it was noted before
 * @throws Problem `conflict` (`second-version`): objects are created once, so a second version is not ours; its message
 *   is refused until it is dead-lettered, which raises the alarm
 */
export function noteLate(
  { clock }: Pick<Context, "clock">,
  head: SubmissionRecord,
  document: DocumentRecord,
  { attemptID, versionID }: Arrived,
): Write[] | null {
  const { strays = [] } = document;
  const isCurrent = document.attemptID === attemptID;
  const noted = isCurrent
    ? document.objectVersionID
    : strays.find((stray) => stray.attemptID === attemptID)?.versionID;
  if (noted === versionID) return null;
  if (noted !== undefined) {
    throw new Problem("conflict", "second-version", "There is another version of this object.");
  }
  const set = isCurrent ? { objectVersionID: versionID } : { strays: [...strays, { attemptID, versionID }] };
  const isOver = head.state !== "submitted" && !SENDING_STATES.includes(head.state);
  return [
    changeDocument(document, set),
    isOver ? changeSubmission(head, { erasedAt: undefined }, iso(clock.now())) : changeSubmission(head, {}),
  ];
}
