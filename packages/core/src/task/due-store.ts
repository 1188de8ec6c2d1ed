import { TaskID, type ClinicID, type LocationID, type QueueID } from "@postern/contract";
import { keys } from "../aws/index.ts";
import type { Item, Reader } from "../kernel/index.ts";
import { TaskRow } from "./entities.ts";
import { findTask, type Paging, type Task } from "./store.ts";

const ROWS_AT_ONCE = 200;

/** What the index of what is due tells of a task. */
export interface DueTask {
  readonly taskID: TaskID;
  readonly queueID: QueueID;
  readonly locationID: LocationID;
  /** From where a page goes on. */
  readonly key: Item;
}

function asDue({ pk, sk, gsi3pk, gsi3sk, queueID, locationID }: Item): DueTask {
  const taskID = TaskID.parse(String(gsi3sk).split("#")[1]);
  const key = { pk, sk, gsi3pk, gsi3sk };
  return { taskID, queueID: queueID as QueueID, locationID: locationID as LocationID, key };
}

/** A clinic's undecided tasks whose due time is past, longest overdue first, read as far as they are asked for. */
export async function* overdueTasks(
  reader: Reader,
  clinicID: ClinicID,
  now: string,
  after?: Item,
): AsyncGenerator<DueTask> {
  const past = TaskRow.query.byDue({ gsi3pk: keys.due(clinicID, "tsk") }).lt({ gsi3sk: now });
  let start = after;
  do {
    const { items, last } = await reader.query(past.params(), { limit: ROWS_AT_ONCE, after: start });
    yield* items.map(asDue);
    start = last;
  } while (start !== undefined);
}

/**
 * A page of the overdue tasks that are wanted. The index may be old, so each task is then read by its key: a page may be
 * shorter than its limit.
 */
export async function overduePage(
  reader: Reader,
  clinicID: ClinicID,
  now: string,
  isWanted: (task: DueTask) => boolean,
  { limit, after }: Paging,
): Promise<{ tasks: readonly Task[]; last: Item | undefined }> {
  const found: DueTask[] = [];
  for await (const due of overdueTasks(reader, clinicID, now, after)) {
    if (isWanted(due)) found.push(due);
    if (found.length > limit) break;
  }
  const shown = found.slice(0, limit);
  const tasks = await Promise.all(shown.map(({ taskID }) => findTask(reader, { clinicID, taskID })));
  const isUndecided = (task: Task | null) => task?.state === "open" || task?.state === "claimed";
  return {
    tasks: tasks.filter(isUndecided) as readonly Task[],
    last: found.length > limit ? shown.at(-1)?.key : undefined,
  };
}
