import type { PatientFacts } from "@postern/contract";
import { Show } from "solid-js";
import { PatientFactsList } from "../submissions/patient-facts.tsx";
import { OPENING_WORDS as WORDS } from "./words.ts";

/** Whom the sealed list says it is about; nothing where it says nothing, as of a patient's own documents. */
export function SealedPatient(props: { readonly patient: PatientFacts | undefined }) {
  return (
    <Show when={props.patient}>
      {(patient) => (
        <div class="stack tight">
          <h3 class="small">{WORDS.sealedPatient}</h3>
          <PatientFactsList patient={patient()} />
        </div>
      )}
    </Show>
  );
}
