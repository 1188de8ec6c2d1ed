import type { PatientFacts } from "@postern/contract";
import { createSignal } from "solid-js";
import type { Draft } from "../../lib/drafts.ts";
import { createTabDraft } from "../../lib/drafts-tab.ts";
import { today } from "./create-facts.ts";
import { patientFaults, patientOf } from "./patient.ts";
import { UPLOAD_WORDS as WORDS } from "./words.ts";
import { NO_REFERRAL, packReferral, unpackReferral, type ReferralDraft } from "./referral.ts";

/**
 * A practice's patient and its note, which belong together. What an earlier visit left is offered, never filled in.
 *
 * @param name of its draft, as for `createDraft`: what is typed for one submission is never offered for another
 */
export function createReferral(name: string) {
  const draft = createTabDraft(name, unpackReferral);
  const [typed, setTyped] = createSignal(NO_REFERRAL);

  function change(part: Partial<ReferralDraft>) {
    const present = typed();
    const begunAt = packReferral(present) === "" ? new Date().toISOString() : present.begunAt;
    const next = { ...present, begunAt, ...part };
    setTyped(next);
    draft.keep(packReferral(next));
  }
  function begin(referral: ReferralDraft) {
    setTyped(referral);
    draft.begin(packReferral(referral));
  }
  const note: Draft = {
    text: () => typed().note,
    setText: (text) => change({ note: text }),
    clear: () => change({ note: "" }),
  };
  return {
    isPending: draft.isPending,
    /** When what an earlier visit left was begun, as ISO 8601, while it waits for a choice. */
    begunAt: () => draft.found()?.begunAt,
    goOn: () => begin(draft.found() ?? NO_REFERRAL),
    startEmpty: () => begin(NO_REFERRAL),
    draft: () => typed().patient,
    set: (field: keyof PatientFacts, text: string) =>
      change({ patient: { ...typed().patient, [field]: text } }),
    faults: () => patientFaults(typed().patient, today()),
    patient: () => patientOf(typed().patient, today()),
    /** What keeps it from being sent, in words. */
    missing() {
      const faults = Object.values(patientFaults(typed().patient, today()));
      if (faults.length === 0) return undefined;
      return faults.includes("missing") ? WORDS.noPatient : WORDS.patientAmiss;
    },
    note,
    clear() {
      setTyped(NO_REFERRAL);
      draft.clear();
    },
  };
}

export type ReferralPage = ReturnType<typeof createReferral>;
