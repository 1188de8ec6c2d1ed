import type { RoutingFacts, SubmissionView } from "@postern/contract";

/** What the server routes a submission by. */
export function factsOf({ kind, locationID, service, urgency }: SubmissionView): RoutingFacts {
  return { kind, locationID, urgency, ...(service === undefined ? {} : { service }) };
}
