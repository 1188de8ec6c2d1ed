import { keys } from "../aws/index.ts";
import type { Write } from "../kernel/index.ts";
import { check, present, put, update } from "../kernel/index.ts";
import { DocumentRow, SubmissionRow } from "./entities.ts";
import { SENDING_STATES, isHandedOver } from "./rules.ts";
import { documentKey, headKey, type Document, type Submission } from "./store.ts";

/** What may be taken away from a head: what a decision has left in it, and that all was tidied up. */
const PASSING = ["decidedAt", "decision", "message", "erasedAt"] as const;
/** Takes a decision away, in `changeSubmission`. */
export const UNDECIDED = { decidedAt: undefined, decision: undefined, message: undefined } as const;

type Set<Row> = { readonly [Name in keyof Row]?: Row[Name] | undefined };

/**
 * Changes a head that is still as it was read; otherwise the operation looks again.
 *
 * @param set members of a decision, and `erasedAt`, that are undefined are taken away; all others then stay as they are
 * @param due when the reconciler or the sweeper should look at it next; null: never again; left out: as it was
 */
export function changeSubmission(
  read: Submission,
  set: Set<Omit<Submission, "clinicID" | "submissionID">>,
  due?: string | null,
): Write {
  const { clinicID, submissionID, version, state } = read;
  const index =
    typeof due === "string" ? { gsi3pk: keys.due(clinicID, "sub"), gsi3sk: keys.at(due, submissionID) } : {};
  const expiresAt = expiryOf(read, set, due);
  const gone = [
    ...PASSING.filter((name) => name in set && set[name] === undefined),
    ...(expiresAt === undefined ? (["expiresAt"] as const) : []),
    ...(due === null ? (["gsi3pk", "gsi3sk"] as const) : []),
  ];
  const described = SubmissionRow.patch(headKey(read))
    .set(present({ ...set, ...index, expiresAt, version: version + 1 }) as object)
    .remove(gone)
    .where((row, { eq }) => `${eq(row.version, version)} AND ${eq(row.state, state)}`);
  return update(described.params());
}

/** What is due of an unfinished submission is its end, unless the look at it was put off; of an ended one, what is left. */
function expiryOf(read: Submission, set: Set<Submission>, due?: string | null): string | undefined {
  const state = set.state ?? read.state;
  if (state === "expired") return set.expiresAt ?? read.expiresAt;
  if (!SENDING_STATES.includes(state)) return undefined;
  return set.expiresAt ?? (due === undefined ? read.expiresAt : (due ?? undefined));
}

/** Changes a document that is still as it was read. */
export function changeDocument(read: Document, set: Set<Omit<Document, "clinicID" | "submissionID">>): Write {
  const cleared = (["uploadID", "reason"] as const).filter((name) => name in set && set[name] === undefined);
  const described = DocumentRow.patch(documentKey(read))
    .set(present({ ...set, version: read.version + 1 }) as object)
    .remove(cleared)
    .where(
      (row, { eq }) => `${eq(row.version, read.version)} AND ${eq(row.attemptID, read.attemptID as string)}`,
    );
  return update(described.params());
}

/** Takes a document out. What the care team has got with an earlier round stays the clinic's record. */
export function giveUp(head: Submission, document: Document): Write {
  const handedOverAt = isHandedOver(head, document) ? head.routedAt : undefined;
  return changeDocument(document, { state: "abandoned", handedOverAt });
}

/** Holds while a document is in the same attempt and state as it was read in. */
export function checkDocument(read: Document): Write {
  const condition = DocumentRow.delete(documentKey(read)).where(
    (row, { eq }) => `${eq(row.attemptID, read.attemptID as string)} AND ${eq(row.state, read.state)}`,
  );
  return check(condition.params());
}

export function describeDocument(document: Document): Write {
  return put(DocumentRow.create({ ...present(document), ...documentKey(document) }).params());
}
