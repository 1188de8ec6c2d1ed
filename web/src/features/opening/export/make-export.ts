import { reviewRoutes, type DocumentID, type StepUpID, type SubmissionID } from "@postern/contract";
import { troubleOf } from "../../../lib/trouble.ts";
import type { call } from "../../session/session.ts";
import type { ExportEvent, Recorded } from "./machine.ts";

export interface ExportOptions {
  readonly call: typeof call;
  readonly submissionID: () => SubmissionID;
  readonly documentID: () => DocumentID;
  /** Opens the document once more and lets the browser save it. */
  readonly save: () => Promise<void>;
  /** Draws its pages and lets the browser print them. */
  readonly print: (exportedAt: string, onPage: (page: number) => void) => Promise<void>;
  readonly send: (event: ExportEvent) => void;
}

/** The way of a document out of the portal: first into the log, then out. */
export function makeExport(options: ExportOptions) {
  const { call: callServer, save, print, send } = options;

  async function leave(recorded: Recorded): Promise<void> {
    send({ type: "recorded", recorded });
    try {
      if (recorded.form === "file") await save();
      else await print(recorded.exportedAt, (page) => send({ type: "page", page }));
      send({ type: "gone" });
    } catch (error) {
      send({ type: "failed", trouble: troubleOf(error) });
    }
  }

  return {
    /** Writes it into the log, and begins. @throws TroubleError when it is not in the log: then nothing leaves */
    async begin(form: Recorded["form"], stepUpID: StepUpID): Promise<void> {
      const [submissionID, documentID] = [options.submissionID(), options.documentID()];
      const input = { submissionID, documentID, stepUpID, form };
      const { exportedAt } = await callServer(reviewRoutes.exportDocument, input);
      void leave({ form, exportedAt });
    },
    /** Goes on where it stopped: it is in the log already. */
    goOn: (recorded: Recorded) => void leave(recorded),
  };
}
