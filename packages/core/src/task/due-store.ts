import { LIMITS, TaskID, type ClinicID, type LocationID, type QueueID } from "@postern/contract";
import { keys } from "../aws/index.ts";
import type { Item, Reader } from "../kernel/index.ts";
import { TaskRow } from "./entities.ts";
import { findTask, type Paging, type Task } from "./store.ts";

const ROWS_AT_ONCE = 200;
/** How much of the index one call looks at: it is the clinic's, and other locations' work may stand before one's own. */
const MOST_ROWS = 1000;

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
 * How many of the overdue tasks that are wanted stand in each of these queues, counted no further than is shown.
 *
 * @param most rows to look at
 * @returns `isMore` when not all were looked at, so that queues may hold more than was counted
 */
export async function countOverdue(
  overdue: AsyncIterable<DueTask>,
  queues: readonly QueueID[],
  isWanted: (task: DueTask) => boolean,
  most = MOST_ROWS,
): Promise<{ readonly counts: ReadonlyMap<QueueID, number>; readonly isMore: boolean }> {
  const counts = new Map(queues.map((queueID) => [queueID, 0]));
  let looked = 0;
  for await (const due of overdue) {
    if (looked++ === most) return { counts, isMore: true };
    const count = counts.get(due.queueID);
    if (count === undefined || count === LIMITS.overdueShown || !isWanted(due)) continue;
    counts.set(due.queueID, count + 1);
    if ([...counts.values()].every((each) => each === LIMITS.overdueShown)) break;
  }
  return { counts, isMore: false };
}

/**
 * A page of the overdue tasks that are wanted. The index may be old, so each task is then read by its key: a page may be
 * shorter than its limit. It is, too, when it took too many rows to fill it; it may then be empty and not the last.
 *
 * @param most rows to look at
 */
export async function overduePage(
  reader: Reader,
  clinicID: ClinicID,
  now: string,
  isWanted: (task: DueTask) => boolean,
  { limit, after }: Paging,
  most = MOST_ROWS,
): Promise<{ tasks: readonly Task[]; last: Item | undefined }> {
  const shown: DueTask[] = [];
  let looked = 0;
  let before = after;
  let last: Item | undefined;
  for await (const due of overdueTasks(reader, clinicID, now, after)) {
    const isFull = shown.length === limit && isWanted(due);
    if (isFull || looked++ === most) {
      last = before;
      break;
    }
    if (isWanted(due)) shown.push(due);
    before = due.key;
  }
  const tasks = await Promise.all(shown.map(({ taskID }) => findTask(reader, { clinicID, taskID })));
  const isUndecided = (task: Task | null) => task?.state === "open" || task?.state === "claimed";
  return {
    tasks: tasks.filter(isUndecided) as readonly Task[],
    last,
  };
}
