import type { RoutingFacts } from "@postern/contract";

/** What the server routes by, of a record or a page that holds more. */
export function factsOf({ kind, locationID, service, urgency }: RoutingFacts): RoutingFacts {
  return { kind, locationID, urgency, ...(service === undefined ? {} : { service }) };
}
