/**
 * How far a file is. Sizes are of sealed bytes; `sentBytes` counts only what the store has acknowledged, and `sent`
 * is told after the last acknowledgement. A file that starts again starts at zero again.
 */
export interface Progress {
  readonly phase: "sealing" | "sending" | "sent";
  readonly fileIndex: number;
  readonly sentBytes: number;
  readonly totalBytes: number;
}

export type OnProgress = (progress: Progress) => void;

/** Counts one attempt at one file. */
export interface ProgressCounter {
  sealing(): void;
  sending(): void;
  add(sentBytes: number): void;
  sent(): void;
}

/** @param onProgress left out for what is no file of the sender's: the manifest */
export function createProgressCounter(
  onProgress: OnProgress | undefined,
  fileIndex: number,
  totalBytes: number,
): ProgressCounter {
  let sentBytes = 0;
  const tell = (phase: Progress["phase"]) => onProgress?.({ phase, fileIndex, sentBytes, totalBytes });
  return {
    sealing: () => tell("sealing"),
    sending: () => tell("sending"),
    add(more) {
      sentBytes += more;
      tell("sending");
    },
    sent: () => tell("sent"),
  };
}
