import { adminRoutes } from "@postern/contract";
import { query } from "@solidjs/router";
import { call } from "../session/session.ts";

/** One page of a month's entries, newest first. */
export const readAudit = query(
  (month: string, cursor?: string) =>
    call(adminRoutes.auditEvents, { month, ...(cursor === undefined ? {} : { cursor }) }),
  "audit",
);
