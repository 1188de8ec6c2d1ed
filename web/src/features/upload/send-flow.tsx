import type { ClinicView } from "@postern/contract";
import { Match, Show, Switch, createEffect, createSignal } from "solid-js";
import { language } from "../../lib/language.ts";
import { createFacts, createPatient, type FactsPage } from "./create-facts.ts";
import { createUpload } from "./create-upload.ts";
import { FactsForm } from "./facts-form.tsx";
import { FileList } from "./file-list.tsx";
import { FilePicker } from "./file-picker.tsx";
import { canSend, type UploadState } from "./machine.ts";
import { PatientForm } from "./patient-form.tsx";
import { SafeAside, SendBar } from "./send-bar.tsx";
import { Done, Failure, Repeated, Summary } from "./sending.tsx";
import { announcementOf, noteFault, UPLOAD_WORDS as WORDS } from "./words.ts";

/** One sending after the other: each begins with nothing left of the one before. */
export function SendFlow(props: { readonly clinic: ClinicView }) {
  const [round, setRound] = createSignal(1);
  return (
    <Show when={round()} keyed>
      <Sending clinic={props.clinic} onMore={() => setRound((number) => number + 1)} />
    </Show>
  );
}

function Sending(props: { readonly clinic: ClinicView; readonly onMore: () => void }) {
  const page = createSending(props.clinic);
  const { upload } = page;
  const stage = () => upload.state().stage;
  const [column, setColumn] = createSignal<HTMLElement>();
  function showMissing() {
    page.facts.setTried(true);
    column()?.querySelector<HTMLElement>("[aria-invalid='true']")?.focus();
  }
  return (
    <div class="columns">
      <div class="stack loose" ref={setColumn}>
        <Switch>
          <Match when={stage() === "choosing"}>
            <FilePicker onPick={upload.add} />
          </Match>
          <Match when={stage() === "failed"}>
            <Failure state={upload.state()} onRetry={page.start} onReopen={upload.reopen} />
          </Match>
          <Match when={stage() === "sending"}>
            <Summary state={upload.state()} />
          </Match>
          <Match when={upload.state().done}>
            {(handed) => <Done handed={handed()} onMore={props.onMore} />}
          </Match>
        </Switch>
        <Repeated state={upload.state()} />
        <FileList
          state={upload.state()}
          phone={props.clinic.phone}
          onRemove={upload.remove}
          onKind={page.patient === undefined ? undefined : upload.setKind}
        />
        <Show when={stage() === "choosing"}>
          <Show when={page.patient}>
            {(patient) => <PatientForm patient={patient()} isTried={page.facts.isTried()} />}
          </Show>
          <FactsForm clinic={props.clinic} facts={page.facts} />
          <SendBar missing={page.missing()} onSend={page.start} onMissing={showMissing} />
        </Show>
        <p class="sr" role="status">
          {announcementOf(upload.state())}
        </p>
      </div>
      <SafeAside />
    </div>
  );
}

/** One sending with its answers. Only a practice is asked whom it is about, and what each file is. */
function createSending({ me, ...clinic }: ClinicView) {
  const upload = createUpload();
  const facts = createFacts({ ...clinic, me });
  const patient = me.role === "referrer" ? createPatient() : undefined;
  createEffect(() => {
    if (upload.state().stage !== "done") return;
    facts.clear();
    patient?.clear();
  });

  function start() {
    const chosen = facts.facts();
    const note = facts.note().trim();
    if (chosen === undefined) return;
    upload.start(
      {
        facts: chosen,
        note: note === "" ? undefined : note,
        patient: patient?.patient(),
        language: language(),
      },
      patient !== undefined,
    );
  }
  function missing() {
    const isUnknown = patient !== undefined && patient.patient() === undefined;
    return missingOf(upload.state(), facts) ?? (isUnknown ? WORDS.noPatient : undefined);
  }
  return { upload, facts, patient, start, missing };
}
function missingOf(state: UploadState, facts: FactsPage): string | undefined {
  if (state.files.length === 0) return WORDS.noFiles;
  if (!canSend(state)) return WORDS.notReady;
  return facts.facts() === undefined ? WORDS.noChoice : noteFault(facts.note());
}
