import type {
  ClinicID,
  LocationID,
  OrganizationID,
  PatientID,
  PersonID,
  QueueID,
  RejectReason,
  ReturnReason,
  Service,
  SubmissionID,
  SubmissionKind,
  TaskID,
  TaskState,
  Urgency,
} from "@postern/contract";
import { keys, monthOf } from "../aws/index.ts";
import type { Item, Reader, Write } from "../kernel/index.ts";
import { check, present, put, update } from "../kernel/index.ts";
import { CountRow, TaskRow, TaskVersionRow } from "./entities.ts";

export interface NewTask {
  readonly clinicID: ClinicID;
  readonly taskID: TaskID;
  readonly submissionID: SubmissionID;
  readonly number: string;
  readonly kind: SubmissionKind;
  readonly locationID: LocationID;
  readonly service?: Service | undefined;
  readonly urgency: Urgency;
  readonly patientID?: PatientID | undefined;
  readonly organizationID?: OrganizationID | undefined;
  readonly documentCount: number;
  readonly round: number;
  readonly queueID: QueueID;
  readonly ruleName: string;
  readonly ruleVersion: number;
  readonly receivedAt: string;
  readonly dueAt: string;
}
export interface Task extends NewTask {
  readonly state: TaskState;
  readonly assigneeID?: PersonID;
  readonly decision?: ReturnReason | RejectReason;
  /** What the sender was told beside the decision, sealed; see `Fields` and `taskRow`. */
  readonly message?: string;
  readonly noteCount?: number;
  readonly version: number;
}
export interface TaskKey {
  readonly clinicID: ClinicID;
  readonly taskID: TaskID;
}

export const headKey = ({ clinicID, taskID }: TaskKey) => ({ pk: keys.task(clinicID, taskID), sk: "head" });
const asTask = (item: Item) => TaskRow.parse({ Item: { ...item } }).data as unknown as Task;

const versionKey = (task: Task) => ({
  pk: headKey(task).pk,
  sk: `v#${String(task.version).padStart(6, "0")}`,
});

function versionRow(task: Task, at: string, by: string): Write {
  const { clinicID, state, queueID, assigneeID, decision } = task;
  const row = present({ clinicID, state, queueID, assigneeID, decision, at, by });
  return put(TaskVersionRow.create({ ...row, ...versionKey(task) }).params());
}

/** When a task that is over was decided, as an ISO 8601 instant. */
export async function decidedAt(reader: Reader, task: Task): Promise<string | undefined> {
  const item = await reader.get(TaskVersionRow.get(versionKey(task)).params());
  return typeof item?.["at"] === "string" ? item["at"] : undefined;
}

/** Counts stand in the same transaction as the state that they count, so they are right under every retry. */
function countRow(
  { clinicID, queueID }: Pick<Task, "clinicID" | "queueID">,
  add: { open: number; claimed: number },
) {
  const key = { pk: keys.count(clinicID, queueID), sk: "s#00" };
  return update(CountRow.update(key).set({ clinicID }).add(add).params());
}

/** A task that has just been routed: its head, its first version, and its queue's count. */
export function describeNewTask(task: NewTask): Write[] {
  const { clinicID, queueID, taskID, receivedAt, dueAt } = task;
  const head: Task = { ...task, state: "open", version: 1 };
  const index = {
    gsi1pk: keys.tasksOfQueue(clinicID, queueID, "open"),
    gsi1sk: keys.at(receivedAt, taskID),
    gsi3pk: keys.due(clinicID, "tsk"),
    gsi3sk: keys.at(dueAt, taskID),
  };
  return [
    put(TaskRow.create({ ...present(head), ...index, ...headKey(task) }).params()),
    versionRow(head, receivedAt, "routing"),
    countRow(task, { open: 1, claimed: 0 }),
  ];
}

const counted = (state: TaskState) => ({
  open: Number(state === "open"),
  claimed: Number(state === "claimed"),
});

/**
 * Moves a task that is still as it was read: its head, a version of its history, and its queue's counts.
 *
 * @param to `assigneeID` null: nobody's any more
 */
