import { A } from "@solidjs/router";
import { Show } from "solid-js";
import { focusAtStart } from "../../ui/focus.ts";
import { Icon } from "../../ui/icon.tsx";
import { Note } from "../../ui/note.tsx";
import { WORDS as SHARED, troubleWords } from "../../words.ts";
import { percentOf, type Handed, type UploadState } from "./machine.ts";
import { countOf, UPLOAD_WORDS as WORDS } from "./words.ts";

/** That a file was chosen which is there already. */
export function Repeated(props: { readonly state: UploadState }) {
  const names = () => props.state.repeated;
  return (
    <Show when={names().length > 0}>
      <Note tone="info" title={WORDS.repeated(names())}>
        <p>{WORDS.repeatedText(names())}</p>
      </Note>
    </Show>
  );
}

/** How far everything is, and the truth about locked screens. */
export function Summary(props: { readonly state: UploadState }) {
  return (
    <section class="sheet summary" aria-labelledby="sum">
      <h2 class="count" id="sum" tabindex={-1} ref={focusAtStart}>
        {countOf(props.state)}
      </h2>
      <progress
        class="lg"
        value={percentOf(props.state)}
        max={100}
        data-tone={props.state.isWaiting ? "still" : undefined}
        aria-label={WORDS.progress}
      />
      <p class="then">{props.state.isWaiting ? WORDS.waiting : WORDS.lockTruth}</p>
    </section>
  );
}

/** Sending stopped: what is safe, and two ways on. */
export function Failure(props: {
  readonly state: UploadState;
  readonly onRetry: () => void;
  /** Left out where files that came in cannot be exchanged any more. */
  readonly onReopen?: (() => void) | undefined;
}) {
  return (
    <Show when={props.state.trouble}>
      {(trouble) => (
        <div class="stack">
          <h2 tabindex={-1} ref={focusAtStart}>
            {WORDS.failed}
          </h2>
          <Note tone="danger" title={troubleWords(trouble()).title}>
            <p>{troubleWords(trouble()).text}</p>
            <p>{WORDS.failedText}</p>
            <p class="tiny muted">
              {SHARED.helpCode} <code>{trouble().requestID ?? trouble().code}</code>
            </p>
          </Note>
          <div class="row">
            <button class="btn primary lg" type="button" onClick={() => props.onRetry()}>
              <Icon name="refresh-cw" />
              {WORDS.tryAgain}
            </button>
            <Show when={props.onReopen}>
              {(onReopen) => (
                <button class="btn quiet lg" type="button" onClick={() => onReopen()()}>
                  {WORDS.reopen}
                </button>
              )}
            </Show>
          </div>
          <Show when={props.onReopen}>
            <p class="small muted">{WORDS.reopenText}</p>
          </Show>
        </div>
      )}
    </Show>
  );
}

/** All is handed in: the number to ask for it by, and the way to where it is. */
export function Done(props: { readonly handed: Handed; readonly onMore?: (() => void) | undefined }) {
  return (
    <section class="ask" aria-labelledby="done">
      <div class="ask-head">
        <span class="arch">
          <Icon name="check" />
        </span>
        <div>
          <h2 id="done" tabindex={-1} ref={focusAtStart}>
            {WORDS.doneTitle}
          </h2>
          <p>{WORDS.doneText}</p>
        </div>
      </div>
      <div class="ask-foot">
        <p class="number">{props.handed.number}</p>
        <A class="btn primary lg wide" href={`/submissions/${props.handed.submissionID}`}>
          {WORDS.seeStatus}
        </A>
        <Show when={props.onMore}>
          {(onMore) => (
            <button class="btn quiet" type="button" onClick={() => onMore()()}>
              {WORDS.sendMore}
            </button>
          )}
        </Show>
      </div>
    </section>
  );
}
