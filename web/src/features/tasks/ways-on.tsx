import type { TaskView } from "@postern/contract";
import { A, createAsync } from "@solidjs/router";
import { ErrorBoundary, Show, Suspense } from "solid-js";
import { Icon } from "../../ui/icon.tsx";
import { readNextTask } from "./queries.ts";
import { TASK_WORDS as WORDS } from "./words.ts";

/** Where to go when there is nothing left to do with a task. */
export function WaysOn(props: { readonly task: TaskView }) {
  return (
    <>
      <ErrorBoundary fallback={null}>
        <Suspense>
          <Next task={props.task} />
        </Suspense>
      </ErrorBoundary>
      <A class="btn secondary" href={`/queues/${props.task.queueID}`}>
        {WORDS.backTo(props.task.queueName)}
      </A>
    </>
  );
}

function Next(props: { readonly task: TaskView }) {
  const next = createAsync(() => readNextTask(props.task));
  return (
    <Show when={next()}>
      {(task) => (
        <A class="btn primary" href={`/tasks/${task().taskID}`}>
          {WORDS.nextTask}
          <Icon name="chevron-right" />
        </A>
      )}
    </Show>
  );
}
