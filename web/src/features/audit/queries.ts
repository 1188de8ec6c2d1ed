import { adminRoutes } from "@postern/contract";
import { query } from "@solidjs/router";
import { call } from "../session/session.ts";
import type { AuditFilter } from "./filter.ts";

/** One page of the log, newest first. */
export const readAudit = query(
  (filter: AuditFilter, cursor?: string) =>
    call(adminRoutes.auditEvents, { ...filter, ...(cursor === undefined ? {} : { cursor }) }),
  "audit",
);

/** One page of what was put aside in a month. */
export const readQuarantine = query(
  (month: string, cursor?: string) =>
    call(adminRoutes.quarantine, { month, ...(cursor === undefined ? {} : { cursor }) }),
  "quarantine",
);

/** Counts of a month by day. */
export const readOverview = query((month: string) => call(adminRoutes.overview, { month }), "overview");
