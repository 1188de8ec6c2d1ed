import type { ClinicView, PatientFacts, RoutingFacts } from "@postern/contract";
import { createSignal } from "solid-js";
import { createDraft } from "../../lib/drafts.ts";
import { patientFaults, patientOf, type PatientDraft } from "./patient.ts";

/** Today where the person is, as `YYYY-MM-DD`. */
export function today(): string {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, "0"))
    .join("-");
}

/** The answers that route a submission. What the clinic leaves no choice about is chosen already. */
export function createFacts(clinic: ClinicView) {
  const isReferral = clinic.me.role === "referrer" && clinic.kinds.includes("referral");
  const [kind, setKind] = createSignal(isReferral ? "referral" : clinic.kinds[0]);
  const only = clinic.locations.length === 1 ? clinic.locations[0]?.locationID : undefined;
  const [locationID, setLocationID] = createSignal(only);
  const [service, setService] = createSignal<RoutingFacts["service"]>();
  const [urgency, setUrgency] = createSignal<RoutingFacts["urgency"]>("routine");
  const note = createDraft("send note");
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

/** The fields of a practice's patient. What is typed outlives a lock; it is forgotten when it was sent. */
export function createPatient() {
  const drafts = {
    displayName: createDraft("send patient displayName"),
    birthDate: createDraft("send patient birthDate"),
    phone: createDraft("send patient phone"),
    recordNumber: createDraft("send patient recordNumber"),
  };
  const draft = (): PatientDraft => ({
    displayName: drafts.displayName.text(),
    birthDate: drafts.birthDate.text(),
    phone: drafts.phone.text(),
    recordNumber: drafts.recordNumber.text(),
  });
  return {
    draft,
    set: (field: keyof PatientFacts, text: string) => drafts[field].setText(text),
    faults: () => patientFaults(draft(), today()),
    patient: () => patientOf(draft(), today()),
    clear: () => Object.values(drafts).forEach(({ clear }) => clear()),
  };
}

export type PatientPage = ReturnType<typeof createPatient>;
