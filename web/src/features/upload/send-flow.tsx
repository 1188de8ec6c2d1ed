import type { ClinicView } from "@postern/contract";
import { Show, createEffect, createSignal, untrack } from "solid-js";
import { createDraft } from "../../lib/drafts.ts";
import { language } from "../../lib/language.ts";
import { ChosenFiles } from "./chosen-files.tsx";
import { createFacts, type FactsPage } from "./create-facts.ts";
import { createReferral } from "./create-referral.ts";
import { createUpload } from "./create-upload.ts";
import { FactsForm } from "./facts-form.tsx";
import { FilePicker } from "./file-picker.tsx";
import { KeptReferral } from "./kept-referral.tsx";
import { canSend, type UploadState } from "./machine.ts";
import { PatientForm } from "./patient-form.tsx";
import { SafeAside, SendBar } from "./send-bar.tsx";
import { Progressing, Repeated } from "./sending.tsx";
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
  return (
    <div class="columns">
      <div class="stack loose">
        <Show when={page.referral}>{(referral) => <KeptReferral referral={referral()} />}</Show>
        <Show when={page.referral?.isPending() !== true}>
          <Parts clinic={props.clinic} page={page} onMore={props.onMore} />
        </Show>
      </div>
      <SafeAside />
    </div>
  );
}

/** What is asked and shown of one sending, from the first file to the number. */
function Parts(props: {
  readonly clinic: ClinicView;
  readonly page: SendingPage;
  readonly onMore: () => void;
}) {
  const { upload, facts, referral } = props.page;
  const stage = () => upload.state().stage;
  const [form, setForm] = createSignal<HTMLElement>();
  function showMissing() {
    facts.setTried(true);
    form()?.querySelector<HTMLElement>("[aria-invalid='true']")?.focus();
  }
  return (
    <div class="stack loose" ref={setForm}>
      <Show when={stage() === "choosing"}>
        <FilePicker onPick={upload.add} />
      </Show>
      <Progressing
        state={upload.state()}
        onPause={upload.pause}
        onGoOn={upload.goOn}
        onCancel={() => void upload.cancel()}
        onRetry={upload.goOn}
        onLeaveOut={upload.remove}
        onReopen={() => void upload.reopen()}
        onMore={props.onMore}
      />
      <Repeated state={upload.state()} />
      <ChosenFiles upload={upload} phone={props.clinic.phone} asksKinds={referral !== undefined} />
      <Show when={stage() === "choosing"}>
        <Show when={referral}>
          {(patient) => <PatientForm patient={patient()} isTried={facts.isTried()} />}
        </Show>
        <FactsForm clinic={props.clinic} facts={facts} />
        <SendBar missing={props.page.missing()} onSend={props.page.start} onMissing={showMissing} />
      </Show>
      <p class="sr" role="status">
        {announcementOf(upload.state())}
      </p>
    </div>
  );
}

/** One sending with its answers. Only a practice is asked whom it is about, and what each file is. */
function createSending({ me, ...clinic }: ClinicView) {
  const upload = createUpload("new");
  const referral = me.role === "referrer" ? createReferral() : undefined;
  const note = referral === undefined ? createDraft("send note") : referral.note;
  const facts = createFacts({ ...clinic, me }, note);
  createEffect(() => {
    if (upload.state().stage !== "handed-in") return;
    untrack(facts.clear);
    untrack(() => referral?.clear());
  });

  function start() {
    const chosen = facts.facts();
    const words = note.text().trim();
    if (chosen === undefined) return;
    upload.start(
      {
        facts: chosen,
        note: words === "" ? undefined : words,
        patient: referral?.patient(),
        language: language(),
      },
      { withKinds: referral !== undefined },
    );
  }
  function missing() {
    const isUnknown = referral !== undefined && referral.patient() === undefined;
    return missingOf(upload.state(), facts) ?? (isUnknown ? WORDS.noPatient : undefined);
  }
  return { upload, facts, referral, start, missing };
}

type SendingPage = ReturnType<typeof createSending>;

function missingOf(state: UploadState, facts: FactsPage): string | undefined {
  if (state.files.length === 0) return WORDS.noFiles;
  if (!canSend(state)) return WORDS.notReady;
  return facts.facts() === undefined ? WORDS.noChoice : noteFault(facts.note());
}
