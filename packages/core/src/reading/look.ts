import {
  Role,
  reviewRoutes,
  type ClinicID,
  type LookView,
  type PersonID,
  type SubmissionID,
} from "@postern/contract";
import { eventsOfSubmission, type AuditPage, type AuditRow } from "../audit/index.ts";
import type { Fields } from "../field/index.ts";
import { nameOf } from "../identity/index.ts";
import type { Context, Person, Reader } from "../kernel/index.ts";
import { operation, present, release } from "../kernel/index.ts";
import { LIST_CODE, READING_ACTORS } from "./document.ts";
import { permitReading } from "./policy.ts";

export interface LookDeps {
  readonly reader: Reader;
  readonly fields: () => Promise<Fields>;
}

/** Looks of one answer; each has its row in the audit log all the same. */
const MOST_LOOKS = 500;
const PAGE_ROWS = 200;
const LOOKS: readonly string[] = [
  "document.open",
  "document.export",
  "key.release",
] satisfies LookView["action"][];

/** A key that was released for sending is no look. */
const isLook = ({ action, outcome, code }: AuditRow) =>
  outcome === "ok" && LOOKS.includes(action) && (action !== "key.release" || code === "read");

/** Who looked at a submission, newest first, by name: for those who may read it. */
export const list = operation({
  action: "look.list",
  allow: READING_ACTORS,
  input: reviewRoutes.looks.input,
  async run(deps: LookDeps, ctx: Context<Person>, { submissionID }) {
    const { head } = await permitReading(deps.reader, ctx, submissionID);
    const { clinicID } = head;
    return release({
      facts: { submissionID, patientID: head.patientID },
      once: `looks ${submissionID}`,
      afterwards: async () => {
        const looks = await looksAt(deps.reader, clinicID, submissionID);
        const fields = await deps.fields();
        const personIDs = [...new Set(looks.map(({ actorID }) => actorID as PersonID))];
        const entries = personIDs.map(
          async (personID) => [personID, await nameOf(deps.reader, fields, clinicID, personID)] as const,
        );
        const names = new Map(await Promise.all(entries));
        return { looks: looks.map((event) => lookView(event, names.get(event.actorID as PersonID) ?? "")) };
      },
    });
  },
});

/** Other rows of a submission may be many; no number of them hides a look. */
async function looksAt(
  reader: Reader,
  clinicID: ClinicID,
  submissionID: SubmissionID,
): Promise<readonly AuditRow[]> {
  const looks: AuditRow[] = [];
  let after: AuditPage["last"];
  do {
    const page = await eventsOfSubmission(reader, clinicID, submissionID, { limit: PAGE_ROWS, after });
    looks.push(...page.events.filter(isLook));
    after = page.last;
  } while (after !== undefined && looks.length < MOST_LOOKS);
  return looks.slice(0, MOST_LOOKS);
}

function lookView(event: AuditRow, name: string): LookView {
  const { eventID, at, submissionID, documentID } = event;
  const action = event.action as LookView["action"];
  const isList = event.code === LIST_CODE ? true : undefined;
  return present({
    eventID,
    at,
    name,
    role: Role.parse(event.role),
    action,
    submissionID,
    documentID,
    isList,
  });
}
