import type { NoteKey } from "./note-store.ts";
import type { TaskKey } from "./store.ts";

/** Names of rows, as sealed fields are bound to them. */
export const taskRow = ({ clinicID, taskID }: TaskKey) => `${clinicID}#tsk#${taskID}`;
export const noteRow = ({ noteID, ...task }: NoteKey) => `${taskRow(task)}#${noteID}`;
