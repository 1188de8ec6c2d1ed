import type { SealedPart } from "../station/index.ts";

/**
 * How far a file is. Sizes are of sealed bytes; `sentBytes` counts what the store has acknowledged, in this run or
 * before, and what is on its way to it, where that can be known: it falls by what must be sent again. `sent` is told
 * after the last acknowledgement. A file that starts again starts at zero again. `matching`: what an earlier run has
 * begun is sealed once more, to prove that this is the same file.
 */
export interface Progress {
  readonly phase: "matching" | "sealing" | "sending" | "sent";
  readonly fileIndex: number;
  readonly sentBytes: number;
  readonly totalBytes: number;
}

export type OnProgress = (progress: Progress) => void;

type Part = Pick<SealedPart, "partNumber" | "sizeBytes">;

/** Counts one attempt at one file. */
export interface ProgressCounter {
  sealing(): void;
  sending(): void;
  /** So many bytes of a part have left, or none any more. */
  onTheWay(part: Part, sentBytes: number): void;
  /** A part is in the store. */
  stored(part: Part): void;
  sent(): void;
}

/**
 * @param onProgress left out for what is no file of the sender's: the manifest
 * @param sizes what the store has already, and how much there is in all
 */
export function createProgressCounter(
  onProgress: OnProgress | undefined,
  fileIndex: number,
  { sentBytes: storedBytes, totalBytes }: { readonly sentBytes: number; readonly totalBytes: number },
): ProgressCounter {
  let sentBytes = storedBytes;
  const moving = new Map<number, number>();
  const tell = (phase: Progress["phase"]) => onProgress?.({ phase, fileIndex, sentBytes, totalBytes });
  /** @returns whether it changes anything */
  function count({ partNumber }: Part, now: number): boolean {
    const before = moving.get(partNumber) ?? 0;
    moving.set(partNumber, now);
    sentBytes += now - before;
    return now !== before;
  }
  return {
    sealing: () => tell("sealing"),
    sending: () => tell("sending"),
    onTheWay(part, leftBytes) {
      // What has left may still lie in some buffer: nothing is said to be whole before the store has it.
      if (count(part, Math.min(leftBytes, part.sizeBytes - 1))) tell("sending");
    },
    stored(part) {
      count(part, part.sizeBytes);
      tell("sending");
    },
    sent: () => tell("sent"),
  };
}
