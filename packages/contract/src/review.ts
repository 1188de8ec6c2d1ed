import * as z from "zod";
import {
  DocumentID,
  EventID,
  LocationID,
  NoteID,
  PersonID,
  QueueID,
  StepUpID,
  SubmissionID,
  TaskID,
  base64,
} from "./id.ts";
import { DocumentView, SubmissionSummary } from "./intake.ts";
import { LIMITS } from "./limits.ts";
import { route } from "./route.ts";
import {
  ExportForm,
  RejectReason,
  ReturnReason,
  Role,
  Service,
  SubmissionKind,
  TaskState,
  Urgency,
} from "./words.ts";

const When = z.iso.datetime();
const Cursor = z.string().min(1).max(1024);

export const QueueView = z.strictObject({
  queueID: QueueID,
  name: z.string(),
  locationID: LocationID.optional(),
  open: z.int(),
  claimed: z.int(),
  /** Of both, those past their due time; at most `LIMITS.overdueShown`. */
  overdue: z.int(),
  /** So much is overdue in the clinic that not all was looked at: of this queue may be more than was counted. */
  moreOverdue: z.boolean().optional(),
});
export type QueueView = z.infer<typeof QueueView>;

export const TaskSummary = z.strictObject({
  taskID: TaskID,
  submissionID: SubmissionID,
  number: z.string(),
  state: TaskState,
  kind: SubmissionKind,
  locationID: LocationID,
  service: Service.optional(),
  urgency: Urgency,
  queueID: QueueID,
  round: z.int(),
  documentCount: z.int(),
  receivedAt: When,
  dueAt: When,
  assigneeID: PersonID.optional(),
  version: z.int(),
});
export type TaskSummary = z.infer<typeof TaskSummary>;

export const TaskView = TaskSummary.extend({
  queueName: z.string(),
  assigneeName: z.string().optional(),
  /** From the patient's sealed profile; absent when a practice sent it (the patient's facts are in the manifest). */
  patientName: z.string().optional(),
  birthDate: z.string().optional(),
  /** Which rule chose the queue, and in which version of the rules. */
  rule: z.strictObject({ name: z.string(), version: z.int() }),
  submission: SubmissionSummary,
  documents: z.array(DocumentView),
  /** What the caller may do now; the server decides again at each call. */
  may: z.strictObject({
    claim: z.boolean(),
    release: z.boolean(),
    handOver: z.boolean(),
    open: z.boolean(),
    decide: z.boolean(),
  }),
  decision: z.union([ReturnReason, RejectReason]).optional(),
  /** What the sender was told beside it. */
  message: z.string().optional(),
  /** What the round before ended with: this one is the answer to it. Documents verified after `at` are new. */
  asked: z.strictObject({ at: When, decision: ReturnReason, message: z.string().optional() }).optional(),
});
export type TaskView = z.infer<typeof TaskView>;

/** What the care team tells each other about a task; no sender ever sees it. */
export const NoteView = z.strictObject({
  noteID: NoteID,
  at: When,
  authorID: PersonID,
  authorName: z.string(),
  role: Role,
  text: z.string(),
});
export type NoteView = z.infer<typeof NoteView>;

/** Someone to whom a task can be handed over. */
export const ColleagueView = z.strictObject({ personID: PersonID, displayName: z.string(), role: Role });
export type ColleagueView = z.infer<typeof ColleagueView>;

/** Someone opened something: the row behind "who looked". */
export const LookView = z.strictObject({
  eventID: EventID,
  at: When,
  name: z.string(),
  role: Role,
  action: z.enum(["document.open", "document.export", "key.release"]),
  submissionID: SubmissionID.optional(),
  documentID: DocumentID.optional(),
  /** True for the list of names and the note, also one that a later round has replaced. */
  isList: z.boolean().optional(),
});
export type LookView = z.infer<typeof LookView>;

export const DocumentURL = z.strictObject({
  url: z.string(),
  expiresAt: When,
  sealedSizeBytes: z.int(),
  messageID: base64(32),
});

