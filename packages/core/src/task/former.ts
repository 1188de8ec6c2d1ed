import { ReturnReason, type SubmissionID, type TaskID, type TaskView } from "@postern/contract";
import { derivedID, present, sha256, timeOf } from "../kernel/index.ts";
import type { TaskDeps } from "./deps.ts";
import { decidedAt, findTask, type Task } from "./store.ts";
import { messageOf } from "./view.ts";

/** One task for each round: a repeat meets its own row. */
export async function taskOfRound(submissionID: SubmissionID, round: number): Promise<TaskID> {
  return derivedID("tsk", timeOf(submissionID), await sha256([submissionID, round].join("\n")));
}

/** What the sender was asked for at the end of the round before; undefined in the first. @throws Problem `unavailable` */
export async function askedBefore(
  deps: Pick<TaskDeps, "reader" | "fields">,
  { clinicID, submissionID, round }: Task,
): Promise<TaskView["asked"]> {
  if (round === 1) return undefined;
  const former = await findTask(deps.reader, {
    clinicID,
    taskID: await taskOfRound(submissionID, round - 1),
  });
  const decision = ReturnReason.safeParse(former?.decision).data;
  const at = former && (await decidedAt(deps.reader, former));
  if (!former || !at || decision === undefined) return undefined;
  return present({ at, decision, message: await messageOf(deps, former) });
}
