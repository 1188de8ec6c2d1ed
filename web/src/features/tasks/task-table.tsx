import type { TaskSummary } from "@postern/contract";
import { A } from "@solidjs/router";
import { For, Show, createSignal } from "solid-js";
import { formatWhen } from "../../lib/format.ts";
import { State } from "../../ui/state.tsx";
import { countWords } from "../../words.ts";
import { signedIn } from "../session/session.ts";
import { isLate } from "./due.ts";
import { Empty } from "./queue-list.tsx";
import { createRowKeys } from "./create-keys.ts";
import { OVERDUE_STATE, TASK_STATE_WORDS, taskTitle, TASK_WORDS as WORDS, URGENCY_STATES } from "./words.ts";

/** Tasks, oldest first: a table at a desk, cards on a phone. The roles are kept, since the change of display drops them. */
export function TaskTable(props: {
  readonly tasks: readonly TaskSummary[];
  readonly label: string;
  readonly empty: { readonly title: string; readonly text: string };
}) {
  const [section, setSection] = createSignal<HTMLElement>();
  createRowKeys(() => [...(section()?.querySelectorAll<HTMLElement>("a.subject") ?? [])]);
  return (
    <section ref={setSection} class="sheet flush" aria-label={WORDS.tasks}>
      <Show when={props.tasks.length > 0} fallback={<Empty {...props.empty} />}>
        <div class="table-wrap">
          <table class="table queue" role="table" aria-label={props.label}>
            <thead role="rowgroup">
              <tr role="row">
                <th role="columnheader" class="col-due">
                  {WORDS.due}
                </th>
                <th role="columnheader">{WORDS.what}</th>
                <th role="columnheader" class="col-has">
                  {WORDS.has}
                </th>
                <th role="columnheader" class="col-state">
                  {WORDS.urgency}
                </th>
                <th role="columnheader" class="col-state">
                  {WORDS.state}
                </th>
                <th role="columnheader" class="col-owner">
                  {WORDS.owner}
                </th>
              </tr>
            </thead>
            <tbody role="rowgroup">
              <For each={props.tasks}>{(task) => <Row task={task} />}</For>
            </tbody>
          </table>
        </div>
      </Show>
    </section>
  );
}

function Row(props: { readonly task: TaskSummary }) {
  const late = () => isLate(props.task, new Date());
  return (
    <tr role="row" data-late={late() ? "" : undefined}>
      <td role="cell" class="c-due">
        <span class={late() ? "due late" : "due"}>{formatWhen(props.task.dueAt)}</span>
        <Show when={late()}>
          <State state={OVERDUE_STATE} bare />
        </Show>
      </td>
      <td role="cell" class="c-what">
        <A class="subject" href={`/tasks/${props.task.taskID}`}>
          {taskTitle(props.task)}
          <span class="sr">, {props.task.number}</span>
        </A>
        <small>
          <span class="mono">{props.task.number}</span>. {WORDS.received} {formatWhen(props.task.receivedAt)}
          {props.task.round > 1 ? `. ${WORDS.round} ${props.task.round}` : ""}
        </small>
      </td>
      <td role="cell" class="c-has">
        {countWords(props.task.documentCount, "document")}
      </td>
      <td role="cell" class="c-state">
        <State state={URGENCY_STATES[props.task.urgency]} />
      </td>
      <td role="cell" class="c-life">
        <State state={TASK_STATE_WORDS[props.task.state]} bare />
      </td>
      <td role="cell" class="c-owner">
        <Owner task={props.task} />
      </td>
    </tr>
  );
}

function Owner(props: { readonly task: TaskSummary }) {
  const isMine = () => props.task.assigneeID === signedIn().session.personID;
  return (
    <Show when={props.task.assigneeID} fallback={<span class="owner muted">{WORDS.nobody}</span>}>
      <span class="owner">{isMine() ? WORDS.you : WORDS.colleague}</span>
    </Show>
  );
}
