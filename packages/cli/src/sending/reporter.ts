import type { Progress, Waiting } from "@postern/client";
import type { SubmissionID } from "@postern/contract";
import type { Terminal } from "../terminal/terminal.ts";
import { barLine } from "./bar.ts";
import { createTally } from "./tally.ts";

/** Tells how a sending goes on, to a person or to a program. */
export interface Reporter {
  opened(opened: { readonly submissionID: SubmissionID; readonly number: string }): void;
  progress(progress: Progress): void;
  waiting(waiting: Waiting): void;
}

export interface ReportedFile {
  /** As it was given. */
  readonly path: string;
  readonly sizeBytes: number;
}

/** One line of JSON for each event. */
export function createEventReporter(terminal: Terminal, files: readonly ReportedFile[]): Reporter {
  const tell = (event: Readonly<Record<string, unknown>>) => terminal.print(JSON.stringify(event));
  return {
    opened: (opened) => tell({ event: "opened", ...opened }),
    progress: ({ fileIndex, ...progress }) =>
      tell({ event: "progress", file: files[fileIndex]?.path, ...progress }),
    waiting: ({ why, until }) =>
      tell({
        event: "waiting",
        why,
        ...(until === undefined ? {} : { until: new Date(until).toISOString() }),
      }),
  };
}

const WAITING: Readonly<Record<Waiting["why"], string>> = {
  offline: "The network is away. Waiting for it ...",
  busy: "The portal is busy. Waiting ...",
  "refused-url": "Asking the portal for leave anew ...",
};

/** A bar that is drawn anew where the terminal can, else a line for each file that has come in. */
export function createLineReporter(terminal: Terminal, files: readonly ReportedFile[]): Reporter {
  const tally = createTally(files.map(({ sizeBytes }) => sizeBytes));
  let shown = "";
  return {
    opened({ submissionID, number }) {
      terminal.note(`Submission ${number} is open. If this is cut off: --resume ${submissionID}`);
    },
    progress(progress) {
      const standing = tally.take(progress);
      if (terminal.isInteractive) {
        const line = barLine(standing, terminal.width);
        if (line !== shown) terminal.redraw(line);
        shown = line;
      } else if (progress.phase === "sent") {
        terminal.note(`${standing.sentFiles} of ${standing.files} sent: ${files[progress.fileIndex]?.path}`);
      }
    },
    waiting: ({ why }) => terminal.note(WAITING[why]),
  };
}
