import type { Trouble } from "../../lib/trouble.ts";
import type { UploadEvent } from "./machine.ts";

/** What a run's failure means to the sending: a session that is over stops it only until the next sign-in. */
export function endingEvent(trouble: Trouble): UploadEvent {
  if (trouble.ending !== undefined) return { type: "locked", lock: "stopped" };
  if (trouble.kind !== "refused-files") return { type: "failed", trouble };
  const reasons = new Map(trouble.refused?.map(({ fileIndex, reason }) => [fileIndex, reason]));
  return { type: "refused", trouble, reasons };
}
