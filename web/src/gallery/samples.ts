import {
  AttemptID,
  ClinicID,
  DocumentID,
  EventID,
  LocationID,
  NoteID,
  PersonID,
  QueueID,
  SessionHandle,
  SUBMISSION_STATES,
  SubmissionID,
  TASK_STATES,
  TaskID,
  type ClinicView,
  type ColleagueView,
  type DocumentState,
  type DocumentView,
  type LookView,
  type NoteView,
  type PatientFacts,
  type QueueView,
  type SessionSummary,
  type SessionView,
  type SubmissionState,
  type SubmissionSummary,
  type SubmissionView,
  type TaskSummary,
  type TaskView,
} from "@postern/contract";

/** People and things that belong to nobody. Times are fixed, so that the page looks the same each day. */
const AT = "2026-11-20T19:02:00.000Z";
const DUE = "2026-11-24T22:00:00.000Z";
const LATE = "2026-11-18T22:00:00.000Z";

/** The 26 characters of an id, which end in a number. */
export const tail = (number: number) => `01kaf3c5d7e8f9g0h1j2k3${String(number).padStart(4, "0")}`;

const clinicID = ClinicID.parse(`cli_${tail(1)}`);
const locationID = LocationID.parse(`loc_${tail(1)}`);
const queueID = QueueID.parse(`que_${tail(1)}`);
export const ME = PersonID.parse(`per_${tail(1)}`);
const COLLEAGUE = PersonID.parse(`per_${tail(2)}`);

export const SESSION: SessionView = {
  handle: SessionHandle.parse(`ses_${tail(1)}`),
  clinicID,
  personID: ME,
  role: "provider",
  idleSeconds: 900,
  endsAt: "2126-11-20T19:02:00.000Z",
};

export const CLINIC: ClinicView = {
  clinicID,
  name: "Riverside Clinic",
  phone: "555 0100",
  locations: [
    { locationID, name: "Riverside, main house" },
    { locationID: LocationID.parse(`loc_${tail(2)}`), name: "Riverside, on the hill" },
  ],
  kinds: ["images", "documents", "consent"],
  services: ["primary-care", "dermatology", "radiology"],
  keepsOriginal: false,
  me: { role: "patient", displayName: "Maya Lindqvist" },
};

export const document = (number: number, state: DocumentState): DocumentView => ({
  documentID: DocumentID.parse(`doc_${tail(number)}`),
  attemptID: AttemptID.parse(`att_${tail(number)}`),
  kind: "document",
  state,
  sealedSizeBytes: 2_400_000 * number,
  messageID: btoa("m".repeat(32)),
  ...(state === "quarantined" ? { reason: "checksum-differs" as const } : {}),
});

const summary = (number: number, state: SubmissionState): SubmissionSummary => ({
  submissionID: SubmissionID.parse(`sub_${tail(number)}`),
  number: "K7M2-4Q9R",
  state,
  kind: "images",
  locationID,
  service: "dermatology",
  urgency: "soon",
  round: 1,
  language: "en",
  openedAt: AT,
  submittedAt: AT,
  routedAt: AT,
  dueAt: DUE,
});

/** A submission in each state. */
export const SUBMISSIONS = SUBMISSION_STATES.map((state, index) => summary(index + 1, state));

/** A submission as its sender sees it. */
export function submissionIn(state: SubmissionState): SubmissionView {
  const decision = { returned: "pages-missing", rejected: "duplicate" } as const;
  return {
    ...summary(1 + SUBMISSION_STATES.indexOf(state), state),
    clinicID,
    documents: [document(1, "verified"), document(2, state === "incomplete" ? "quarantined" : "verified")],
    queueName: "Dermatology",
    ...(state === "returned" || state === "rejected" ? { decidedAt: AT, decision: decision[state] } : {}),
    ...(state === "returned" ? { message: "Please send page 2 of the letter, too." } : {}),
    ...(state === "closed" ? { decidedAt: AT } : {}),
  };
}

export const SIGN_INS: SessionSummary[] = (["chrome", "safari"] as const).map((browser, index) => ({
  handle: SessionHandle.parse(`ses_${tail(index + 1)}`),
  current: index === 0,
  browser,
  system: index === 0 ? "windows" : "ios",
  openedAt: AT,
  seenAt: AT,
  endsAt: SESSION.endsAt,
}));

export const PATIENT: PatientFacts = {
  displayName: "Maya Lindqvist",
  birthDate: "1971-03-04",
  phone: "555 0123",
  recordNumber: "40 718 226",
};

/** A task in each state; the first is late, the second is one's own. */
export const TASKS: TaskSummary[] = TASK_STATES.map((state, index) => ({
  taskID: TaskID.parse(`tsk_${tail(index + 1)}`),
  submissionID: SubmissionID.parse(`sub_${tail(index + 1)}`),
  number: "K7M2-4Q9R",
  state,
  kind: "images",
  locationID,
  service: "radiology",
  urgency: (["urgent", "soon", "routine"] as const)[index % 3] ?? "routine",
  queueID,
  round: 1 + (index % 2),
  documentCount: index + 1,
  receivedAt: AT,
  dueAt: index === 0 ? LATE : DUE,
  ...(state === "open" ? {} : { assigneeID: index === 1 ? ME : COLLEAGUE }),
  version: 2,
}));

/** A task as the care team sees it. */
export function taskIn(state: TaskSummary["state"], may: Partial<TaskView["may"]> = {}): TaskView {
  const found = TASKS.find((each) => each.state === state);
  if (found === undefined) throw new TypeError(`no sample of a task is ${state}`);
  return {
    ...found,
    queueName: "Radiology",
    ...(state === "open" ? {} : { assigneeName: "Dr. Amara Voss" }),
    patientName: "Maya Lindqvist",
    birthDate: "1971-03-04",
    rule: { name: "Scans go to radiology", version: 3 },
    submission: summary(1, "routed"),
    documents: [document(1, "verified"), document(2, "verified")],
    may: { claim: false, release: false, handOver: false, open: false, decide: false, ...may },
    ...(state === "returned" ? { decision: "pages-missing" as const } : {}),
    asked: { at: LATE, decision: "pages-missing", message: "Page 2 of the letter, please." },
  };
}

export const QUEUES: QueueView[] = [
  { queueID, name: "Radiology", locationID, open: 12, claimed: 3, overdue: 2 },
  { queueID: QueueID.parse(`que_${tail(2)}`), name: "Dermatology", open: 0, claimed: 1, overdue: 0 },
];

export const COLLEAGUES: ColleagueView[] = [
  { personID: COLLEAGUE, displayName: "Tom Okafor", role: "medical-assistant" },
  { personID: PersonID.parse(`per_${tail(3)}`), displayName: "Jun Vo", role: "front-desk" },
];

export const NOTES: NoteView[] = [
  {
    noteID: NoteID.parse(`not_${tail(1)}`),
    at: AT,
    authorID: COLLEAGUE,
    authorName: "Tom Okafor",
    role: "medical-assistant",
    text: "The second picture is the clearer one.\nI called her: she comes on Tuesday.",
  },
];

export const LOOKS: LookView[] = (["document.open", "document.export", "key.release"] as const).map(
  (action, index) => ({
    eventID: EventID.parse(`evt_${tail(index + 1)}`),
    at: AT,
    name: ["Dr. Amara Voss", "Maya Lindqvist", "Tom Okafor"][index] ?? "",
    role: (["provider", "patient", "medical-assistant"] as const)[index] ?? "provider",
    action,
  }),
);
