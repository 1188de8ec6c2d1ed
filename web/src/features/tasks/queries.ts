import { reviewRoutes, type QueueID, type TaskID } from "@postern/contract";
import { query } from "@solidjs/router";
import { call } from "../session/session.ts";

/** Half of a queue: what nobody has taken yet, and what somebody works on. */
export type Lane = "open" | "claimed";

/** All queues of the person's locations, with counts. */
export const readQueues = query(() => call(reviewRoutes.queues, {}), "queues");

/** One page of a lane, oldest first. */
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
