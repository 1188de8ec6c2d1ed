import type { PersonID, TaskView } from "@postern/contract";
import { reasonWords } from "./words.ts";

/** Two views of one task; the parts that another person can have changed. */
export type TaskFace = Pick<TaskView, "state" | "assigneeID" | "assigneeName" | "version" | "decision">;

/**
 * Says what became of a task while somebody had it open, by whom if the server names him.
 *
 * @param before as the person saw it
 * @param after as it is now
 * @param me the person
 */
export function changeWords(before: TaskFace, after: TaskFace, me: PersonID): string {
  const who = after.assigneeID === me ? "You" : (after.assigneeName ?? "A colleague");
  switch (after.state) {
    case "open":
      return before.state === "open"
        ? "It was claimed and put back meanwhile. Nobody has it now."
        : "It was put back into the queue. Nobody has it now.";
    case "claimed":
      return after.assigneeID === me ? "You have it already." : `${who} has it now.`;
    case "accepted":
      return `${who} accepted it.`;
    case "returned":
      return `${who} returned it to the sender${because(after)}.`;
    case "rejected":
      return `${who} rejected it${because(after)}.`;
  }
}

function because({ decision }: TaskFace): string {
  return decision === undefined ? "" : `: ${reasonWords(decision).toLowerCase()}`;
}
