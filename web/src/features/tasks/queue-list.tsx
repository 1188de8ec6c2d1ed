import type { QueueView } from "@postern/contract";
import { A, createAsync } from "@solidjs/router";
import { For, Show } from "solid-js";
import { Icon } from "../../ui/icon.tsx";
import { readQueues } from "./queries.ts";
import { LANE_WORDS, TASK_WORDS as WORDS } from "./words.ts";

/** All queues with their counts; for the care team each is a way in. */
export function QueueList(props: { readonly canOpen: boolean }) {
  const answer = createAsync(() => readQueues());
  const queues = () => answer()?.queues ?? [];
  return (
    <section class="sheet flush" aria-label={WORDS.queues}>
      <Show
        when={queues().length > 0}
        fallback={<Empty title={WORDS.queuesEmpty} text={WORDS.queuesEmptyText} />}
      >
        <ul class="rows">
          <For each={queues()}>{(queue) => <Row queue={queue} canOpen={props.canOpen} />}</For>
        </ul>
      </Show>
    </section>
  );
}

function Row(props: { readonly queue: QueueView; readonly canOpen: boolean }) {
  return (
    <li>
      <Show when={props.canOpen} fallback={<b>{props.queue.name}</b>}>
        <A class="cover" href={`/queues/${props.queue.queueID}`}>
          {props.queue.name}
        </A>
      </Show>
      <span class="meta">
        <b>{props.queue.open}</b> {LANE_WORDS.open.toLowerCase()} · <b>{props.queue.claimed}</b>{" "}
        {LANE_WORDS.claimed.toLowerCase()}
      </span>
      <Show when={props.canOpen}>
        <span class="chev">
          <Icon name="chevron-right" />
        </span>
      </Show>
    </li>
  );
}

/** Nothing to show, and what will show here. */
export function Empty(props: { readonly title: string; readonly text: string }) {
  return (
    <div class="empty">
      <span class="arch quiet">
        <Icon name="inbox" />
      </span>
      <h2>{props.title}</h2>
      <p>{props.text}</p>
    </div>
  );
}
