import type { TaskSummary } from "@postern/contract";
import { A } from "@solidjs/router";
import { Show } from "solid-js";
import { formatWhen } from "../../lib/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { State } from "../../ui/state.tsx";
import { signedIn } from "../session/session.ts";
import { isLate } from "./due.ts";
import {
  numberWords,
  overdueState,
  taskState,
  taskTitle,
  TASK_WORDS as WORDS,
  urgencyState,
} from "./words.ts";

/** One task of a list. `isFresh` once it was claimed from here; `say` is what became of a claim that did not hold. */
export function TaskRow(props: {
  readonly task: TaskSummary;
  /** What its location is called. */
  readonly location: string | undefined;
  readonly isFresh: boolean;
  readonly say: string | undefined;
  readonly onClaim: () => void;
}) {
  const late = () => isLate(props.task, new Date());
  return (
    <tr role="row" data-late={late() ? "" : undefined}>
      <td role="cell" class="c-due">
        <span class={late() ? "due late" : "due"}>{formatWhen(props.task.dueAt)}</span>
        <Show when={late()}>
          <State state={overdueState()} bare />
        </Show>
      </td>
      <td role="cell" class="c-what">
        <A class="subject" href={`/tasks/${props.task.taskID}`}>
          {taskTitle(props.task)}
          <span class="sr">, {props.task.number}</span>
        </A>
        <small>
          <span class="mono">{props.task.number}</span>. {WORDS.received} {formatWhen(props.task.receivedAt)}
          {props.location === undefined ? "" : `. ${props.location}`}
          {props.task.round > 1 ? `. ${WORDS.round} ${numberWords(props.task.round)}` : ""}
        </small>
        <Show when={props.say}>
          {(say) => (
            <p class="row-say">
              <Icon name="triangle-alert" />
              <span>{say()}</span>
            </p>
          )}
        </Show>
      </td>
      <td role="cell" class="c-has">
        {WORDS.documentCount(props.task.documentCount)}
      </td>
      <td role="cell" class="c-state">
        <State state={urgencyState(props.task.urgency)} />
      </td>
      <td role="cell" class="c-owner">
        <Owner task={props.task} />
      </td>
      <td role="cell" class="c-act">
        <Act task={props.task} isFresh={props.isFresh} onClaim={props.onClaim} />
      </td>
    </tr>
  );
}

const isMine = ({ assigneeID }: TaskSummary) => assigneeID === signedIn().session.personID;

function Owner(props: { readonly task: TaskSummary }) {
  return (
    <Show when={props.task.assigneeID} fallback={<span class="owner muted">{WORDS.nobody}</span>}>
      <span class="owner">{isMine(props.task) ? WORDS.you : WORDS.colleague}</span>
      <State state={taskState(props.task.state)} bare />
    </Show>
  );
}

/** What comes next: to claim what nobody has, and then to open it. Others are opened by their title. */
function Act(props: { readonly task: TaskSummary; readonly isFresh: boolean; readonly onClaim: () => void }) {
  const name = () => <span class="sr"> {WORDS.rowName(taskTitle(props.task), props.task.number)}</span>;
  return (
    <>
      <Show when={props.task.state === "open"}>
        <button class="btn secondary" type="button" onClick={() => props.onClaim()}>
          {WORDS.claimRow}
          {name()}
        </button>
      </Show>
      <Show when={props.isFresh && props.task.state === "claimed" && isMine(props.task)}>
        <A class="btn primary" href={`/tasks/${props.task.taskID}`}>
          {WORDS.openRow}
          {name()}
        </A>
      </Show>
    </>
  );
}
