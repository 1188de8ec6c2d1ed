import type { ClinicID } from "@postern/contract";
import type { Reader } from "../kernel/index.ts";
import { byTime, eventsOf, type AuditRow, type AuditSlice } from "./store.ts";

/** What one call may read, so that no filter makes it long. */
const READ_ROWS = 1000;
/** What is read of a slice at once, when the first look did not find enough. */
const BATCH_ROWS = 200;

/** What is looked for, where, and from which row on. */
export interface AuditSearch {
  readonly slices: readonly AuditSlice[];
  readonly keep: (event: AuditRow) => boolean;
  /** Events that make a page. */
  readonly wanted: number;
  /** Only what is older than the row of this id. */
  readonly before?: string | undefined;
}

export interface AuditFound {
  /** Newest first. */
  readonly events: readonly AuditRow[];
  /** Where to go on: there may be older ones. */
  readonly before?: string;
}

/**
 * Looks through slices of the log as if they were one, newest first, until the page is full, all is seen or 1,000 rows
 * are read. So a page may be empty, and still say where to go on.
 */
export async function searchEvents(
  reader: Reader,
  clinicID: ClinicID,
  { slices, keep, wanted, before }: AuditSearch,
): Promise<AuditFound> {
  const found: AuditRow[] = [];
  let position = before;
  let left = READ_ROWS;
  for (let batch = wanted; ; batch = BATCH_ROWS) {
    const limit = Math.min(batch, Math.floor(left / slices.length));
    if (limit === 0) break;
    const { seen, horizon } = await merged(reader, clinicID, slices, { limit, before: position });
    for (const [index, event] of seen.entries()) {
      if (keep(event)) found.push(event);
      if (found.length < wanted) continue;
      const isLast = horizon === undefined && index === seen.length - 1;
      return isLast ? { events: byTime(found) } : { events: byTime(found), before: event.eventID };
    }
    if (horizon === undefined) return { events: byTime(found) };
    position = horizon;
    left -= limit * slices.length;
  }
  return position === undefined ? { events: byTime(found) } : { events: byTime(found), before: position };
}

/** The next rows of all slices; beyond the horizon, a slice may hold rows that were not read. */
async function merged(
  reader: Reader,
  clinicID: ClinicID,
  slices: readonly AuditSlice[],
  page: { readonly limit: number; readonly before: string | undefined },
): Promise<{ readonly seen: readonly AuditRow[]; readonly horizon: string | undefined }> {
  const parts = await Promise.all(slices.map((slice) => eventsOf(reader, clinicID, slice, page)));
  const ends = parts.flatMap(({ events, isMore }) => (isMore ? [events.at(-1)?.eventID ?? ""] : []));
  const horizon = ends.sort().at(-1);
  const seen = parts
    .flatMap(({ events }) => events)
    .filter(({ eventID }) => horizon === undefined || eventID >= horizon)
    .sort((one, other) => (one.eventID < other.eventID ? 1 : -1));
  return { seen, horizon };
}
