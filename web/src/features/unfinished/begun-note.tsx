import { A, createAsync } from "@solidjs/router";
import { ErrorBoundary, For, Show, Suspense } from "solid-js";
import { Note } from "../../ui/note.tsx";
import { asksOf } from "../submissions/ask.ts";
import { readSubmissions } from "../submissions/queries.ts";
import { titleOf } from "../submissions/words.ts";
import { UNFINISHED_WORDS as WORDS } from "./words.ts";

/** Where something new is sent: that something else was begun. Nothing waits for it, and without an answer it is not there. */
export function BegunNote() {
  return (
    <ErrorBoundary fallback={null}>
      <Suspense>
        <Begun />
      </Suspense>
    </ErrorBoundary>
  );
}

function Begun() {
  const first = createAsync(() => readSubmissions());
  const begun = () => asksOf(first()?.submissions ?? []).filter(({ want }) => want === "begun");
  return (
    <Show when={begun().length > 0}>
      <Note tone="info" title={WORDS.begunTitle(begun().length)}>
        <For each={begun()}>
          {({ submission, href }) => (
            <p>
              <A href={href}>
                {WORDS.title}: {titleOf(submission)}, <span class="mono">{submission.number}</span>
              </A>
            </p>
          )}
        </For>
      </Note>
    </Show>
  );
}
