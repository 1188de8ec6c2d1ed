import type { ClinicID, PersonID, SubmissionID } from "@postern/contract";
import type { Database } from "../aws/index.ts";
import { COUNT, FIXED, INDEX_KEY, KEY, PRIMARY, TEXT, Entity, keys, monthOf } from "../aws/index.ts";
import type { AuditEvent, Item, Ledger, Reader } from "../kernel/index.ts";
import { present, put, timeOf } from "../kernel/index.ts";
import { useStepUp } from "./step-up-store.ts";

/** Rows are found here for seven years; the law asks for six (45 CFR 164.316(b)(2)(i)). */
const KEPT_SECONDS = 7 * 366 * 24 * 3600;
/** One partition per clinic and month until a clinic needs more. */
const SHARD = "00";

const Row = new Entity(
  {
    model: { entity: "audit-event", version: "1" },
    attributes: {
      ...KEY,
      clinicID: FIXED,
      eventID: FIXED,
      at: FIXED,
      action: FIXED,
      outcome: { type: ["ok", "refused", "failed"] as const, required: true, readOnly: true },
      actorID: FIXED,
      role: FIXED,
      requestID: FIXED,
      patientID: TEXT,
      submissionID: TEXT,
      documentID: TEXT,
      entityID: TEXT,
      code: TEXT,
      addressHash: TEXT,
      expiresAtSeconds: COUNT,
      gsi1pk: INDEX_KEY,
      gsi2pk: INDEX_KEY,
      gsi3pk: INDEX_KEY,
      gsi4pk: INDEX_KEY,
    },
    indexes: {
      primary: PRIMARY,
      byPatient: { index: "gsi1", pk: "gsi1pk", sk: "sk" },
      byPerson: { index: "gsi2", pk: "gsi2pk", sk: "sk" },
      byAction: { index: "gsi3", pk: "gsi3pk", sk: "sk" },
      bySubmission: { index: "gsi4", pk: "gsi4pk", sk: "sk" },
    },
  },
  { table: "audit" },
);

/** A commit path whose every transaction can carry its audit row, and use up the step-up that it needs. */
export function createLedger(database: Database): Ledger {
  return { audit: describe, useStepUp, commit: (writes) => database.commit(writes) };
}

/** Create-only: IAM cannot forbid a put over an existing row, so the condition does. */
function describe(event: AuditEvent) {
  const { clinicID, role, actorID, patientID, submissionID, action, outcome } = event;
  const month = monthOf(event.at);
  const isPerson = role !== "system" && actorID.startsWith("per_");
  const lane = outcome === "ok" ? action : outcome;
  const row = Row.create({
    ...present(event),
    pk: keys.audit(clinicID, month, SHARD),
    sk: event.eventID,
    expiresAtSeconds: Math.floor(timeOf(event.eventID) / 1000) + KEPT_SECONDS,
    gsi3pk: keys.auditOfAction(clinicID, lane, month, SHARD),
    ...(patientID === undefined ? {} : { gsi1pk: keys.auditOfPatient(clinicID, patientID) }),
    ...(isPerson ? { gsi2pk: keys.auditOfPerson(clinicID, actorID, month) } : {}),
    ...(submissionID === undefined ? {} : { gsi4pk: keys.auditOfSubmission(clinicID, submissionID) }),
  });
  return put(row.params());
}

/** An audit row as lists give it: who, what, when, outcome, ids. */
export type AuditRow = AuditEvent;

const rows = (items: readonly Item[]): AuditRow[] =>
  Row.parse({ Items: [...items] }).data as unknown as AuditRow[];

/** Newest first: a poll's row is filed under the time that its five minutes began. */
export const byTime = (events: readonly AuditRow[]): AuditRow[] =>
  [...events].sort((one, other) => other.at.localeCompare(one.at, "en"));

export interface AuditPage {
  readonly events: readonly AuditRow[];
  readonly last?: Item;
}

interface Paging {
  readonly limit: number;
  readonly after?: Item | undefined;
}

/** A part of a clinic's log that one index holds together. A lane is an action that was done, `refused` or `failed`. */
export type AuditSlice =
  | { readonly kind: "clinic"; readonly month: string }
  | { readonly kind: "person"; readonly personID: PersonID; readonly month: string }
  | { readonly kind: "lane"; readonly lane: string; readonly month: string }
  | { readonly kind: "submission"; readonly submissionID: SubmissionID };

function sliceQuery(clinicID: ClinicID, slice: AuditSlice) {
  switch (slice.kind) {
    case "clinic":
      return Row.query.primary({ pk: keys.audit(clinicID, slice.month, SHARD) });
    case "person":
      return Row.query.byPerson({ gsi2pk: keys.auditOfPerson(clinicID, slice.personID, slice.month) });
    case "lane":
      return Row.query.byAction({ gsi3pk: keys.auditOfAction(clinicID, slice.lane, slice.month, SHARD) });
    case "submission":
      return Row.query.bySubmission({ gsi4pk: keys.auditOfSubmission(clinicID, slice.submissionID) });
  }
}

/**
 * Rows of a slice by their ids, which begin with the time, from the newest on.
 *
 * @param page `limit` rows at most, all older than the id `before`
 */
export async function eventsOf(
  reader: Reader,
  clinicID: ClinicID,
  slice: AuditSlice,
  { limit, before }: { readonly limit: number; readonly before?: string | undefined },
): Promise<{ readonly events: readonly AuditRow[]; readonly isMore: boolean }> {
  const query = sliceQuery(clinicID, slice);
  const params = before === undefined ? query.params() : query.lt({ sk: before }).params();
  const { items, last } = await reader.query({ ...params, ScanIndexForward: false }, { limit });
  return { events: rows(items), isMore: last !== undefined };
}

/** A submission's rows, newest first. */
export async function eventsOfSubmission(
  reader: Reader,
  clinicID: ClinicID,
  submissionID: SubmissionID,
  page: Paging,
): Promise<AuditPage> {
  const params = sliceQuery(clinicID, { kind: "submission", submissionID }).params();
  const { items, last } = await reader.query({ ...params, ScanIndexForward: false }, page);
  const events = byTime(rows(items));
  return last === undefined ? { events } : { events, last };
}