export function describeMove(
  task: Task,
  to: {
    readonly state: TaskState;
    readonly assigneeID: PersonID | null;
    readonly decision?: Task["decision"];
    /** Sealed. */
    readonly message?: string | undefined;
  },
  at: string,
  by: string,
): Write[] {
  const { clinicID, taskID, queueID } = task;
  const isLive = to.state === "open" || to.state === "claimed";
  const lane = isLive ? to.state : `${to.state}-${monthOf(at)}`;
  const isMine = to.state === "claimed" && to.assigneeID !== null;
  const set = present({
    state: to.state,
    assigneeID: to.assigneeID ?? undefined,
    decision: to.decision,
    message: to.message,
    gsi1pk: keys.tasksOfQueue(clinicID, queueID, lane),
    gsi2pk: isMine && to.assigneeID !== null ? keys.tasksOfPerson(clinicID, to.assigneeID) : undefined,
    gsi2sk: isMine ? keys.at(task.dueAt, taskID) : undefined,
    version: task.version + 1,
  });
  const gone = [
    ...(to.assigneeID === null ? (["assigneeID"] as const) : []),
    ...(isMine ? [] : (["gsi2pk", "gsi2sk"] as const)),
    ...(isLive ? [] : (["gsi3pk", "gsi3sk"] as const)),
  ];
  const head = TaskRow.patch(headKey(task))
    .set(set)
    .remove(gone)
    .where((row, { eq }) => `${eq(row.version, task.version)} AND ${eq(row.state, task.state)}`);
  const { assigneeID: _before, ...rest } = task;
  const after: Task = {
    ...rest,
    state: to.state,
    version: task.version + 1,
    ...(to.assigneeID === null ? {} : { assigneeID: to.assigneeID }),
    ...(to.decision === undefined ? {} : { decision: to.decision }),
  };
  const before = counted(task.state);
  const now = counted(to.state);
  const add = { open: now.open - before.open, claimed: now.claimed - before.claimed };
  return [
    update(head.params()),
    versionRow(after, at, by),
    ...(add.open === 0 && add.claimed === 0 ? [] : [countRow(task, add)]),
  ];
}

/** The condition that a task is still with this person. */
export function checkAssignee(task: Task, personID: PersonID): Write {
  const condition = TaskRow.delete(headKey(task)).where(
    (row, { eq }) => `${eq(row.assigneeID, personID as string)} AND ${eq(row.version, task.version)}`,
  );
  return check(condition.params());
}

export async function findTask(reader: Reader, key: TaskKey): Promise<Task | null> {
  const item = await reader.get(TaskRow.get(headKey(key)).params());
  return item === undefined ? null : asTask(item);
}

export interface Paging {
  readonly limit: number;
  readonly after?: Item | undefined;
}

/** One lane of a queue, oldest first. */
export async function tasksOfQueue(
  reader: Reader,
  clinicID: ClinicID,
  queueID: QueueID,
  lane: "open" | "claimed",
  page: Paging,
) {
  const gsi1pk = keys.tasksOfQueue(clinicID, queueID, lane);
  const { items, last } = await reader.query(TaskRow.query.byQueue({ gsi1pk }).params(), page);
  return { tasks: items.map(asTask), last };
}

/** What a person has claimed, soonest due first. */
export async function tasksOfPerson(reader: Reader, clinicID: ClinicID, personID: PersonID, page: Paging) {
  const gsi2pk = keys.tasksOfPerson(clinicID, personID);
  const { items, last } = await reader.query(TaskRow.query.byAssignee({ gsi2pk }).params(), page);
  return { tasks: items.map(asTask), last };
}

export async function countsOf(reader: Reader, clinicID: ClinicID, queueID: QueueID) {
  const { items } = await reader.query(
    CountRow.query.primary({ pk: keys.count(clinicID, queueID) }).params(),
  );
  const sum = (name: "open" | "claimed") =>
    items.reduce((total, item) => total + (typeof item[name] === "number" ? item[name] : 0), 0);
  return { open: sum("open"), claimed: sum("claimed") };
}