const InTask = z.strictObject({ taskID: TaskID });
/** `version` is the one the person saw; another one now is a conflict. */
const Decide = { taskID: TaskID, version: z.int() };
/** The team's own words to the sender. */
const Message = z.string().trim().min(1).max(LIMITS.messageLength);
const Tasks = z.strictObject({ tasks: z.array(TaskSummary), cursor: Cursor.optional() });

export const reviewRoutes = {
  queues: route(
    "GET",
    "/api/review/queues",
    z.strictObject({}),
    z.strictObject({
      me: z.strictObject({ displayName: z.string() }),
      clinicName: z.string(),
      /** What the caller has claimed. */
      mine: z.int(),
      queues: z.array(QueueView),
      /** The caller's, by name: a task says its location by id. */
      locations: z.array(z.strictObject({ locationID: LocationID, name: z.string() })),
    }),
  ),
  tasks: route(
    "GET",
    "/api/review/queues/:queueID/tasks",
    z.strictObject({
      queueID: QueueID,
      lane: z.enum(["open", "claimed", "overdue"]),
      cursor: Cursor.optional(),
    }),
    Tasks,
  ),
  myTasks: route("GET", "/api/review/tasks", z.strictObject({ cursor: Cursor.optional() }), Tasks),
  task: route("GET", "/api/review/tasks/:taskID", InTask, TaskView),
  /** Who else works at the task's location, by name. */
  colleagues: route(
    "GET",
    "/api/review/tasks/:taskID/colleagues",
    InTask,
    z.strictObject({ colleagues: z.array(ColleagueView) }),
  ),
  claim: route("POST", "/api/review/tasks/:taskID/claim", z.strictObject(Decide), TaskSummary),
  release: route("POST", "/api/review/tasks/:taskID/release", z.strictObject(Decide), TaskSummary),
  handOver: route(
    "POST",
    "/api/review/tasks/:taskID/hand-over",
    z.strictObject({ ...Decide, toPersonID: PersonID }),
    TaskSummary,
  ),
  accept: route("POST", "/api/review/tasks/:taskID/accept", z.strictObject(Decide), TaskSummary),
  return: route(
    "POST",
    "/api/review/tasks/:taskID/return",
    z.strictObject({ ...Decide, reason: ReturnReason, message: Message.optional() }),
    TaskSummary,
  ),
  reject: route(
    "POST",
    "/api/review/tasks/:taskID/reject",
    z.strictObject({ ...Decide, reason: RejectReason, message: Message.optional() }),
    TaskSummary,
  ),
  /** Oldest first. */
  notes: route(
    "GET",
    "/api/review/tasks/:taskID/notes",
    InTask,
    z.strictObject({ notes: z.array(NoteView) }),
  ),
  addNote: route(
    "POST",
    "/api/review/tasks/:taskID/notes",
    z.strictObject({
      taskID: TaskID,
      /** Drawn once per note: a repeated call finds the same one. */
      idempotencyKey: z.string().regex(/^[0-9A-Za-z_-]{16,64}$/),
      text: z.string().trim().min(1).max(LIMITS.staffNoteLength),
    }),
    z.strictObject({ noteID: NoteID }),
  ),
  documentURL: route(
    "POST",
    "/api/review/submissions/:submissionID/documents/:documentID/url",
    z.strictObject({ submissionID: SubmissionID, documentID: DocumentID }),
    DocumentURL,
  ),
  /** That a document leaves the portal; needs a step-up for `document.export` of this document. */
  exportDocument: route(
    "POST",
    "/api/review/submissions/:submissionID/documents/:documentID/export",
    z.strictObject({
      submissionID: SubmissionID,
      documentID: DocumentID,
      stepUpID: StepUpID,
      form: ExportForm,
    }),
    z.strictObject({ exportedAt: When }),
  ),
  reportUnreadable: route(
    "POST",
    "/api/review/submissions/:submissionID/documents/:documentID/unreadable",
    z.strictObject({ submissionID: SubmissionID, documentID: DocumentID }),
    z.strictObject({}),
  ),
  /** Who looked at one submission: for its patient, its author, and whoever may read it. */
  looks: route(
    "GET",
    "/api/review/submissions/:submissionID/looks",
    z.strictObject({ submissionID: SubmissionID }),
    z.strictObject({ looks: z.array(LookView) }),
  ),
} as const;
