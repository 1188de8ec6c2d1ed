import type { ClinicView, RoutingFacts } from "@postern/contract";
import { createSignal } from "solid-js";
import type { Draft } from "../../lib/drafts.ts";

/** Today where the person is, as `YYYY-MM-DD`. */
export function today(): string {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, "0"))
    .join("-");
}

/** The answers that route a submission. What the clinic leaves no choice about is chosen already. */
export function createFacts(clinic: ClinicView, note: Draft) {
  const isReferral = clinic.me.role === "referrer" && clinic.kinds.includes("referral");
  const [kind, setKind] = createSignal(isReferral ? "referral" : clinic.kinds[0]);
  const only = clinic.locations.length === 1 ? clinic.locations[0]?.locationID : undefined;
  const [locationID, setLocationID] = createSignal(only);
  const [service, setService] = createSignal<RoutingFacts["service"]>();
  const [urgency, setUrgency] = createSignal<RoutingFacts["urgency"]>("routine");
  const [isTried, setTried] = createSignal(false);

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
    note: note.text,
    setNote: note.setText,
    facts,
    /** Whether the person wanted to send, so that what is missing is told of beside its field. */
    isTried,
    setTried,
    clear: note.clear,
  };
}

export type FactsPage = ReturnType<typeof createFacts>;
