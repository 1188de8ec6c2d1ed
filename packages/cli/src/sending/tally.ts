import type { Progress } from "@postern/client";

/** How far the whole is. Sizes are of the files as they lie on the disk. */
export interface Standing {
  readonly sentFiles: number;
  readonly files: number;
  readonly sentBytes: number;
  readonly totalBytes: number;
  readonly phase: Progress["phase"];
}

/** Adds up what is told of each file. */
export interface Tally {
  take(progress: Progress): Standing;
}

/** @param sizes of the files in bytes, in their order */
export function createTally(sizes: readonly number[]): Tally {
  const shares = sizes.map(() => 0);
  const sent = new Set<number>();
  const totalBytes = sizes.reduce((sum, size) => sum + size, 0);
  return {
    take({ phase, fileIndex, sentBytes, totalBytes: sealedBytes }) {
      shares[fileIndex] = phase === "sent" ? 1 : sentBytes / sealedBytes;
      if (phase === "sent") sent.add(fileIndex);
      const done = sizes.reduce((sum, size, index) => sum + size * (shares[index] ?? 0), 0);
      return { sentFiles: sent.size, files: sizes.length, sentBytes: Math.floor(done), totalBytes, phase };
    },
  };
}
