import type { TaskView } from "@postern/contract";
import { Show } from "solid-js";
import { SenderPreview } from "./sender-preview.tsx";
import { TASK_WORDS as WORDS } from "./words.ts";

/** What the sender was told of a decision; nothing stands here before one. */
export function TaskTold(props: { readonly task: TaskView }) {
  return (
    <Show when={props.task.decision}>
      {(decision) => (
        <section class="sheet" aria-labelledby="told">
          <header>
            <h2 id="told">{WORDS.toldTitle}</h2>
          </header>
          <SenderPreview
            decision={decision()}
            message={props.task.message}
            language={props.task.submission.language}
          />
        </section>
      )}
    </Show>
  );
}
