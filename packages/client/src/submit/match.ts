import type { SourceFile } from "../file.ts";
import type { Station } from "../station/index.ts";
import { prepareAttempt } from "./attempt.ts";
import type { Begun } from "./begun.ts";
import { inLanes } from "./lanes.ts";
import type { OnProgress } from "./progress.ts";
import { lanesOf, type Round } from "./round.ts";

/** A file that may be the one that a document was begun with. */
export interface Candidate {
  readonly file: SourceFile;
  readonly fileIndex: number;
  readonly onProgress?: OnProgress | undefined;
}

/**
 * Tells whether a file begins as the one that a document was begun with: its first recorded part is sealed once more
 * under the document's message id and compared. Nothing leaves the device.
 *
 * @throws RangeError or the file's own error when it cannot be read; the signal's reason
 */
export async function beginsSame(round: Round, file: SourceFile, begun: Begun): Promise<boolean> {
  const [station] = round.stations;
  const first = Math.min(...begun.recorded.keys());
  if (station === undefined || !Number.isFinite(first)) return false;
  return isSame(round, station, { file, begun, partNumber: first, signal: round.patience.signal });
}

/**
 * As `beginsSame`, for all that was recorded: only then do bytes that lie there and bytes to come make one file.
 *
 * @throws as `beginsSame`
 */
export async function isWhollySame(round: Round, candidate: Candidate, begun: Begun): Promise<boolean> {
  const { file, fileIndex, onProgress } = candidate;
  const { signal } = round.patience;
  const { sealer, facts } = await prepareAttempt(round.key, file.sizeBytes, begun.document.messageID);
  const recorded = sealer.parts.filter(({ partNumber }) => begun.recorded.has(partNumber));
  const { sealedSizeBytes: totalBytes } = facts;
  let sentBytes = 0;
  let isWhole = true;
  const tell = () => onProgress?.({ phase: "matching", fileIndex, sentBytes, totalBytes });
  tell();
  await inLanes(lanesOf(round), recorded, signal, async (station, part, linked) => {
    const { partNumber, sealedSizeBytes } = part;
    if (!isWhole) return;
    if (!(await isSame(round, station, { file, begun, partNumber, signal: linked }))) isWhole = false;
    if (begun.recorded.get(partNumber)?.isStored === true) sentBytes += sealedSizeBytes;
    tell();
  });
  return isWhole;
}

interface Comparison {
  readonly file: SourceFile;
  readonly begun: Begun;
  readonly partNumber: number;
  readonly signal: AbortSignal;
}

async function isSame(
  { key }: Round,
  station: Station,
  { file, begun, partNumber, signal }: Comparison,
): Promise<boolean> {
  const { messageID } = begun.document;
  const sealed = await station.seal({ key, messageID, file, partNumber }, signal);
  station.drop(sealed.ref);
  return sealed.sha256 === begun.recorded.get(partNumber)?.sha256;
}
