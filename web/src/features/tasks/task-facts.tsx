import type { TaskView } from "@postern/contract";
import { For } from "solid-js";
import { formatWhen } from "../../lib/format.ts";
import { KIND_WORDS, SERVICE_WORDS, URGENCY_WORDS } from "../../words.ts";
import { signedIn } from "../session/session.ts";
import { reasonWords, TASK_STATE_WORDS, TASK_WORDS as WORDS } from "./words.ts";

/** What the server knows about a task, and why it lies in this queue. */
export function TaskFacts(props: { readonly task: TaskView }) {
  const rows = () => factsOf(props.task, signedIn().session.personID);
  return (
    <section class="sheet" aria-labelledby="facts">
      <header>
        <h2 id="facts">{WORDS.facts}</h2>
      </header>
      <dl class="pairs">
        <For each={rows()}>
          {([term, text]) => (
            <div>
              <dt>{term}</dt>
              <dd>{text}</dd>
            </div>
          )}
        </For>
      </dl>
    </section>
  );
}

function factsOf(task: TaskView, me: string): readonly (readonly [string, string])[] {
  const state = TASK_STATE_WORDS[task.state].word;
  const owner = task.assigneeID === me ? WORDS.you : (task.assigneeName ?? WORDS.nobody);
  return [
    [WORDS.what, KIND_WORDS[task.kind]],
    ...(task.service === undefined ? [] : [[WORDS.team, SERVICE_WORDS[task.service]] as const]),
    [WORDS.urgency, URGENCY_WORDS[task.urgency]],
    [WORDS.received, formatWhen(task.receivedAt)],
    [WORDS.state, task.decision === undefined ? state : `${state}: ${reasonWords(task.decision)}`],
    [WORDS.owner, owner],
    [WORDS.round, String(task.round)],
    [WORDS.rule, `${task.rule.name} (version ${task.rule.version})`],
  ];
}
