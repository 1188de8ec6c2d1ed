import { LIMITS, adminRoutes, type QuarantineView } from "@postern/contract";
import { searchEvents, type AuditRow, type AuditSlice } from "../audit/index.ts";
import type { ActorOf, Context } from "../kernel/index.ts";
import { iso, operation, present, release } from "../kernel/index.ts";
import type { OversightDeps } from "./deps.ts";
import { positionOf } from "./event.ts";
import { QUARANTINE_LANES, quarantineReason } from "./rules.ts";

/** Documents that were put aside in a month, newest first, as the audit log tells it. */
export const list = operation({
  action: "quarantine.list",
  allow: ["security-officer"],
  input: adminRoutes.quarantine.input,
  async run(deps: OversightDeps, ctx: Context<ActorOf<"security-officer">>, { cursor, month: asked }) {
    const { clinicID, personID } = ctx.actor;
    const now = ctx.clock.now();
    const month = asked ?? iso(now).slice(0, 7);
    const scope = [clinicID, personID, "quarantine.list", month].join("\n");
    const after = cursor === undefined ? undefined : await deps.cursors.open(scope, cursor, now);
    return release({
      facts: { code: month },
      once: `${scope}\n${cursor ?? ""}`,
      afterwards: async () => {
        const slices = QUARANTINE_LANES.map((lane): AuditSlice => ({ kind: "lane", lane, month }));
        const keep = (event: AuditRow) => quarantineReason(event) !== null;
        const page = { slices, keep, wanted: LIMITS.pageSize, before: positionOf(after) };
        const { events, before } = await searchEvents(deps.reader, clinicID, page);
        return present({
          documents: events.flatMap(quarantineView),
          cursor: before && (await deps.cursors.seal(scope, { before }, now)),
        });
      },
    });
  },
});

function quarantineView(event: AuditRow): readonly QuarantineView[] {
  const { eventID, at, submissionID, documentID } = event;
  const reason = quarantineReason(event);
  if (reason === null || submissionID === undefined || documentID === undefined) return [];
  return [{ eventID, at, reason, submissionID, documentID }];
}
