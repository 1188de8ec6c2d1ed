import type { TaskView } from "@postern/contract";
import { Show } from "solid-js";
import { formatWhen } from "../../lib/format.ts";
import { newSince } from "./asked.ts";
import { askedWords, TASK_WORDS as WORDS } from "./words.ts";

/** What the round before asked the sender for, and what has come since; nothing stands here in the first round. */
export function TaskAsked(props: { readonly task: TaskView }) {
  return (
    <Show when={props.task.asked}>
      {(asked) => (
        <section class="sheet" aria-labelledby="asked">
          <header>
            <h2 id="asked">{WORDS.askedTitle}</h2>
          </header>
          <p class="small">{WORDS.askedText(formatWhen(asked().at), askedWords(asked().decision))}</p>
          <Show when={asked().message}>
            {(message) => <blockquote class="sealed-note">{message()}</blockquote>}
          </Show>
          <p class="small muted">{WORDS.newSince(newSince(props.task).size, props.task.documentCount)}</p>
        </section>
      )}
    </Show>
  );
}
