import type { ClinicView, SubmissionView } from "@postern/contract";
import { A } from "@solidjs/router";
import { Show, createSignal, untrack } from "solid-js";
import { Note } from "../../ui/note.tsx";
import { KeptOriginals } from "../preparing/kept-originals.tsx";
import { signedIn } from "../session/session.ts";
import { answerOf, isListAside, needyFiles } from "../submissions/answer.ts";
import { TeamMessage } from "../submissions/timeline.tsx";
import { decisionText, submissionStateWords } from "../submissions/words.ts";
import { ChosenFiles } from "./chosen-files.tsx";
import { createUpload } from "./create-upload.ts";
import { FilePicker } from "./file-picker.tsx";
import { FileSlots } from "./file-slots.tsx";
import { focusMissing } from "./focus-missing.ts";
import { SafeAside, SendBar } from "./send-bar.tsx";
import { Progressing, Repeated } from "./sending.tsx";
import { announcementOf, UPLOAD_WORDS as WORDS } from "./words.ts";

/** An answer to a submission that came back. What it was when the page opened is what is answered. */
export function AnswerFlow(props: { readonly view: SubmissionView; readonly clinic: ClinicView }) {
  const view = untrack(() => props.view);
  const answer = answerOf(view);
  const hasNothingToMend = answer === "replace" && (isListAside(view) || needyFiles(view).length === 0);
  return (
    <Show when={answer !== null} fallback={<NoAnswer view={view} />}>
      <Show when={!hasNothingToMend} fallback={<LostList />}>
        <Answering view={view} isReplacing={answer === "replace"} clinic={props.clinic} />
      </Show>
    </Show>
  );
}

function Answering(props: {
  readonly view: SubmissionView;
  readonly isReplacing: boolean;
  readonly clinic: ClinicView;
}) {
  const upload = createUpload(props.view.submissionID, props.clinic);
  const stage = () => upload.state().stage;
  const needy = () => needyFiles(props.view);
  /** What stands in for a file is what that was; of more files a practice says what they are. */
  const isPractice = signedIn().session.role === "referrer";
  const asksKinds = () => !props.isReplacing && isPractice;
  const missing = () => {
    const { files } = upload.state();
    if (props.isReplacing && files.length < needy().length) return WORDS.slotsOpen;
    if (files.length === 0) return WORDS.noFiles;
    return upload.canSend() ? undefined : WORDS.notReady;
  };
  function start() {
    const { submissionID, number } = props.view;
    const replaces = props.isReplacing
      ? upload.state().files.flatMap((file) => file.replaces ?? [])
      : undefined;
    upload.start({ submissionID, number, replaces }, { withKinds: asksKinds() });
  }
  const [form, setForm] = createSignal<HTMLElement>();
  const lacksFiles = () => [WORDS.slotsOpen, WORDS.noFiles].some((words) => words === missing());
  return (
    <div class="columns">
      <div class="stack loose" ref={setForm}>
        <Show when={stage() === "choosing"}>
          <Reason view={props.view} />
          <KeptOriginals keepsOriginal={upload.keepsOriginal} />
        </Show>
        <Progressing
          state={upload.state()}
          onPause={upload.pause}
          onGoOn={upload.goOn}
          onRetry={upload.goOn}
          onChoose={upload.chooseAgain}
          onReopen={props.isReplacing ? undefined : upload.chooseAgain}
        />
        <Show when={!props.isReplacing && stage() === "choosing"}>
          <FilePicker onPick={upload.add} />
        </Show>
        <Repeated state={upload.state()} />
        <Show
          when={props.isReplacing}
          fallback={<ChosenFiles upload={upload} phone={props.clinic.phone} asksKinds={asksKinds()} />}
        >
          <FileSlots view={props.view} upload={upload} phone={props.clinic.phone} />
        </Show>
        <Show when={stage() === "choosing"}>
          <SendBar missing={missing()} onSend={start} onMissing={() => focusMissing(form(), lacksFiles())} />
        </Show>
        <p class="sr" role="status">
          {announcementOf(upload.state())}
        </p>
      </div>
      <SafeAside />
    </div>
  );
}

/** Why it came back, and what to do. */
function Reason(props: { readonly view: SubmissionView }) {
  const isReturned = () => props.view.state === "returned";
  const isAside = () => needyFiles(props.view).some(({ document }) => document.state === "quarantined");
  const title = () => submissionStateWords(props.view.state).word;
  return (
    <Note tone={isReturned() ? "next" : "warn"} title={title()}>
      <Show when={answerOf(props.view) === "add"} fallback={<p>{WORDS.replaceText}</p>}>
        <Show when={decisionText(props.view)}>{(text) => <p>{text()}</p>}</Show>
        <Show when={props.view.message}>{(message) => <TeamMessage message={message()} />}</Show>
        <p>
          {WORDS.addText} {isAside() ? WORDS.addAsideText : ""}
        </p>
      </Show>
    </Note>
  );
}

function NoAnswer(props: { readonly view: SubmissionView }) {
  return (
    <Note tone="info" title={WORDS.noAnswer}>
      <p>{WORDS.noAnswerText}</p>
      <p>
        <A href={`/submissions/${props.view.submissionID}`}>{WORDS.seeStatus}</A>
      </p>
    </Note>
  );
}

function LostList() {
  return (
    <Note tone="warn" title={WORDS.lostList}>
      <p>{WORDS.lostListText}</p>
      <p>
        <A href="/send">{WORDS.sendNew}</A>
      </p>
    </Note>
  );
}
