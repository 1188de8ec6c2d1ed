import type { ClinicView, SubmissionView } from "@postern/contract";
import { A } from "@solidjs/router";
import { Show, createEffect, createResource, createSignal, untrack } from "solid-js";
import { Note, TroubleNote } from "../../ui/note.tsx";
import { Skeleton } from "../../ui/page.tsx";
import { KeptOriginals } from "../preparing/kept-originals.tsx";
import { ChosenFiles } from "../upload/chosen-files.tsx";
import { createUpload, type UploadPage } from "../upload/create-upload.ts";
import { FilePicker } from "../upload/file-picker.tsx";
import { focusMissing } from "../upload/focus-missing.ts";
import { forgetSending, readHandles, readKept } from "../upload/kept-store.ts";
import type { KeptSending } from "../upload/kept.ts";
import { SafeAside, SendBar } from "../upload/send-bar.tsx";
import { CancelButton, Progressing, Repeated } from "../upload/sending.tsx";
import { announcementOf, UPLOAD_WORDS } from "../upload/words.ts";
import { createCancelling } from "./create-cancelling.ts";
import { createGoOn } from "./create-go-on.ts";
import { createReopening } from "./create-reopening.ts";
import { createTyped, type TypedPage } from "./create-typed.ts";
import { ExpectedList } from "./expected-list.tsx";
import { Intro } from "./intro.tsx";
import type { KeptHandles } from "./reopen.ts";
import { TypedForm } from "./typed-form.tsx";
import { UNFINISHED_WORDS as WORDS } from "./words.ts";

/** Goes on with a submission that was begun here or elsewhere. What it was when the page opened is gone on with. */
export function GoOnFlow(props: { readonly view: SubmissionView; readonly clinic: ClinicView }) {
  const view = untrack(() => props.view);
  const [kept] = createResource(async () => ({
    sending: await readKept(view.submissionID),
    handles: await readHandles(view.submissionID),
  }));
  return (
    <Show when={view.state === "open"} fallback={<NotOpen view={view} clinic={props.clinic} />}>
      <Show when={kept()} fallback={<Skeleton />}>
        {(found) => (
          <GoingOn view={view} clinic={props.clinic} kept={found().sending} handles={found().handles} />
        )}
      </Show>
    </Show>
  );
}

function GoingOn(props: {
  readonly view: SubmissionView;
  readonly clinic: ClinicView;
  readonly kept: KeptSending | undefined;
  readonly handles: KeptHandles;
}) {
  const upload = createUpload(`rest of ${props.view.submissionID}`, props.clinic, props.view.submissionID);
  const page = createGoOn(upload, props.view, props.kept);
  const typed = createTyped(props.clinic, props.view.submissionID);
  createForgetting(upload, typed);
  const isPractice = props.clinic.me.role === "referrer";
  const isChoosing = () => upload.state().stage === "choosing";
  // What comes back from behind a lock has its files.
  const isFresh = untrack(() => isChoosing() && upload.state().files.length === 0);
  const reopening = createReopening(isFresh ? props.handles : [], upload.addAgain);
  const missing = () => {
    if (!page.isSettled()) return reopening.state() === "asks" ? WORDS.notReopened : WORDS.notSettled;
    if (upload.state().files.length === 0) return UPLOAD_WORDS.noFiles;
    if (!upload.canSend()) return UPLOAD_WORDS.notReady;
    return props.kept === undefined ? typed.missing() : undefined;
  };
  const start = () => page.start(typed.content(), isPractice);
  createEffect(() => {
    if (reopening.state() !== "opened" || !page.isAsBegun() || missing() !== undefined) return;
    reopening.close();
    untrack(start);
  });
  const [form, setForm] = createSignal<HTMLElement>();
  function showMissing() {
    typed.setTried(true);
    focusMissing(form(), !page.isSettled() || upload.state().files.length === 0);
  }
  return (
    <div class="columns">
      <div class="stack loose" ref={setForm}>
        <Show when={isChoosing()}>
          <Intro view={props.view} kept={props.kept} page={page} reopening={reopening} />
          <Show when={props.kept}>
            <ExpectedList page={page} />
          </Show>
          <KeptOriginals keepsOriginal={upload.keepsOriginal} />
          <FilePicker onPick={(files) => upload.add(files)} />
        </Show>
        <Progressing
          state={upload.state()}
          onPause={upload.pause}
          onGoOn={upload.goOn}
          onCancel={() => void upload.cancel()}
          onRetry={upload.goOn}
          onLeaveOut={upload.remove}
          onChoose={upload.chooseAgain}
        />
        <Repeated state={upload.state()} />
        <ChosenFiles upload={upload} phone={props.clinic.phone} asksKinds={isPractice} />
        <Show when={isChoosing()}>
          <Show when={props.kept === undefined}>
            <TypedForm clinic={props.clinic} typed={typed} />
          </Show>
          <Cancelling view={props.view} onCancelled={typed.clear} />
          <SendBar missing={missing()} onSend={start} onMissing={showMissing} />
        </Show>
        <p class="sr" role="status">
          {announcementOf(upload.state())}
        </p>
      </div>
      <SafeAside />
    </div>
  );
}

/** What was typed is kept no longer than it is needed. */
function createForgetting({ state }: UploadPage, typed: TypedPage): void {
  createEffect(() => {
    const { stage } = state();
    if (stage === "handed-in" || stage === "cancelled") untrack(typed.clear);
  });
}

function Cancelling(props: { readonly view: SubmissionView; readonly onCancelled: () => void }) {
  const { cancel, trouble } = createCancelling(props.view.submissionID, () => props.onCancelled());
  return (
    <>
      <div class="row">
        <CancelButton onCancel={() => void cancel()} />
      </div>
      <Show when={trouble()}>{(known) => <TroubleNote trouble={known()} />}</Show>
    </>
  );
}

function NotOpen(props: { readonly view: SubmissionView; readonly clinic: ClinicView }) {
  forgetSending(props.view.submissionID);
  createTyped(props.clinic, props.view.submissionID).clear();
  return (
    <Note tone="info" title={UPLOAD_WORDS.noAnswer}>
      <p>{UPLOAD_WORDS.noAnswerText}</p>
      <p>
        <A href={`/submissions/${props.view.submissionID}`}>{UPLOAD_WORDS.seeStatus}</A>
      </p>
    </Note>
  );
}
