import { TASK_STATES } from "@postern/contract";
import { COUNT, FIXED, KEY, PRIMARY, RECORD_INDEX_KEYS, TEXT, Entity } from "../aws/index.ts";

const model = (entity: string) => ({ entity, version: "1" });
const record = { table: "record" };
const NUMBER = { ...COUNT, required: true } as const;

export const TaskRow = new Entity(
  {
    model: model("task"),
    attributes: {
      ...KEY,
      clinicID: FIXED,
      taskID: FIXED,
      submissionID: FIXED,
      number: FIXED,
      state: { type: TASK_STATES, required: true },
      kind: FIXED,
      locationID: FIXED,
      service: TEXT,
      urgency: FIXED,
      patientID: TEXT,
      organizationID: TEXT,
      documentCount: NUMBER,
      round: NUMBER,
      queueID: { ...TEXT, required: true },
      ruleName: FIXED,
      ruleVersion: NUMBER,
      receivedAt: FIXED,
      dueAt: FIXED,
      assigneeID: TEXT,
      decision: TEXT,
      message: TEXT,
      noteCount: COUNT,
      version: NUMBER,
      ...RECORD_INDEX_KEYS,
    },
    indexes: {
      primary: PRIMARY,
      byQueue: { index: "gsi1", pk: "gsi1pk", sk: "gsi1sk" },
      byAssignee: { index: "gsi2", pk: "gsi2pk", sk: "gsi2sk" },
      byDue: { index: "gsi3", pk: "gsi3pk", sk: "gsi3sk" },
    },
  },
  record,
);
/** Created, never changed: the history of a task. */
export const TaskVersionRow = new Entity(
  {
    model: model("task-version"),
    attributes: {
      ...KEY,
      clinicID: FIXED,
      state: FIXED,
      queueID: FIXED,
      assigneeID: TEXT,
      decision: TEXT,
      at: FIXED,
      by: FIXED,
    },
    indexes: { primary: PRIMARY },
  },
  record,
);
export const CountRow = new Entity(
  {
    model: model("queue-count"),
    // Made and changed by the same update, which may not set what is fixed.
    attributes: { ...KEY, clinicID: TEXT, open: COUNT, claimed: COUNT },
    indexes: { primary: PRIMARY },
  },
  record,
);

/** Created, never changed: what the care team tells each other, in the task's partition. */
export const NoteRow = new Entity(
  {
    model: model("task-note"),
    attributes: {
      ...KEY,
      clinicID: FIXED,
      taskID: FIXED,
      noteID: FIXED,
      authorID: FIXED,
      role: FIXED,
      at: FIXED,
      text: FIXED,
    },
    indexes: { primary: PRIMARY },
  },
  record,
);
