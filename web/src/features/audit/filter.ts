import type { InputOf } from "@postern/client";
import { AuditAction, AuditOutcome, PersonID, SubmissionID, SubmissionNumber } from "@postern/contract";
import type { adminRoutes } from "@postern/contract";

/** What the officer looks for. It stands in the page's address: ids and codes, nothing else. */
export type AuditFilter = Omit<InputOf<typeof adminRoutes.auditEvents>, "cursor">;

/** The address's parameters, by the members of the filter that they name. */
const PARAMETERS = {
  month: "month",
  personID: "person",
  action: "action",
  outcome: "outcome",
  submissionID: "submission",
  number: "number",
} as const satisfies Record<keyof AuditFilter, string>;

export type Search = Readonly<Record<string, string | readonly string[] | undefined>>;

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** The month that an address names, or undefined. */
export function monthIn(search: Search): string | undefined {
  const { month } = search;
  return typeof month === "string" && MONTH.test(month) ? month : undefined;
}

/**
 * Reads the filter from an address; what is not understood is left out.
 *
 * @param present the month that is meant when none is named; a submission alone is looked for in all months
 */
export function filterOf(search: Search, present: string): AuditFilter {
  const personID = PersonID.safeParse(search[PARAMETERS.personID]).data;
  const action = AuditAction.safeParse(search[PARAMETERS.action]).data;
  const outcome = AuditOutcome.safeParse(search[PARAMETERS.outcome]).data;
  const submissionID = SubmissionID.safeParse(search[PARAMETERS.submissionID]).data;
  const number =
    submissionID === undefined ? SubmissionNumber.safeParse(search[PARAMETERS.number]).data : undefined;
  const isOfSubmission = submissionID !== undefined || number !== undefined;
  const month = monthIn(search) ?? (isOfSubmission ? undefined : present);
  return given({ month, personID, action, outcome, submissionID, number });
}

/** The parameters that make an address of a filter; those that it leaves out are removed. */
export function parametersOf(filter: AuditFilter): Readonly<Record<string, string | undefined>> {
  const members = Object.keys(PARAMETERS) as (keyof AuditFilter)[];
  return Object.fromEntries(members.map((member) => [PARAMETERS[member], filter[member]]));
}

/** The address of the log, filtered. */
export function auditHref(filter: AuditFilter): string {
  const entries = Object.entries(parametersOf(filter)).filter(
    (entry): entry is [string, string] => !!entry[1],
  );
  return `/audit?${new URLSearchParams(entries).toString()}`;
}

/** What a person typed or pasted: an id of a person or a submission, a submission's number, or null for none of these. */
export function typedFilter(text: string): Pick<AuditFilter, "personID" | "submissionID" | "number"> | null {
  const word = text.trim();
  if (word === "") return {};
  const personID = PersonID.safeParse(word.toLowerCase()).data;
  if (personID !== undefined) return { personID };
  const submissionID = SubmissionID.safeParse(word.toLowerCase()).data;
  if (submissionID !== undefined) return { submissionID };
  const characters = word.toUpperCase().replace(/[\s-]/g, "");
  const number = SubmissionNumber.safeParse(`${characters.slice(0, 4)}-${characters.slice(4)}`).data;
  return number === undefined ? null : { number };
}

/** Without what is undefined, so that equal filters look alike. */
export function given(filter: AuditFilter): AuditFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}
