import type { ClinicView } from "@postern/contract";
import { Show, createEffect, createSignal, untrack, type JSX } from "solid-js";
import { createDraft } from "../../lib/drafts.ts";
import { language } from "../../lib/language.ts";
import { KeptOriginals } from "../preparing/kept-originals.tsx";
import { ChosenFiles } from "./chosen-files.tsx";
import { createFacts, type FactsPage } from "./create-facts.ts";
import { createReferral } from "./create-referral.ts";
import { createUpload, type UploadPage } from "./create-upload.ts";
import { FactsForm } from "./facts-form.tsx";
import { FilePicker } from "./file-picker.tsx";
import { focusMissing } from "./focus-missing.ts";
import { KeptReferral } from "./kept-referral.tsx";
import { PatientForm } from "./patient-form.tsx";
import { SafeAside, SendBar } from "./send-bar.tsx";
import { Progressing, Repeated } from "./sending.tsx";
import { announcementOf, noteFault, UPLOAD_WORDS as WORDS } from "./words.ts";

/**
 * One sending after the other: each begins with nothing left of the one before.
 *
 * @param props.notice what the person is told before anything is chosen
 */
export function SendFlow(props: { readonly clinic: ClinicView; readonly notice: JSX.Element }) {
  const [round, setRound] = createSignal(1);
  return (
    <Show when={round()} keyed>
      <Sending clinic={props.clinic} notice={props.notice} onMore={() => setRound((number) => number + 1)} />
    </Show>
  );
}

function Sending(props: {
  readonly clinic: ClinicView;
  readonly notice: JSX.Element;
  readonly onMore: () => void;
}) {
  const page = createSending(props.clinic);
  /** What is under way, when the person is back from behind a lock, comes before what was typed for it. */
  const offered = () => (page.upload.state().stage === "choosing" ? page.referral : undefined);
  const isEmpty = () => page.upload.state().stage === "choosing" && page.upload.state().files.length === 0;
  return (
    <div class="columns">
      <div class="stack loose">
        <Show when={offered()}>{(referral) => <KeptReferral referral={referral()} />}</Show>
        <Show when={isEmpty()}>{props.notice}</Show>
        <Show when={offered()?.isPending() !== true}>
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
    focusMissing(form(), upload.state().files.length === 0);
  }
  return (
    <div class="stack loose" ref={setForm}>
      <Show when={stage() === "choosing"}>
        <KeptOriginals keepsOriginal={upload.keepsOriginal} />
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
  const upload = createUpload("new", clinic);
  const referral = me.role === "referrer" ? createReferral("send referral") : undefined;
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
    return filesMissing(upload) ?? referral?.missing() ?? factsMissing(facts);
  }
  return { upload, facts, referral, start, missing };
}

type SendingPage = ReturnType<typeof createSending>;

function filesMissing(upload: UploadPage): string | undefined {
  if (upload.state().files.length === 0) return WORDS.noFiles;
  return upload.canSend() ? undefined : WORDS.notReady;
}

function factsMissing(facts: FactsPage): string | undefined {
  return facts.facts() === undefined ? WORDS.noChoice : noteFault(facts.note());
}
