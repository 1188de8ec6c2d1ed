import { LIMITS, adminRoutes, type AuditEventView, type PersonID } from "@postern/contract";
import { eventsOfClinic, eventsOfPerson, eventsOfSubmission, type AuditRow } from "../audit/index.ts";
import type { Fields } from "../field/index.ts";
import { nameOf } from "../identity/index.ts";
import type { ActorOf, Context, Cursors, Reader } from "../kernel/index.ts";
import { iso, operation, present, release } from "../kernel/index.ts";

export interface OversightDeps {
  readonly reader: Reader;
  readonly cursors: Cursors;
  readonly fields: () => Promise<Fields>;
}

/** The clinic's audit events, newest first: of a month, of a person in it, or of a submission. */
export const list = operation({
  action: "audit.list",
  allow: ["security-officer"],
  input: adminRoutes.auditEvents.input,
  async run(deps: OversightDeps, ctx: Context<ActorOf<"security-officer">>, { cursor, ...filter }) {
    const { clinicID, personID: officerID } = ctx.actor;
    const now = ctx.clock.now();
    const month = filter.month ?? iso(now).slice(0, 7);
    const { personID, submissionID } = filter;
    const scope = [clinicID, officerID, "audit.list", month, personID ?? "", submissionID ?? ""].join("\n");
    const after = cursor === undefined ? undefined : await deps.cursors.open(scope, cursor, now);
    const page = { limit: LIMITS.pageSize, after };
    return release({
      facts: present({ entityID: personID, submissionID, code: month }),
      once: `${scope}\n${cursor ?? ""}`,
      afterwards: async () => {
        const { events, last } = await find(deps, { clinicID, month, personID, submissionID }, page);
        const fields = await deps.fields();
        const names = await namesOf(deps, fields, clinicID, events);
        return present({
          me: { displayName: (await nameOf(deps.reader, fields, clinicID, officerID)) ?? "" },
          events: events.map((event) => eventView(event, names.get(event.actorID))),
          cursor: last && (await deps.cursors.seal(scope, last, now)),
        });
      },
    });
  },
});

interface Filter {
  readonly clinicID: AuditRow["clinicID"];
  readonly month: string;
  readonly personID: PersonID | undefined;
  readonly submissionID: NonNullable<AuditRow["submissionID"]> | undefined;
}

function find({ reader }: OversightDeps, filter: Filter, page: Parameters<typeof eventsOfClinic>[3]) {
  const { clinicID, month, personID, submissionID } = filter;
  if (submissionID !== undefined) return eventsOfSubmission(reader, clinicID, submissionID, page);
  if (personID !== undefined) return eventsOfPerson(reader, clinicID, personID, month, page);
  return eventsOfClinic(reader, clinicID, month, page);
}

async function namesOf(
  { reader }: OversightDeps,
  fields: Fields,
  clinicID: AuditRow["clinicID"],
  events: readonly AuditRow[],
): Promise<Map<string, string>> {
  const personIDs = new Set(events.map(({ actorID }) => actorID).filter((id) => id.startsWith("per_")));
  const found = [...personIDs].map(
    async (id) => [id, (await nameOf(reader, fields, clinicID, id as PersonID)) ?? ""] as const,
  );
  return new Map(await Promise.all(found));
}

function eventView(event: AuditRow, actorName: string | undefined): AuditEventView {
  const { eventID, at, action, outcome, actorID, role, code, patientID, submissionID, documentID } = event;
  const who = { actorID, actorName, role: role as AuditEventView["role"] };
  return present({ eventID, at, action, outcome, ...who, code, patientID, submissionID, documentID });
}
