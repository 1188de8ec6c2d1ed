import { A } from "@solidjs/router";
import { Match, Show, Switch, createSignal } from "solid-js";
import { Dialog } from "../../ui/dialog.tsx";
import { focusAtStart } from "../../ui/focus.ts";
import { Icon } from "../../ui/icon.tsx";
import { Note } from "../../ui/note.tsx";
import { createPace } from "./create-pace.ts";
import { Failure, type FailureActs } from "./failure.tsx";
import { isUnderWay, percentOf, type Handed, type UploadState } from "./machine.ts";
import { countOf, paceWords, stillWords, UPLOAD_WORDS as WORDS } from "./words.ts";

/** What a person can do while files are on their way. */
export interface SendingActs {
  readonly onPause: () => void;
  readonly onGoOn: () => void;
  /** Left out where what was begun belongs to something that was handed in before. */
  readonly onCancel?: (() => void) | undefined;
}

/** What a sending is at once it has begun: on its way, stopped, or over. */
export function Progressing(
  props: SendingActs &
    FailureActs & { readonly state: UploadState; readonly onMore?: (() => void) | undefined },
) {
  return (
    <Switch
      fallback={
        <Summary
          state={props.state}
          onPause={props.onPause}
          onGoOn={props.onGoOn}
          onCancel={props.onCancel}
        />
      }
    >
      <Match when={props.state.stage === "choosing"}>{null}</Match>
      <Match when={props.state.stage === "failed"}>
        <Failure {...props} />
      </Match>
      <Match when={props.state.done}>{(handed) => <Done handed={handed()} onMore={props.onMore} />}</Match>
      <Match when={props.state.stage === "cancelled"}>
        <Cancelled onMore={props.onMore} />
      </Match>
    </Switch>
  );
}

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

/** How far everything is, the truth about locked screens, and what can be done. */
export function Summary(props: SendingActs & { readonly state: UploadState }) {
  const pace = createPace(() => props.state);
  const isStill = () => props.state.stage !== "sending";
  return (
    <section class="sheet summary" aria-labelledby="sum">
      <h2 class="count" id="sum" tabindex={-1} ref={focusAtStart}>
        {countOf(props.state)}
      </h2>
      <progress
        class="lg"
        value={percentOf(props.state)}
        max={100}
        data-tone={isStill() ? "still" : undefined}
        aria-label={WORDS.progress}
      />
      <Show when={pace()}>
        {(known) => <p class="small">{paceWords(known().speed, known().secondsLeft)}</p>}
      </Show>
      <p class="then">{stillWords(props.state)}</p>
      <div class="row">
        <Show
          when={isUnderWay(props.state)}
          fallback={
            <button class="btn primary lg" type="button" onClick={() => props.onGoOn()}>
              <Icon name="send" />
              {WORDS.goOnSending}
            </button>
          }
        >
          <button class="btn secondary lg" type="button" onClick={() => props.onPause()}>
            <Icon name="pause" />
            {WORDS.pause}
          </button>
        </Show>
        <Show when={props.onCancel}>{(onCancel) => <CancelButton onCancel={onCancel()} />}</Show>
      </div>
    </section>
  );
}

/** Gives up what was begun; asks first. */
export function CancelButton(props: { readonly onCancel: () => void }) {
  const [isAsking, setAsking] = createSignal(false);
  return (
    <>
      <button class="btn quiet lg" type="button" onClick={() => setAsking(true)}>
        {WORDS.cancel}
      </button>
      <Dialog isOpen={isAsking()} title={WORDS.cancelTitle} onClose={() => setAsking(false)}>
        <p>{WORDS.cancelText}</p>
        <div class="row">
          <button class="btn secondary" type="button" onClick={() => setAsking(false)}>
            {WORDS.cancelNo}
          </button>
          <button
            class="btn danger"
            type="button"
            onClick={() => {
              setAsking(false);
              props.onCancel();
            }}
          >
            {WORDS.cancelYes}
          </button>
        </div>
      </Dialog>
    </>
  );
}

/** It was given up. */
function Cancelled(props: { readonly onMore: (() => void) | undefined }) {
  return (
    <section class="sheet" aria-labelledby="cancelled">
      <h2 id="cancelled" tabindex={-1} ref={focusAtStart}>
        {WORDS.cancelled}
      </h2>
      <p>{WORDS.cancelledText}</p>
      <div class="row">
        <A class="btn secondary" href="/">
          {WORDS.home}
        </A>
        <More onMore={props.onMore} />
      </div>
    </section>
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
        <More onMore={props.onMore} />
      </div>
    </section>
  );
}

function More(props: { readonly onMore: (() => void) | undefined }) {
  return (
    <Show when={props.onMore}>
      {(onMore) => (
        <button class="btn quiet" type="button" onClick={() => onMore()()}>
          {WORDS.sendMore}
        </button>
      )}
    </Show>
  );
}
