import {
  UNOPENED_RETURN_REASONS,
  type LocationID,
  type PersonID,
  type ReturnReason,
  type SubmissionState,
  type TaskState,
} from "@postern/contract";
import type { ActorType } from "../kernel/index.ts";

export type TaskEvent = "claim" | "release" | "hand-over" | "accept" | "return" | "reject";

/** The life of a task, whole. Closed tasks stay closed: a new round makes a new task. */
export const TASK_TRANSITIONS: Readonly<Record<TaskEvent, Readonly<Partial<Record<TaskState, TaskState>>>>> =
  {
    claim: { open: "claimed" },
    release: { claimed: "open" },
    "hand-over": { claimed: "claimed" },
    accept: { claimed: "accepted" },
    return: { claimed: "returned" },
    reject: { claimed: "rejected" },
  };

/** @returns the state that follows, or null when the event cannot happen in this state */
export function nextTaskState(state: TaskState, event: TaskEvent): TaskState | null {
  return TASK_TRANSITIONS[event][state] ?? null;
}

/** Where a decided task leaves its submission. */
export const DECIDED_STATE = {
  accept: "closed",
  return: "returned",
  reject: "rejected",
} as const satisfies Partial<Record<TaskEvent, SubmissionState>>;

/** Roles that work queues. */
export const CARE_TEAM = [
  "front-desk",
  "medical-assistant",
  "provider",
] as const satisfies readonly ActorType[];
/** Roles that may read what was sent, once the task is theirs. */
export const READERS = ["medical-assistant", "provider"] as const satisfies readonly ActorType[];

/** Whether someone of this role can know that a reason to return holds: whoever opens nothing knows little. */
export function mayJudge(role: ActorType, reason: ReturnReason): boolean {
  return (READERS as readonly ActorType[]).includes(role) || UNOPENED_RETURN_REASONS.includes(reason);
}

/** Locations bind everyone who works here: of another location's work they see nothing. */
export function worksAt(locationIDs: readonly LocationID[], locationID: LocationID | undefined): boolean {
  return locationID === undefined || locationIDs.includes(locationID);
}

interface Assigned {
  readonly state: TaskState;
  readonly assigneeID?: PersonID;
}

/** The assignee stays on a closed task: he may look again at what he decided. A rejected one is not for him. */
export function isAssignedReader(task: Assigned, personID: PersonID): boolean {
  return task.assigneeID === personID && ["claimed", "accepted", "returned"].includes(task.state);
}
