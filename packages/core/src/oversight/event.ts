import { LIMITS, adminRoutes, type AuditEventView, type ClinicID, type PersonID } from "@postern/contract";
import { searchEvents, type AuditRow } from "../audit/index.ts";
import type { Fields } from "../field/index.ts";
import { nameOf } from "../identity/index.ts";
import { findNumbered } from "../intake/index.ts";
import type { ActorOf, Context, Reader } from "../kernel/index.ts";
import { iso, operation, present, release } from "../kernel/index.ts";
import type { OversightDeps } from "./deps.ts";
import { matches, slicesOf, type Filter } from "./rules.ts";

/** Hexadecimal digits of an address's hash that are shown. */
const SHOWN_HASH_LENGTH = 8;

/** The clinic's audit events, newest first: of a month, a person, an action, an outcome, a submission, or several of these. */
export const list = operation({
  action: "audit.list",
  allow: ["security-officer"],
  input: adminRoutes.auditEvents.input,
  async run(deps: OversightDeps, ctx: Context<ActorOf<"security-officer">>, { cursor, number, ...asked }) {
    const { clinicID, personID: officerID } = ctx.actor;
    const now = ctx.clock.now();
    const month = asked.month ?? iso(now).slice(0, 7);
    const { personID, action, outcome } = asked;
    const numbered = number === undefined ? undefined : await findNumbered(deps.reader, clinicID, number);
    const submissionID = asked.submissionID ?? numbered ?? undefined;
    const filter: Filter = { month: asked.month, personID, action, outcome, submissionID };
    const slices = submissionID === undefined && numbered === null ? [] : slicesOf(filter, month);
    const values = [asked.month ?? month, personID, action, outcome, asked.submissionID, number];
    const scope = [clinicID, officerID, "audit.list", ...values.map((value) => value ?? "")].join("\n");
    const after = cursor === undefined ? undefined : await deps.cursors.open(scope, cursor, now);
    return release({
      facts: present({ entityID: personID, submissionID, code: codeOf(month, action, outcome) }),
      once: `${scope}\n${cursor ?? ""}`,
      afterwards: async () => {
        const keep = (event: AuditRow) => matches(filter, event);
        const page = { slices, keep, wanted: LIMITS.pageSize, before: positionOf(after) };
        const { events, before } = await searchEvents(deps.reader, clinicID, page);
        const fields = await deps.fields();
        const names = await namesOf(deps.reader, fields, clinicID, events);
        return present({
          me: { displayName: (await nameOf(deps.reader, fields, clinicID, officerID)) ?? "" },
          events: events.map((event) => eventView(event, names.get(event.actorID))),
          cursor: before && (await deps.cursors.seal(scope, { before }, now)),
        });
      },
    });
  },
});

/** Where a cursor goes on. */
export function positionOf(opened: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const before = opened?.["before"];
  return typeof before === "string" ? before : undefined;
}

/** What was looked for, so that the log tells it of the officer, too. */
function codeOf(...words: readonly (string | undefined)[]): string {
  return words.filter((word) => word !== undefined).join(" ");
}

async function namesOf(
  reader: Reader,
  fields: Fields,
  clinicID: ClinicID,
  events: readonly AuditRow[],
): Promise<Map<string, string>> {
  const personIDs = new Set(events.map(({ actorID }) => actorID).filter((id) => id.startsWith("per_")));
  const found = [...personIDs].map(
    async (id) => [id, (await nameOf(reader, fields, clinicID, id as PersonID)) ?? ""] as const,
  );
  return new Map(await Promise.all(found));
}

function eventView(event: AuditRow, actorName: string | undefined): AuditEventView {
  const { eventID, at, action, outcome, actorID, role, code, entityID, requestID } = event;
  const { patientID, submissionID, documentID } = event;
  const who = { actorID, actorName, role: role as AuditEventView["role"] };
  const about = { patientID, submissionID, documentID, entityID };
  const addressHash = event.addressHash?.slice(0, SHOWN_HASH_LENGTH);
  return present({ eventID, at, action, outcome, ...who, code, ...about, requestID, addressHash });
}
