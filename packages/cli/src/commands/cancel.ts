import { intakeRoutes, type SubmissionID } from "@postern/contract";
import { EXIT, type ExitCode } from "../exit.ts";
import type { Connection } from "../session/connect.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** Gives up a submission that was begun and never handed in. Again changes nothing. */
export async function cancel(
  { api }: Connection,
  terminal: Terminal,
  { submissionID, isJSON }: { readonly submissionID: SubmissionID; readonly isJSON: boolean },
): Promise<ExitCode> {
  const { state } = await api.call(intakeRoutes.cancelSubmission, { submissionID });
  const words = "Cancelled. What was begun is not kept, and does not go to the care team.";
  terminal.print(isJSON ? JSON.stringify({ event: "done", submissionID, state }) : words);
  return EXIT.ok;
}
