import type { SubmissionID } from "@postern/contract";
import { A, createAsync } from "@solidjs/router";
import { For, Show, Suspense } from "solid-js";
import { Icon } from "../../ui/icon.tsx";
import type { IconName } from "../../ui/icon-paths.ts";
import { asksOf, type Ask } from "./ask.ts";
import { readSubmission, readSubmissions } from "./queries.ts";
import { decisionText, SENDER_WORDS as WORDS, titleOf } from "./words.ts";

const ICONS: Readonly<Record<Ask["want"], IconName>> = {
  returned: "rotate-ccw",
  incomplete: "triangle-alert",
  unfinished: "circle-dashed",
  begun: "circle-dashed",
};

/** What is asked of the person: the one lit thing of the first page. Not there when nothing is. */
export function AskList() {
  const first = createAsync(() => readSubmissions());
  const asks = () => asksOf(first()?.submissions ?? []);
  return (
    <Show when={asks().length > 0}>
      <section class="ask" aria-labelledby="ask-head">
        <div class="ask-head">
          <span class="arch" aria-hidden="true">
            {asks().length}
          </span>
          <div>
            <h2 id="ask-head">{WORDS.ask.title(asks().length)}</h2>
            <p>{WORDS.ask.text}</p>
          </div>
        </div>
        <ul class="checklist asks">
          <For each={asks()}>{(ask, index) => <Row ask={ask} isFirst={index() === 0} />}</For>
        </ul>
      </section>
    </Show>
  );
}

function Row(props: { readonly ask: Ask; readonly isFirst: boolean }) {
  const title = () => titleOf(props.ask.submission);
  const number = () => props.ask.submission.number;
  return (
    <li data-state="part">
      <span class="tick">
        <Icon name={ICONS[props.ask.want]} />
      </span>
      <span>
        <A href={`/submissions/${props.ask.submission.submissionID}`}>
          {title()}, <span class="mono">{number()}</span>
        </A>
        <small>
          <Show when={props.ask.want === "returned"} fallback={WORDS.ask[props.ask.want]}>
            <Suspense fallback={WORDS.ask.returned}>
              <Wanted submissionID={props.ask.submission.submissionID} />
            </Suspense>
          </Show>
        </small>
      </span>
      <A class={props.isFirst ? "btn primary" : "btn secondary"} href={props.ask.href}>
        {actOf(props.ask.want)}
        <span class="sr">
          : {title()}, {number()}
        </span>
      </A>
    </li>
  );
}

/** Why it came back, in the team's words. */
function Wanted(props: { readonly submissionID: SubmissionID }) {
  const view = createAsync(() => readSubmission(props.submissionID).catch(() => undefined));
  const decision = () => view()?.decision;
  return (
    <Show when={decision() !== undefined && view()} fallback={WORDS.ask.returned}>
      {(known) => (
        <>
          {decisionText(known())}
          <Show when={known().message}>{(message) => <q class="asked">{message()}</q>}</Show>
        </>
      )}
    </Show>
  );
}

function actOf(want: Ask["want"]): string {
  const { add, replace, goOn } = WORDS.ask;
  return { returned: add, incomplete: replace, unfinished: goOn, begun: goOn }[want];
}
