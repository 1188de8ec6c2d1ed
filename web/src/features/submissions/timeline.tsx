import type { SubmissionView } from "@postern/contract";
import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import { formatDay, formatWhen } from "../../lib/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { State } from "../../ui/state.tsx";
import { answerHref, answerOf, goOnHref } from "./answer.ts";
import { pathOf, type Step } from "./path.ts";
import { PhoneLink } from "./phone-link.tsx";
import { answerWords, SENDER_WORDS as WORDS, submissionStateWords } from "./words.ts";

/** Doorways along a path; the one where it is now is lit. */
export function Timeline(props: {
  readonly view: SubmissionView;
  readonly phone: string | undefined;
  readonly isStale: boolean;
}) {
  return (
    <section class="sheet" aria-labelledby="where">
      <header>
        <h2 id="where">{WORDS.whereTitle}</h2>
        <span role="status">
          <State state={submissionStateWords(props.view.state)} />
        </span>
      </header>
      <ol class="timeline">
        <For each={pathOf(props.view)}>
          {(step) => <Doorway view={props.view} step={step} phone={props.phone} />}
        </For>
      </ol>
      <Show when={props.isStale}>
        <p class="small muted">{WORDS.stale}</p>
      </Show>
    </section>
  );
}

function Doorway(props: {
  readonly view: SubmissionView;
  readonly step: Step;
  readonly phone: string | undefined;
}) {
  const isCurrent = () => props.step.state === "current";
  return (
    <li data-state={props.step.state} aria-current={isCurrent() ? "step" : undefined}>
      <span class="node">
        <Show when={props.step.state !== "todo"}>
          <Icon name={isCurrent() ? "eye" : "check"} />
        </Show>
      </span>
      <span class="what">{props.step.what}</span>
      <Show when={props.step.at}>
        {(at) => (
          <time class="when" dateTime={at()}>
            {formatWhen(at())}
          </time>
        )}
      </Show>
      <Show when={props.step.text}>
        <p>{props.step.text}</p>
      </Show>
      <Show when={props.step.dueAt}>
        {(dueAt) => (
          <p>
            {WORDS.lookBy} <b>{formatDay(dueAt())}</b>.
          </p>
        )}
      </Show>
      <Show when={props.step.ending}>{(ending) => <p>{ending()}</p>}</Show>
      <Show when={props.step.message}>{(message) => <TeamMessage message={message()} />}</Show>
      <Show when={props.step.isAsking}>
        <Asking view={props.view} phone={props.phone} />
      </Show>
    </li>
  );
}

/** The team's own words to its decision. */
export function TeamMessage(props: { readonly message: string }) {
  return (
    <figure class="team-message">
      <figcaption>{WORDS.messageTitle}</figcaption>
      <blockquote class="sealed-note">{props.message}</blockquote>
    </figure>
  );
}

/** A first sending is gone on with; what has ended is sent as something new. */
function Otherwise(props: { readonly view: SubmissionView }) {
  return (
    <Show when={props.view.state === "open"} fallback={<A href="/send">{WORDS.send}</A>}>
      <A class="btn primary" href={goOnHref(props.view)}>
        <Icon name="send" />
        {WORDS.ask.goOn}
      </A>
    </Show>
  );
}

/** What the sender can do now: answer in place where that is possible, else begin anew; or call. */
function Asking(props: { readonly view: SubmissionView; readonly phone: string | undefined }) {
  return (
    <>
      <p>
        <Show when={answerOf(props.view)} fallback={<Otherwise view={props.view} />}>
          <A class="btn primary" href={answerHref(props.view)}>
            <Icon name="send" />
            {answerWords(props.view)}
          </A>
        </Show>
      </p>
      <Show when={props.phone}>
        {(phone) => (
          <p>
            {WORDS.orCall} <PhoneLink phone={phone()} />
          </p>
        )}
      </Show>
    </>
  );
}
