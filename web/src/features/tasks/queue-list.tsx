import type { QueueView } from "@postern/contract";
import { A, createAsync, revalidate } from "@solidjs/router";
import { For, Show } from "solid-js";
import { Icon } from "../../ui/icon.tsx";
import { State } from "../../ui/state.tsx";
import { Looked } from "./looked.tsx";
import { readQueues } from "./queries.ts";
import { numberWords, cappedNumber, overdueState, TASK_WORDS as WORDS } from "./words.ts";

/** All queues with their counts; for the care team each is a way in, after the way to what one has. */
export function QueueList(props: { readonly canOpen: boolean }) {
  const answer = createAsync(() => readQueues());
  const queues = () => answer()?.queues ?? [];
  return (
    <>
      <Show when={props.canOpen && answer()}>{(known) => <MineRow count={known().mine} />}</Show>
      <section class="sheet flush" aria-label={WORDS.queues}>
        <Show
          when={queues().length > 0}
          fallback={<Empty title={WORDS.queuesEmpty} text={WORDS.queuesEmptyText} />}
        >
          <ul class="rows queue-rows">
            <For each={queues()}>{(queue) => <Row queue={queue} canOpen={props.canOpen} />}</For>
          </ul>
        </Show>
      </section>
      <Looked answer={answer()} onAgain={() => void revalidate(readQueues.key)} />
    </>
  );
}

function MineRow(props: { readonly count: number }) {
  return (
    <section class="sheet flush" aria-label={WORDS.mine}>
      <ul class="rows queue-rows">
        <li>
          <A class="cover" href="/tasks">
            {WORDS.mine}
          </A>
          <span class="meta">{WORDS.withYou(cappedNumber(props.count))}</span>
          <span class="chev">
            <Icon name="chevron-right" />
          </span>
        </li>
      </ul>
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
        {WORDS.waiting(numberWords(props.queue.open))} ·{" "}
        {WORDS.claimedCount(numberWords(props.queue.claimed))}
      </span>
      <Show when={props.queue.overdue > 0 || props.queue.moreOverdue}>
        <State
          state={overdueState(WORDS.overdueCount(cappedNumber(props.queue.overdue, props.queue.moreOverdue)))}
        />
      </Show>
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
