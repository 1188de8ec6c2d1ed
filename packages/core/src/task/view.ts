import type { TaskSummary } from "@postern/contract";
import type { Facts } from "../kernel/index.ts";
import { present } from "../kernel/index.ts";
import type { TaskDeps } from "./deps.ts";
import { taskRow } from "./row.ts";
import type { Task } from "./store.ts";

/** A task as lists show it: routing facts and times, no names. */
export function taskSummary(task: Task): TaskSummary {
  const { taskID, submissionID, number, state, kind, locationID, service, urgency, queueID } = task;
  const { round, documentCount, receivedAt, dueAt, assigneeID, version } = task;
  const what = { taskID, submissionID, number, state, kind, locationID, service, urgency, queueID };
  return present({ ...what, round, documentCount, receivedAt, dueAt, assigneeID, version });
}

/** A task as audit events name it. */
export function factsOf({ taskID, submissionID, patientID }: Task): Facts {
  return { entityID: taskID, submissionID, patientID };
}

/** What the sender was told beside the decision, opened. @throws Problem `unavailable` */
export async function messageOf(
  deps: Pick<TaskDeps, "fields">,
  task: Pick<Task, "clinicID" | "taskID" | "message">,
): Promise<string | undefined> {
  if (task.message === undefined) return undefined;
  const fields = await deps.fields();
  return fields.open(taskRow(task), "message", task.message);
}
