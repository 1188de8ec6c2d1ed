import { LIMITS, type ClinicID, type PersonID, type SubmissionID } from "@postern/contract";
import { dayOf, keys } from "../aws/index.ts";
import type { Reader, Write } from "../kernel/index.ts";
import { Problem, present, put, update } from "../kernel/index.ts";
import { DataKeyRow, IdempotencyRow, NumberRow, QuotaRow, SubmissionRow } from "./entities.ts";
import type { Submission, SubmissionKey, WrappedKey } from "./store.ts";

const DAY_SECONDS = 24 * 3600;
const IDEMPOTENCY_SECONDS = 7 * DAY_SECONDS;
const seconds = (time: string) => Math.floor(Date.parse(time) / 1000);

/** The submission that an earlier call with the same key opened; null when there was none. */
export async function findOpened(
  reader: Reader,
  clinicID: ClinicID,
  keyHash: string,
): Promise<SubmissionID | null> {
  const key = { pk: keys.idempotency(clinicID, keyHash), sk: "idm" };
  const item = await reader.get(IdempotencyRow.get(key).params());
  return item === undefined ? null : (item["resultID"] as SubmissionID);
}

export function describeOpened(
  clinicID: ClinicID,
  keyHash: string,
  resultID: SubmissionID,
  at: string,
): Write {
  const key = { pk: keys.idempotency(clinicID, keyHash), sk: "idm" };
  const expiresAtSeconds = seconds(at) + IDEMPOTENCY_SECONDS;
  return put(IdempotencyRow.create({ ...key, clinicID, resultID, expiresAtSeconds }).params());
}

/** @param due when an unfinished submission expires */
export function describeSubmission(head: Submission, due: string): Write {
  const { clinicID, submissionID, patientID, organizationID } = head;
  const index = {
    gsi1pk: patientID && keys.submissionsOfPatient(clinicID, patientID),
    gsi1sk: patientID && submissionID,
    gsi2pk: organizationID && keys.submissionsOfOrganization(clinicID, organizationID),
    gsi2sk: organizationID && submissionID,
    gsi3pk: keys.due(clinicID, "sub"),
    gsi3sk: keys.at(due, submissionID),
  };
  const key = { pk: keys.submission(clinicID, submissionID), sk: "head" };
  return put(SubmissionRow.create({ ...present(head), ...present(index), ...key, expiresAt: due }).params());
}

export function describeNumber({ clinicID, submissionID }: SubmissionKey, number: string): Write {
  return put(
    NumberRow.create({ pk: keys.number(clinicID, number), sk: "num", clinicID, submissionID }).params(),
  );
}

/** The submission of a short number; null when there is none. */
export async function findNumbered(
  reader: Reader,
  clinicID: ClinicID,
  number: string,
): Promise<SubmissionID | null> {
  const item = await reader.get(NumberRow.get({ pk: keys.number(clinicID, number), sk: "num" }).params());
  return item === undefined ? null : (item["submissionID"] as SubmissionID);
}

export function describeDataKey({ clinicID, submissionID }: SubmissionKey, key: WrappedKey): Write {
  const row = { pk: keys.dataKey(clinicID, submissionID), sk: "edk", clinicID, submissionID };
  return put(DataKeyRow.create({ ...row, wrappedKey: key.wrappedKey, keyARN: key.keyARN }).params());
}

/**
 * Takes from a person's quota of one day (UTC).
 *
 * @param take submissions, and sealed bytes
 */
export function takeQuota(
  { clinicID, personID }: { clinicID: ClinicID; personID: PersonID },
  at: string,
  take: { readonly submissions: number; readonly sealedBytes: number },
): Write {
  // The day's first row has nothing to be compared with.
  if (take.sealedBytes > LIMITS.sealedBytesPerPersonDay) throw quotaUsed();
  const key = { pk: keys.quota(clinicID, personID), sk: dayOf(at) };
  const described = QuotaRow.update(key)
    .set({ clinicID, expiresAtSeconds: seconds(at) + 3 * DAY_SECONDS })
    .add(take)
    .where((row, { notExists, lte }) => {
      const submissionsLeft = LIMITS.submissionsPerPersonDay - take.submissions;
      const bytesLeft = LIMITS.sealedBytesPerPersonDay - take.sealedBytes;
      const isUnused = notExists(row.sealedBytes);
      return `${isUnused} OR (${lte(row.submissions, submissionsLeft)} AND ${lte(row.sealedBytes, bytesLeft)})`;
    });
  return update(described.params(), quotaUsed);
}

const quotaUsed = () =>
  new Problem("limit", "quota", "You have sent as much as one person may in a day. Go on tomorrow.");
