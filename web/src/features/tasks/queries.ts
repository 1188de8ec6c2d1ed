import {
  reviewRoutes,
  type LocationID,
  type QueueID,
  type TaskID,
  type TaskSummary,
} from "@postern/contract";
import { query } from "@solidjs/router";
import { call } from "../session/session.ts";

/** A view of a queue: what nobody has taken yet, what somebody works on, and of both what is past its time. */
export type Lane = "open" | "claimed" | "overdue";
export const LANES: readonly Lane[] = ["open", "claimed", "overdue"];

/** All queues of the person's locations, with counts, and how many tasks the person has. */
export const readQueues = query(() => call(reviewRoutes.queues, {}), "queues");

/** What the person's locations are called. */
export async function readLocations(): Promise<ReadonlyMap<LocationID, string>> {
  const { locations } = await readQueues();
  return new Map(locations.map(({ locationID, name }) => [locationID, name]));
}

/** One page of a lane, oldest first; what is overdue, longest first. */
export const readTasks = query(
  (queueID: QueueID, lane: Lane, cursor?: string) =>
    call(reviewRoutes.tasks, { queueID, lane, ...(cursor === undefined ? {} : { cursor }) }),
  "tasks",
);

export const readMyTasks = query(
  (cursor?: string) => call(reviewRoutes.myTasks, cursor === undefined ? {} : { cursor }),
  "my-tasks",
);

/** What to go on with after a task: one's own that is due soonest, else what waits longest in the same queue. */
export async function readNextTask({
  taskID,
  queueID,
}: Pick<TaskSummary, "taskID" | "queueID">): Promise<TaskSummary | undefined> {
  const [mine, waiting] = await Promise.all([readMyTasks(), readTasks(queueID, "open")]);
  return [...mine.tasks, ...waiting.tasks].find((task) => task.taskID !== taskID);
}

/** Whom a task can be handed over to. */
export const readColleagues = query(
  async (taskID: TaskID) => (await call(reviewRoutes.colleagues, { taskID })).colleagues,
  "colleagues",
);

export const readTask = query((taskID: TaskID) => call(reviewRoutes.task, { taskID }), "task");

/** What the care team tells each other about a task, oldest first. */
export const readNotes = query(
  async (taskID: TaskID) => (await call(reviewRoutes.notes, { taskID })).notes,
  "notes",
);
