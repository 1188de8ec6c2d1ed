import type { PatientFacts } from "@postern/contract";
import { For, createSignal, type JSX } from "solid-js";
import { Field } from "../../ui/field.tsx";
import { today } from "./create-facts.ts";
import type { ReferralPage } from "./create-referral.ts";
import { UPLOAD_WORDS as WORDS } from "./words.ts";

const FIELDS: readonly {
  readonly name: keyof PatientFacts;
  readonly input: JSX.InputHTMLAttributes<HTMLInputElement>;
}[] = [
  { name: "displayName", input: { type: "text" } },
  { name: "birthDate", input: { type: "date" } },
  { name: "phone", input: { type: "tel" } },
  { name: "recordNumber", input: { type: "text" } },
];

/** Whom a practice writes about; the browser must not offer what was typed here for somebody else. */
export function PatientForm(props: { readonly patient: ReferralPage; readonly isTried: boolean }) {
  const [left, setLeft] = createSignal<ReadonlySet<keyof PatientFacts>>(new Set());
  function errorOf(name: keyof PatientFacts): string | undefined {
    const fault = props.patient.faults()[name];
    const isShown = props.isTried || (left().has(name) && fault !== "missing");
    return fault !== undefined && isShown ? WORDS.patientFaults[fault] : undefined;
  }
  return (
    <section class="sheet" aria-labelledby="patient" aria-describedby="patient-hint">
      <header>
        <h2 id="patient">{WORDS.patient}</h2>
        <p class="small muted" id="patient-hint">
          {WORDS.patientHint}
        </p>
      </header>
      <For each={FIELDS}>
        {({ name, input }) => (
          <Field label={WORDS.patientFields[name]} error={errorOf(name)}>
            {(ties) => (
              <input
                {...ties()}
                {...input}
                class="input"
                autocomplete="off"
                max={input.type === "date" ? today() : undefined}
                value={props.patient.draft()[name]}
                onInput={(event) => props.patient.set(name, event.currentTarget.value)}
                onBlur={() => setLeft((names) => new Set(names).add(name))}
              />
            )}
          </Field>
        )}
      </For>
    </section>
  );
}
