export * as Colleague from "./colleague.ts";
export * as Decision from "./decision.ts";
export * as Note from "./note.ts";
export * as Queue from "./queue.ts";
export * as Task from "./task.ts";
export type { TaskDeps } from "./deps.ts";
export { CARE_TEAM, READERS, isAssignedReader, nextTaskState, worksAt } from "./rules.ts";
export { checkAssignee, describeMove, describeNewTask, findTask } from "./store.ts";
export type { NewTask, Task as TaskRecord } from "./store.ts";
