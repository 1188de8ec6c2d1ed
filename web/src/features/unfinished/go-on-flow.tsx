import type { ClinicView, SubmissionView } from "@postern/contract";
import { A } from "@solidjs/router";
import { Show, createResource, untrack } from "solid-js";
import { Note, TroubleNote } from "../../ui/note.tsx";
import { Skeleton } from "../../ui/page.tsx";
import { ChosenFiles } from "../upload/chosen-files.tsx";
import { createUpload } from "../upload/create-upload.ts";
import { FilePicker } from "../upload/file-picker.tsx";
import { forgetSending, readKept } from "../upload/kept-store.ts";
import type { KeptSending } from "../upload/kept.ts";
import { canSend } from "../upload/machine.ts";
import { SafeAside, SendBar } from "../upload/send-bar.tsx";
import { CancelButton, Progressing, Repeated } from "../upload/sending.tsx";
import { announcementOf, UPLOAD_WORDS } from "../upload/words.ts";
import { createCancelling } from "./create-cancelling.ts";
import { createGoOn } from "./create-go-on.ts";
import { createTyped } from "./create-typed.ts";
import { ExpectedList } from "./expected-list.tsx";
import { TypedForm } from "./typed-form.tsx";
import { begunFiles, sizesWords, UNFINISHED_WORDS as WORDS } from "./words.ts";

/** Goes on with a submission that was begun here or elsewhere. What it was when the page opened is gone on with. */
export function GoOnFlow(props: { readonly view: SubmissionView; readonly clinic: ClinicView }) {
  const view = untrack(() => props.view);
  const [kept] = createResource(async () => ({ sending: await readKept(view.submissionID) }));
  return (
    <Show when={view.state === "open"} fallback={<NotOpen view={view} />}>
      <Show when={kept()} fallback={<Skeleton />}>
        {(found) => <GoingOn view={view} clinic={props.clinic} kept={found().sending} />}
      </Show>
    </Show>
  );
}

function GoingOn(props: {
  readonly view: SubmissionView;
  readonly clinic: ClinicView;
  readonly kept: KeptSending | undefined;
}) {
  const upload = createUpload(`rest of ${props.view.submissionID}`, props.view.submissionID);
  const page = createGoOn(upload, props.view, props.kept);
  const typed = createTyped(props.clinic, props.view.submissionID);
  const cancelling = createCancelling(props.view.submissionID);
  const isPractice = props.clinic.me.role === "referrer";
  const isChoosing = () => upload.state().stage === "choosing";
  const missing = () => {
    if (!page.isSettled()) return WORDS.notSettled;
    if (upload.state().files.length === 0) return UPLOAD_WORDS.noFiles;
    if (!canSend(upload.state())) return UPLOAD_WORDS.notReady;
    return props.kept === undefined ? typed.missing() : undefined;
  };
  return (
    <div class="columns">
      <div class="stack loose">
        <Show when={isChoosing()}>
          <Intro view={props.view} kept={props.kept} />
          <Show when={props.kept}>
            <ExpectedList page={page} />
          </Show>
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
          <div class="row">
            <CancelButton onCancel={() => void cancelling.cancel()} />
          </div>
          <Show when={cancelling.trouble()}>{(trouble) => <TroubleNote trouble={trouble()} />}</Show>
          <SendBar
            missing={missing()}
            onSend={() => page.start(typed.content(), isPractice)}
            onMissing={() => typed.setTried(true)}
          />
        </Show>
        <p class="sr" role="status">
          {announcementOf(upload.state())}
        </p>
      </div>
      <SafeAside />
    </div>
  );
}

/** What was begun, and what is needed now. */
function Intro(props: { readonly view: SubmissionView; readonly kept: KeptSending | undefined }) {
  const count = () => begunFiles(props.view).length;
  return (
    <Show
      when={props.kept}
      fallback={
        <Note tone="next" title={WORDS.elsewhere(count())}>
          <Show when={count() > 0} fallback={<p>{WORDS.nothingText}</p>}>
            <p>{sizesWords(props.view)}</p>
            <p>{WORDS.elsewhereText(count())}</p>
          </Show>
          <p>{WORDS.elsewhereNote}</p>
        </Note>
      }
    >
      {(kept) => (
        <Note tone="next" title={WORDS.choose(kept().files.length)}>
          <p>{WORDS.chooseText}</p>
        </Note>
      )}
    </Show>
  );
}

function NotOpen(props: { readonly view: SubmissionView }) {
  forgetSending(props.view.submissionID);
  return (
    <Note tone="info" title={UPLOAD_WORDS.noAnswer}>
      <p>{UPLOAD_WORDS.noAnswerText}</p>
      <p>
        <A href={`/submissions/${props.view.submissionID}`}>{UPLOAD_WORDS.seeStatus}</A>
      </p>
    </Note>
  );
}
