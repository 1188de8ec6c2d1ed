import type { PersonID, TaskView } from "@postern/contract";
import { reasonWords, TASK_WORDS as WORDS } from "./words.ts";

/** Two views of one task; the parts that another person can have changed. */
export type TaskFace = Pick<TaskView, "state" | "assigneeID" | "assigneeName" | "version" | "decision">;

/** What is said to somebody whom another one forestalled. */
export interface Change {
  readonly title: string;
  readonly text: string;
}

/**
 * Says what became of a task while somebody had it open, by whom if the server names him.
 *
 * @param before as the person saw it
 * @param after as it is now
 * @param me the person
 */
export function changeWords(before: TaskFace, after: TaskFace, me: PersonID): Change {
  const isFaster = before.state === "open" && after.state === "claimed" && after.assigneeID !== me;
  return { title: isFaster ? WORDS.faster : WORDS.changed, text: textOf(before, after, me) };
}

function textOf(before: TaskFace, after: TaskFace, me: PersonID): string {
  const { changes } = WORDS;
  const who = after.assigneeID === me ? WORDS.you : (after.assigneeName ?? WORDS.colleague);
  const why = after.decision === undefined ? undefined : reasonWords(after.decision);
  switch (after.state) {
    case "open":
      return before.state === "open" ? changes.cameAndWent : changes.putBack;
    case "claimed":
      return after.assigneeID === me ? changes.mine : changes.taken(who);
    case "accepted":
      return changes.accepted(who);
    case "returned":
      return changes.returned(who, why);
    case "rejected":
      return changes.rejected(who, why);
  }
}
