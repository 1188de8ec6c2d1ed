import type { SubmissionID } from "@postern/contract";
import { checkMembership } from "../identity/index.ts";
import { findSubmission, type SubmissionRecord } from "../intake/index.ts";
import type { Context, Person, Reader, Write } from "../kernel/index.ts";
import { missing } from "../kernel/index.ts";
import { checkAssignee, findTask, type TaskRecord } from "../task/index.ts";
import { mayRead, readsByTask } from "./rules.ts";

export interface Permission {
  readonly head: SubmissionRecord;
  readonly task: TaskRecord | null;
  /** What must still be so when the audit row is written. */
  readonly checks: readonly Write[];
}

/**
 * Decides whether a person may read a submission. `keys` and `review` both ask here, each with its own rights, and both
 * must agree before anything can be opened.
 *
 * @throws Problem `missing` when not, or when there is no such submission: the two look alike
 */
export async function permitReading(
  reader: Reader,
  { actor }: Context<Person>,
  submissionID: SubmissionID,
): Promise<Permission> {
  const { clinicID } = actor;
  const head = await findSubmission(reader, { clinicID, submissionID });
  if (head === null) throw missing();
  const task = head.taskID === undefined ? null : await findTask(reader, { clinicID, taskID: head.taskID });
  if (!mayRead(actor, head, task)) throw missing();
  const byTask = readsByTask(actor, head) && task !== null;
  return {
    head,
    task,
    checks: [checkMembership(actor, actor.epoch), ...(byTask ? [checkAssignee(task, actor.personID)] : [])],
  };
}
