import { LocationID, Service, URGENCIES, type ClinicView } from "@postern/contract";
import { For, Show } from "solid-js";
import { Choice, Field } from "../../ui/field.tsx";
import { WORDS as SHARED } from "../../words.ts";
import type { FactsPage } from "./create-facts.ts";
import { noteFault, UPLOAD_WORDS as WORDS } from "./words.ts";

/** The few answers that bring the files to the right team. The server sees these; the note it does not. */
export function FactsForm(props: { readonly clinic: ClinicView; readonly facts: FactsPage }) {
  const kinds = () => props.clinic.kinds.map((value) => ({ value, word: SHARED.kinds[value] }));
  const urgencies = () =>
    URGENCIES.map((value) => ({
      value,
      word: SHARED.urgencies[value],
      hint: WORDS.urgencyHints[value],
    }));
  return (
    <section class="sheet" aria-labelledby="about">
      <header>
        <h2 id="about">{WORDS.about}</h2>
      </header>
      <Choice
        legend={WORDS.kind}
        name="kind"
        options={kinds()}
        value={props.facts.kind()}
        onChange={(kind) => props.facts.setKind(() => kind)}
      />
      <LocationField clinic={props.clinic} facts={props.facts} />
      <Show when={props.clinic.services.length > 0}>
        <ServiceField clinic={props.clinic} facts={props.facts} />
      </Show>
      <Choice
        legend={WORDS.urgency}
        name="urgency"
        options={urgencies()}
        value={props.facts.urgency()}
        onChange={props.facts.setUrgency}
      />
      <NoteField clinic={props.clinic} facts={props.facts} />
    </section>
  );
}

function LocationField(props: { readonly clinic: ClinicView; readonly facts: FactsPage }) {
  const isMissing = () => props.facts.isTried() && props.facts.locationID() === undefined;
  return (
    <Field label={WORDS.location} error={isMissing() ? WORDS.noChoice : undefined}>
      {(ties) => (
        <select
          {...ties()}
          class="input"
          onChange={(event) =>
            props.facts.setLocationID(LocationID.safeParse(event.currentTarget.value).data)
          }
        >
          <Show when={props.facts.locationID() === undefined}>
            <option value="">{WORDS.chooseOne}</option>
          </Show>
          <For each={props.clinic.locations}>
            {({ locationID, name }) => (
              <option value={locationID} selected={props.facts.locationID() === locationID}>
                {name}
              </option>
            )}
          </For>
        </select>
      )}
    </Field>
  );
}

function ServiceField(props: { readonly clinic: ClinicView; readonly facts: FactsPage }) {
  return (
    <Field label={WORDS.service}>
      {(ties) => (
        <select
          {...ties()}
          class="input"
          onChange={(event) => props.facts.setService(Service.safeParse(event.currentTarget.value).data)}
        >
          <option value="">{WORDS.anyService}</option>
          <For each={props.clinic.services}>
            {(service) => (
              <option value={service} selected={props.facts.service() === service}>
                {SHARED.services[service]}
              </option>
            )}
          </For>
        </select>
      )}
    </Field>
  );
}

/** What is written to the team: sealed with the files. */
export function NoteField(props: {
  readonly clinic: ClinicView;
  readonly facts: Pick<FactsPage, "note" | "setNote">;
}) {
  const words = () =>
    props.clinic.me.role === "referrer"
      ? { label: WORDS.referNote, hint: WORDS.referNoteHint }
      : { label: WORDS.note, hint: WORDS.noteHint };
  return (
    <Field label={words().label} hint={words().hint} error={noteFault(props.facts.note())}>
      {(ties) => (
        <textarea
          {...ties()}
          class="input"
          rows={3}
          value={props.facts.note()}
          onInput={(event) => props.facts.setNote(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
