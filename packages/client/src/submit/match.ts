import { readExactly, type SourceFile } from "../file.ts";
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
 * Finds the document that was begun with a file: all that was recorded of it is sealed once more, under its message id,
 * and compared. Nothing leaves the device. Each document costs a seal of the file's part, since no two are sealed alike.
 *
 * @param begun documents of which something was recorded
 * @throws RangeError or the file's own error when it cannot be read; the signal's reason
 */
export async function findSame(
  round: Round,
  candidate: Candidate,
  begun: readonly Begun[],
): Promise<Begun | undefined> {
  const file = begun.length > 1 ? heldOnce(candidate.file) : candidate.file;
  const left = new Set(begun);
  while (left.size > 0) {
    let found: Begun | undefined;
    await inLanes(lanesOf(round), [...left], round.patience.signal, async (station, one, signal) => {
      if (found !== undefined) return;
      const partNumber = Math.min(...one.recorded.keys());
      const isAlike = await isSame(round, station, { file, begun: one, partNumber, signal });
      if (isAlike) found ??= one;
      else left.delete(one);
    });
    if (found === undefined || (await isWhollySame(round, candidate, found))) return found;
    left.delete(found);
  }
  return undefined;
}

/** Whether the parts after the first that was recorded are the same, too: only then do old bytes and new make one file. */
async function isWhollySame(round: Round, candidate: Candidate, begun: Begun): Promise<boolean> {
  const { file, fileIndex, onProgress } = candidate;
  const { signal } = round.patience;
  const { sealer, facts } = await prepareAttempt(round.key, file.sizeBytes, begun.document.messageID);
  const [first, ...others] = sealer.parts.filter(({ partNumber }) => begun.recorded.has(partNumber));
  const { sealedSizeBytes: totalBytes } = facts;
  let sentBytes = 0;
  let isWhole = true;
  function count(part: { partNumber: number; sealedSizeBytes: number } | undefined) {
    if (part !== undefined && begun.recorded.get(part.partNumber)?.isStored === true)
      sentBytes += part.sealedSizeBytes;
    onProgress?.({ phase: "matching", fileIndex, sentBytes, totalBytes });
  }
  onProgress?.({ phase: "matching", fileIndex, sentBytes, totalBytes });
  count(first);
  await inLanes(lanesOf(round), others, signal, async (station, part, linked) => {
    const { partNumber } = part;
    if (!isWhole) return;
    if (!(await isSame(round, station, { file, begun, partNumber, signal: linked }))) isWhole = false;
    count(part);
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

/** The same file, which keeps the range that it read last: a browser takes longer to read a small one than to seal it. */
function heldOnce(file: SourceFile): SourceFile {
  const { name, sizeBytes } = file;
  let held: { range: string; bytes: ReturnType<SourceFile["read"]> } | undefined;
  return {
    name,
    sizeBytes,
    read(start, end) {
      const range = [start, end].join("-");
      if (held?.range !== range) held = { range, bytes: readExactly(file, start, end) };
      return held.bytes;
    },
  };
}
