import type { Role, SubmissionSummary } from "@postern/contract";
import { A, createAsync } from "@solidjs/router";
import { For, Show } from "solid-js";
import { formatWhen } from "../../lib/format.ts";
import { createPages } from "../../lib/create-pages.ts";
import { Icon } from "../../ui/icon.tsx";
import { MoreButton } from "../../ui/more.tsx";
import { State } from "../../ui/state.tsx";
import { readSubmissions } from "./queries.ts";
import { SENDER_WORDS as WORDS, submissionStateWords, titleOf } from "./words.ts";

/** What the person has sent, newest first. */
export function SubmissionList(props: { readonly role: Role }) {
  const first = createAsync(() => readSubmissions());
  const pages = createPages(first, async (cursor) => {
    const page = await readSubmissions(cursor);
    return { items: page.submissions, cursor: page.cursor };
  });
  const submissions = () => [...(first()?.submissions ?? []), ...pages.items()];
  return (
    <section class="sheet flush" aria-labelledby="sent-head">
      <header>
        <h2 id="sent-head">{props.role === "referrer" ? WORDS.sentByPractice : WORDS.sent}</h2>
      </header>
      <Show when={submissions().length > 0} fallback={<Empty />}>
        <ul class="rows">
          <For each={submissions()}>{(submission) => <Row submission={submission} />}</For>
        </ul>
        <MoreButton pages={pages} word={WORDS.more} />
      </Show>
    </section>
  );
}

function Row(props: { readonly submission: SubmissionSummary }) {
  return (
    <li>
      <A class="cover" href={`/submissions/${props.submission.submissionID}`}>
        {titleOf(props.submission)}
        <span class="sr">, {props.submission.number}</span>
      </A>
      <span class="meta">
        {formatWhen(props.submission.submittedAt ?? props.submission.openedAt)} ·{" "}
        <span class="mono">{props.submission.number}</span>
      </span>
      <State state={submissionStateWords(props.submission.state)} />
      <span class="chev">
        <Icon name="chevron-right" />
      </span>
    </li>
  );
}

function Empty() {
  return (
    <div class="empty">
      <span class="arch quiet">
        <Icon name="file-up" />
      </span>
      <h3>{WORDS.emptyTitle}</h3>
      <p>{WORDS.emptyText}</p>
    </div>
  );
}
