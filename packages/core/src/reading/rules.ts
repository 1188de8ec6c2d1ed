import type { Person } from "../kernel/index.ts";
import type { SubmissionRecord } from "../intake/index.ts";
import { READERS, isAssignedReader, worksAt, type TaskRecord } from "../task/index.ts";

/**
 * Who may read what was sent: its patient and its author, always; a provider or medical assistant of its location who
 * is the assignee of its latest task. Never the front desk, owners or security officers.
 *
 * @param task the submission's latest task; null when it has none
 */
export function mayRead(actor: Person, head: SubmissionRecord, task: TaskRecord | null): boolean {
  if (actor.personID === head.authorID) return true;
  if (actor.type === "patient") return actor.patientID === head.patientID;
  if (!isReader(actor) || task === null || task.taskID !== head.taskID) return false;
  // A new round is not theirs before it is handed over: its sender may still take a file back.
  if (task.round !== head.round) return false;
  return worksAt(actor.locationIDs, head.locationID) && isAssignedReader(task, actor.personID);
}

type Reader = Extract<Person, { type: (typeof READERS)[number] }>;
const isReader = (actor: Person): actor is Reader => (READERS as readonly string[]).includes(actor.type);

/** True when a person reads because a task is theirs: the task is then part of the condition. */
export function readsByTask(actor: Person, head: SubmissionRecord): boolean {
  return actor.personID !== head.authorID && actor.type !== "patient";
}
