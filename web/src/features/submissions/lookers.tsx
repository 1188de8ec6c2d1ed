import type { LookView, SubmissionView } from "@postern/contract";
import { createAsync } from "@solidjs/router";
import { For, Show } from "solid-js";
import { formatDay, formatTime, initialsOf } from "../../lib/format.ts";
import { WORDS as SHARED } from "../../words.ts";
import { readLooks } from "./queries.ts";
import { SENDER_WORDS as WORDS } from "./words.ts";

/** Everyone who opened something of this submission, as the log has it. */
export function Lookers(props: { readonly view: SubmissionView }) {
  const looks = createAsync(() => readLooks(props.view.submissionID));
  return (
    <section class="sheet" aria-labelledby="looked">
      <header>
        <h2 id="looked">{WORDS.lookedTitle}</h2>
      </header>
      <Show when={(looks()?.length ?? 0) > 0} fallback={<p class="small muted">{WORDS.lookedEmpty}</p>}>
        <ul class="lookers">
          <For each={looks()}>{(look) => <Looker look={look} />}</For>
        </ul>
      </Show>
    </section>
  );
}

function Looker(props: { readonly look: LookView }) {
  const did = () => (props.look.isList ? WORDS.lookedAtNames : WORDS.looked[props.look.action]);
  return (
    <li>
      <span class="avatar" aria-hidden="true">
        {initialsOf(props.look.name)}
      </span>
      <b>{props.look.name}</b>
      <span class="did">
        {SHARED.roles[props.look.role]}. {did()}
      </span>
      <time dateTime={props.look.at}>
        {formatDay(props.look.at)}
        <br />
        {formatTime(props.look.at)}
      </time>
    </li>
  );
}
