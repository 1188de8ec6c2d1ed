import type { LookView, Manifest, SubmissionView } from "@postern/contract";
import { createAsync } from "@solidjs/router";
import { For, Show } from "solid-js";
import { formatDay, formatTime, initialsOf } from "../../lib/format.ts";
import { WORDS as SHARED } from "../../words.ts";
import { readLooks } from "./queries.ts";
import { isGone, lookWords, SENDER_WORDS as WORDS } from "./words.ts";

/** Everyone who opened something of this submission, as the log has it. */
export function Lookers(props: {
  readonly view: SubmissionView;
  /** The names of files, once the sender has opened the list of them. */
  readonly manifest: Manifest | undefined;
}) {
  const nameOf = (look: LookView) =>
    props.manifest?.documents.find(({ documentID }) => documentID === look.documentID)?.name;
  const looks = createAsync(() => readLooks(props.view.submissionID));
  const hasLooks = () => (looks()?.length ?? 0) > 0;
  // Of what is gone nobody will ever look at anything.
  return (
    <Show when={hasLooks() || !isGone(props.view)}>
      <section class="sheet" aria-labelledby="looked">
        <header>
          <h2 id="looked">{WORDS.lookedTitle}</h2>
        </header>
        <Show when={hasLooks()} fallback={<p class="small muted">{WORDS.lookedEmpty}</p>}>
          <ul class="lookers">
            <For each={looks()}>{(look) => <Looker look={look} fileName={nameOf(look)} />}</For>
          </ul>
        </Show>
      </section>
    </Show>
  );
}

function Looker(props: { readonly look: LookView; readonly fileName: string | undefined }) {
  const did = () => lookWords(props.look, props.fileName);
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
