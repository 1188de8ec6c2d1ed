import { intakeRoutes, type ClinicView, type LocationID, type SubmissionView } from "@postern/contract";
import { callPatiently, factsOf, type Calls, type PackageOptions } from "@postern/client";
import type { Target } from "../arguments/submit.ts";
import { locationTable } from "../commands/clinic.ts";
import { STATE_WORDS } from "../commands/status.ts";
import { EXIT, Failure } from "../exit.ts";

/** Where a package goes, as the client takes it. */
export type Destination = Pick<PackageOptions, "facts" | "language" | "resume" | "leaveOut" | "changed">;

/**
 * Finds out where a package goes: a new submission, or one that was begun.
 *
 * @throws Failure when the clinic does not have or take it; ApiProblem
 */
export async function destinationOf(calls: Calls, target: Target): Promise<Destination> {
  if ("resume" in target) {
    const { resume: submissionID, ...policy } = target;
    const record = await callPatiently(calls, intakeRoutes.readSubmission, { submissionID });
    requireUnsent(record);
    return { facts: factsOf(record), language: record.language, resume: { submissionID }, ...policy };
  }
  const { kind, location, service, urgency, language } = target;
  const clinic = await callPatiently(calls, intakeRoutes.clinic, {});
  requireTaken("kind", clinic.kinds, kind);
  if (service !== undefined) requireTaken("service", clinic.services, service);
  const locationID = locationOf(clinic.locations, location);
  return { facts: { kind, locationID, urgency, ...(service === undefined ? {} : { service }) }, language };
}

/** The states in which nothing is wrong with what was sent: to send it again is done already. */
const ARRIVED: readonly SubmissionView["state"][] = ["submitted", "routed", "closed"];

function requireUnsent({ state }: SubmissionView): void {
  if (state === "open" || ARRIVED.includes(state)) return;
  throw new Failure(EXIT.refused, state, `This submission cannot go on here. It is ${STATE_WORDS[state]}.`);
}

function requireTaken<Word extends string>(what: string, taken: readonly Word[], given: Word): void {
  if (taken.includes(given)) return;
  throw new Failure(
    EXIT.missing,
    `no-${what}`,
    `The clinic has no ${what} ${given}. It has: ${taken.join(", ")}.`,
  );
}

/** @param given an id, or a name in any case */
function locationOf(locations: ClinicView["locations"], given: string): LocationID {
  const wanted = given.trim().toLowerCase();
  const found = locations.filter(
    ({ locationID, name }) => locationID === wanted || name.toLowerCase() === wanted,
  );
  const [only, ...more] = found;
  if (only !== undefined && more.length === 0) return only.locationID;
  const words =
    only === undefined ? "The clinic has no such location" : "More than one location has that name";
  throw new Failure(EXIT.missing, "no-location", `${words}. It has:\n${locationTable(locations)}`);
}
