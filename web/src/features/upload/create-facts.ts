import type { ClinicView, RoutingFacts } from "@postern/contract";
import { createSignal } from "solid-js";

/** The answers that route a submission. What the clinic leaves no choice about is chosen already. */
export function createFacts(clinic: ClinicView) {
  const [kind, setKind] = createSignal(clinic.kinds[0]);
  const only = clinic.locations.length === 1 ? clinic.locations[0]?.locationID : undefined;
  const [locationID, setLocationID] = createSignal(only);
  const [service, setService] = createSignal<RoutingFacts["service"]>();
  const [urgency, setUrgency] = createSignal<RoutingFacts["urgency"]>("routine");
  const [note, setNote] = createSignal("");

  /** Undefined while an answer is missing. */
  function facts(): RoutingFacts | undefined {
    const chosen = { kind: kind(), locationID: locationID(), service: service(), urgency: urgency() };
    if (chosen.kind === undefined || chosen.locationID === undefined) return undefined;
    const { service: team, ...needed } = { ...chosen, kind: chosen.kind, locationID: chosen.locationID };
    return team === undefined ? needed : { ...needed, service: team };
  }

  return {
    kind,
    setKind,
    locationID,
    setLocationID,
    service,
    setService,
    urgency,
    setUrgency,
    note,
    setNote,
    facts,
  };
}

export type FactsPage = ReturnType<typeof createFacts>;
