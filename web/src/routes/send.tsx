import { SubmissionID } from "@postern/contract";
import { createAsync, revalidate, useSearchParams } from "@solidjs/router";
import { Show } from "solid-js";
import { Allowed } from "../features/session/allowed.tsx";
import { signedIn } from "../features/session/session.ts";
import { readClinic, readSubmission } from "../features/submissions/queries.ts";
import { answerWords, titleOf } from "../features/submissions/words.ts";
import { BegunNote } from "../features/unfinished/begun-note.tsx";
import { GoOnFlow } from "../features/unfinished/go-on-flow.tsx";
import { UNFINISHED_WORDS } from "../features/unfinished/words.ts";
import { AnswerFlow } from "../features/upload/answer-flow.tsx";
import { SendFlow } from "../features/upload/send-flow.tsx";
import { UPLOAD_WORDS as WORDS } from "../features/upload/words.ts";
import { EmergencyLine, Loading, PageHead } from "../ui/page.tsx";

/** Send files: something new, the rest of what was begun, or once more for what came back. */
export default function SendPage() {
  const [search] = useSearchParams();
  const again = () => SubmissionID.safeParse(search["again"]).data;
  const rest = () => SubmissionID.safeParse(search["rest"]).data;
  return (
    <Allowed to={["sender"]}>
      <Show when={again() ?? rest()} keyed fallback={<SendNew />}>
        {(submissionID) => (
          <Loading
            isPage
            onRetry={() => void revalidate([readSubmission.keyFor(submissionID), readClinic.key])}
          >
            <Show when={again()} fallback={<SendRest submissionID={submissionID} />}>
              <SendAgain submissionID={submissionID} />
            </Show>
          </Loading>
        )}
      </Show>
    </Allowed>
  );
}

function SendNew() {
  const clinic = createAsync(() => readClinic());
  const isPractice = signedIn().session.role === "referrer";
  return (
    <>
      <PageHead title={isPractice ? WORDS.referTitle : WORDS.title} back={{ href: "/", word: WORDS.home }} />
      <EmergencyLine />
      <Loading onRetry={() => void revalidate(readClinic.key)}>
        <Show when={clinic()}>{(view) => <SendFlow clinic={view()} notice={<BegunNote />} />}</Show>
      </Loading>
    </>
  );
}

function SendAgain(props: { readonly submissionID: SubmissionID }) {
  const submission = createAsync(() => readSubmission(props.submissionID));
  const clinic = createAsync(() => readClinic());
  return (
    <Show when={submission()}>
      {(view) => (
        <>
          <PageHead
            title={answerWords(view())}
            back={{ href: `/submissions/${props.submissionID}`, word: WORDS.againBack }}
          >
            <p class="lede">
              {titleOf(view())}. <span class="mono">{view().number}</span>
            </p>
          </PageHead>
          <EmergencyLine />
          <Show when={clinic()}>{(known) => <AnswerFlow view={view()} clinic={known()} />}</Show>
        </>
      )}
    </Show>
  );
}

function SendRest(props: { readonly submissionID: SubmissionID }) {
  const submission = createAsync(() => readSubmission(props.submissionID));
  const clinic = createAsync(() => readClinic());
  const both = () => {
    const [view, present] = [submission(), clinic()];
    return view === undefined || present === undefined ? undefined : { view, clinic: present };
  };
  return (
    <Show when={both()}>
      {(known) => (
        <>
          <PageHead title={UNFINISHED_WORDS.title} back={{ href: "/", word: WORDS.home }}>
            <p class="lede">
              {titleOf(known().view)}. <span class="mono">{known().view.number}</span>
            </p>
          </PageHead>
          <EmergencyLine />
          <GoOnFlow view={known().view} clinic={known().clinic} />
        </>
      )}
    </Show>
  );
}
