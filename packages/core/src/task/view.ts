import type { TaskSummary } from "@postern/contract";
import { present } from "../kernel/index.ts";
import type { Task } from "./store.ts";

/** A task as lists show it: routing facts and times, no names. */
export function taskSummary(task: Task): TaskSummary {
  const { taskID, submissionID, number, state, kind, locationID, service, urgency, queueID } = task;
  const { round, documentCount, receivedAt, dueAt, assigneeID, version } = task;
  const what = { taskID, submissionID, number, state, kind, locationID, service, urgency, queueID };
  return present({ ...what, round, documentCount, receivedAt, dueAt, assigneeID, version });
}
