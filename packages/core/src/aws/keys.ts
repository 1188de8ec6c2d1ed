/**
 * Every key of the tables, built here and nowhere else. The clinic leads, so that `dynamodb:LeadingKeys` keeps clinics
 * apart; the kind follows, so that it also keeps our own functions apart inside a clinic.
 */
const PART = /^[0-9A-Za-z_:.-]+$/;

function join(...parts: readonly string[]): string {
  for (const part of parts) if (!PART.test(part)) throw new TypeError("not a part of a key");
  return parts.join("#");
}

/** Months of the audit log: `2026-11`. */
export const monthOf = (time: string) => time.slice(0, 7);
/** Days of quotas: `2026-11-22`. */
export const dayOf = (time: string) => time.slice(0, 10);

export const keys = {
  clinic: (clinicID: string) => join(clinicID, "cli", "clinic"),
  rules: (clinicID: string) => join(clinicID, "rul", "clinic"),
  person: (clinicID: string, personID: string) => join(clinicID, "per", personID),
  patient: (clinicID: string, patientID: string) => join(clinicID, "pat", patientID),
  submission: (clinicID: string, submissionID: string) => join(clinicID, "sub", submissionID),
  number: (clinicID: string, number: string) => join(clinicID, "num", number),
  dataKey: (clinicID: string, submissionID: string) => join(clinicID, "key", submissionID),
  idempotency: (clinicID: string, hash: string) => join(clinicID, "idm", hash),
  quota: (clinicID: string, personID: string) => join(clinicID, "quo", personID),
  task: (clinicID: string, taskID: string) => join(clinicID, "tsk", taskID),
  count: (clinicID: string, queueID: string) => join(clinicID, "cnt", queueID),
  stepUp: (clinicID: string, stepUpID: string) => join(clinicID, "prf", stepUpID),
  audit: (clinicID: string, month: string, shard: string) => join(clinicID, "aud", month, shard),

  submissionsOfPatient: (clinicID: string, patientID: string) => join(clinicID, "pat", patientID, "sub"),
  submissionsOfOrganization: (clinicID: string, organizationID: string) =>
    join(clinicID, "org", organizationID, "sub"),
  tasksOfQueue: (clinicID: string, queueID: string, lane: string) =>
    join(clinicID, "que", queueID, lane, "00"),
  tasksOfPerson: (clinicID: string, personID: string) => join(clinicID, "per", personID, "tsk"),
  membersOf: (clinicID: string, state: string) => join(clinicID, "mem", state),
  /** The role leads, so that a clinic's few colleagues are found among its many patients. */
  member: (role: string, personID: string) => join(role, personID),
  membersIn: (role: string) => `${join(role)}#`,
  due: (clinicID: string, what: "sub" | "tsk") => join(clinicID, "due", what),
  at: (time: string, id: string) => join(time, id),
  auditOfPatient: (clinicID: string, patientID: string) => join(clinicID, "pat", patientID),
  auditOfPerson: (clinicID: string, personID: string, month: string) =>
    join(clinicID, "per", personID, month),
  auditOfAction: (clinicID: string, lane: string, month: string, shard: string) =>
    join(clinicID, "act", lane, month, shard),
  auditOfSubmission: (clinicID: string, submissionID: string) => join(clinicID, "sub", submissionID),

  /** The clinic's last character says in which of 16 lists it stands. */
  clinicList: (shard: number) => join("clinics", String(shard).padStart(2, "0")),
  session: (tokenHash: string) => join("ses", tokenHash),
  presession: (tokenHash: string) => join("pre", tokenHash),
  sessionsOfUser: (sub: string) => join("usr", sub),
  user: (sub: string) => join("usr", sub),
  limit: (scope: string, hash: string, window: string) => join("lim", scope, hash, window),
} as const;
