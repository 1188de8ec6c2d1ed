import type { PatientFacts } from "@postern/contract";
import { For } from "solid-js";
import { formatDate } from "../../lib/format.ts";
import { SENDER_WORDS as WORDS } from "./words.ts";

/** Whom a practice writes about, as it was sealed. */
export function PatientFactsList(props: { readonly patient: PatientFacts }) {
  const facts = () => {
    const { displayName, birthDate, phone, recordNumber } = props.patient;
    const { patientFacts: words } = WORDS;
    return [
      { word: words.displayName, value: displayName },
      { word: words.birthDate, value: formatDate(birthDate) },
      { word: words.phone, value: phone },
      { word: words.recordNumber, value: recordNumber },
    ].filter(({ value }) => value !== undefined);
  };
  return (
    <dl class="pairs">
      <For each={facts()}>
        {({ word, value }) => (
          <div>
            <dt>{word}</dt>
            <dd>{value}</dd>
          </div>
        )}
      </For>
    </dl>
  );
}
