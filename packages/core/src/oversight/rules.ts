import {
  QuarantineReason,
  type AuditOutcome,
  type OverviewCount,
  type PersonID,
  type SubmissionID,
} from "@postern/contract";
import type { AuditRow, AuditSlice } from "../audit/index.ts";

/** What the officer looks for; what is undefined does not matter. */
export interface Filter {
  readonly month: string | undefined;
  readonly personID: PersonID | undefined;
  readonly action: string | undefined;
  readonly outcome: AuditOutcome | undefined;
  readonly submissionID: SubmissionID | undefined;
}

/**
 * The narrowest parts of the log that hold all that is looked for: a submission's own, a person's month, what was
 * refused or failed in a month, one action's month. An action that may have any outcome lies in three lanes.
 *
 * @param month is read where the log is kept by month
 */
export function slicesOf(filter: Filter, month: string): readonly AuditSlice[] {
  const { personID, action, outcome, submissionID } = filter;
  const lanes = (...names: readonly string[]) =>
    names.map((lane): AuditSlice => ({ kind: "lane", lane, month }));
  if (submissionID !== undefined) return [{ kind: "submission", submissionID }];
  if (personID !== undefined) return [{ kind: "person", personID, month }];
  if (outcome === "refused" || outcome === "failed") return lanes(outcome);
  if (action === undefined) return [{ kind: "clinic", month }];
  return outcome === "ok" ? lanes(action) : lanes(action, "refused", "failed");
}

/** Whether an event is all that is looked for; the parts of the log hold others, too. */
export function matches({ month, personID, action, outcome }: Filter, event: AuditRow): boolean {
  const isOf = <Value>(wanted: Value | undefined, value: Value) => wanted === undefined || wanted === value;
  return (
    isOf(month, event.at.slice(0, 7)) &&
    isOf<string>(personID, event.actorID) &&
    isOf(action, event.action) &&
    isOf(outcome, event.outcome)
  );
}

/** Lanes in which documents are put aside: by ingest, and by whoever could not open one. */
export const QUARANTINE_LANES = [
  "document.verify",
  "document.report-missing",
  "document.report-unreadable",
] as const;

/** Why the event put a document aside; null when it did not. */
export function quarantineReason({ outcome, code }: AuditRow): QuarantineReason | null {
  if (outcome !== "ok") return null;
  return QuarantineReason.safeParse(code).data ?? null;
}

/** Lanes of the events that decide what becomes of a submission. */
export const OVERVIEW_LANES = [
  "submission.route",
  "task.accept",
  "task.return",
  "task.reject",
  "document.report-unreadable",
] as const;

/** As what the event counts; a routing that was held because a file was put aside has that as its code. */
export function countOf(lane: (typeof OVERVIEW_LANES)[number], { code }: AuditRow): OverviewCount {
  switch (lane) {
    case "submission.route":
      return code === "incomplete" ? "putAside" : "routed";
    case "task.accept":
      return "accepted";
    case "task.return":
      return "returned";
    case "task.reject":
      return "rejected";
    case "document.report-unreadable":
      return "putAside";
  }
}
