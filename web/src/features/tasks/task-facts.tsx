import type { TaskView } from "@postern/contract";
import { createAsync } from "@solidjs/router";
import { For } from "solid-js";
import { formatWhen } from "../../lib/format.ts";
import { WORDS as SHARED } from "../../words.ts";
import { signedIn } from "../session/session.ts";
import { readLocations } from "./queries.ts";
import { numberWords, reasonWords, ruleWords, TASK_WORDS as WORDS } from "./words.ts";

/** What the server knows about a task, and why it lies in this queue. */
export function TaskFacts(props: { readonly task: TaskView }) {
  const locations = createAsync(() => readLocations());
  const rows = () =>
    factsOf(props.task, signedIn().session.personID, locations()?.get(props.task.locationID));
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

function factsOf(
  task: TaskView,
  me: string,
  location: string | undefined,
): readonly (readonly [string, string])[] {
  const state = WORDS.states[task.state];
  const owner = task.assigneeID === me ? WORDS.you : (task.assigneeName ?? WORDS.nobody);
  return [
    [WORDS.what, SHARED.kinds[task.kind]],
    ...(task.service === undefined ? [] : [[WORDS.team, SHARED.services[task.service]] as const]),
    ...(location === undefined ? [] : [[WORDS.location, location] as const]),
    [WORDS.urgency, SHARED.urgencies[task.urgency]],
    [WORDS.received, formatWhen(task.receivedAt)],
    [
      WORDS.state,
      task.decision === undefined ? state : WORDS.stateBecause(state, reasonWords(task.decision)),
    ],
    [WORDS.owner, owner],
    [WORDS.writtenIn, WORDS.languages[task.submission.language]],
    [WORDS.round, numberWords(task.round)],
    [WORDS.rule, ruleWords(task.rule)],
  ];
}
