import { createAsync } from "@solidjs/router";
import { ErrorBoundary, Show, Suspense } from "solid-js";
import { readQueues } from "./queries.ts";
import { cappedNumber, TASK_WORDS as WORDS } from "./words.ts";

/** How many tasks the person has, beside the way to them. Without an answer nothing stands there. */
export function MineCount() {
  return (
    <ErrorBoundary fallback={null}>
      <Suspense>
        <Count />
      </Suspense>
    </ErrorBoundary>
  );
}

function Count() {
  const queues = createAsync(() => readQueues());
  const count = () => queues()?.mine ?? 0;
  return (
    <Show when={count() > 0}>
      <span class="count">
        <span aria-hidden="true">{cappedNumber(count())}</span>
        <span class="sr">, {WORDS.mineCount(count())}</span>
      </span>
    </Show>
  );
}
