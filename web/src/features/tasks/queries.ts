import { reviewRoutes, type QueueID, type TaskID } from "@postern/contract";
import { query } from "@solidjs/router";
import { call } from "../session/session.ts";

/** A view of a queue: what nobody has taken yet, what somebody works on, and of both what is past its time. */
export type Lane = "open" | "claimed" | "overdue";
export const LANES: readonly Lane[] = ["open", "claimed", "overdue"];

/** All queues of the person's locations, with counts, and how many tasks the person has. */
export const readQueues = query(() => call(reviewRoutes.queues, {}), "queues");

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
