/**
 * How far a file is. Sizes are of sealed bytes; `sentBytes` counts only what the store has acknowledged, in this run or
 * before, and `sent` is told after the last acknowledgement. A file that starts again starts at zero again. `matching`:
 * what an earlier run has begun is sealed once more, to prove that this is the same file.
 */
export interface Progress {
  readonly phase: "matching" | "sealing" | "sending" | "sent";
  readonly fileIndex: number;
  readonly sentBytes: number;
  readonly totalBytes: number;
}

export type OnProgress = (progress: Progress) => void;

/** Counts one attempt at one file. */
export interface ProgressCounter {
  sealing(): void;
  sending(): void;
  /** So many more bytes are in the store. */
  add(sentBytes: number): void;
  sent(): void;
}

/**
 * @param onProgress left out for what is no file of the sender's: the manifest
 * @param sizes what the store has already, and how much there is in all
 */
export function createProgressCounter(
  onProgress: OnProgress | undefined,
  fileIndex: number,
  { sentBytes, totalBytes }: { readonly sentBytes: number; readonly totalBytes: number },
): ProgressCounter {
  let counted = sentBytes;
  const tell = (phase: Progress["phase"]) =>
    onProgress?.({ phase, fileIndex, sentBytes: counted, totalBytes });
  return {
    sealing: () => tell("sealing"),
    sending: () => tell("sending"),
    add(more) {
      counted += more;
      tell("sending");
    },
    sent: () => tell("sent"),
  };
}
