import { createAsync } from "@solidjs/router";
import { ErrorBoundary, Show, Suspense } from "solid-js";
import { countWords } from "../../words.ts";
import { readMyTasks } from "./queries.ts";

/** How many tasks the person has taken, beside the way to them. Without an answer nothing stands there. */
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
  const page = createAsync(() => readMyTasks());
  const count = () => page()?.tasks.length ?? 0;
  const more = () => (page()?.cursor === undefined ? "" : "+");
  return (
    <Show when={count() > 0}>
      <span class="count">
        <span aria-hidden="true">{`${count()}${more()}`}</span>
        <span class="sr">, {countWords(count(), "task")}</span>
      </span>
    </Show>
  );
}
