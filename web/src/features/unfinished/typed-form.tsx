import type { ClinicView } from "@postern/contract";
import { Show } from "solid-js";
import { NoteField } from "../upload/facts-form.tsx";
import { KeptReferral } from "../upload/kept-referral.tsx";
import { PatientForm } from "../upload/patient-form.tsx";
import { UPLOAD_WORDS as WORDS } from "../upload/words.ts";
import type { TypedPage } from "./create-typed.ts";

/** What is sealed with the files, typed again. */
export function TypedForm(props: { readonly clinic: ClinicView; readonly typed: TypedPage }) {
  return (
    <>
      <Show when={props.typed.referral}>{(referral) => <KeptReferral referral={referral()} />}</Show>
      <Show when={!props.typed.isPending()}>
        <Show when={props.typed.referral}>
          {(referral) => <PatientForm patient={referral()} isTried={props.typed.isTried()} />}
        </Show>
        <section class="sheet" aria-labelledby="about">
          <header>
            <h2 id="about">{WORDS.about}</h2>
          </header>
          <NoteField clinic={props.clinic} facts={props.typed} />
        </section>
      </Show>
    </>
  );
}
