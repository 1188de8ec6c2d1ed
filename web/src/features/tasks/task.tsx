import type { TaskState, TaskView } from "@postern/contract";
import { Show } from "solid-js";
import { formatDate, formatWhen } from "../../lib/format.ts";
import { Note, TroubleNote } from "../../ui/note.tsx";
import { BackLink, createTitle } from "../../ui/page.tsx";
import { State } from "../../ui/state.tsx";
import { troubleWords } from "../../words.ts";
import { createDocuments } from "../opening/create-documents.ts";
import { Viewer } from "../opening/viewer.tsx";
import { createDecision, refreshTask } from "./create-decision.ts";
import { DecisionBar } from "./decision-bar.tsx";
import { TaskDocuments } from "./task-documents.tsx";
import { TaskFacts } from "./task-facts.tsx";
import { TASK_STATE_WORDS, TASK_WORDS as WORDS } from "./words.ts";

/** The patient first, to check; then the documents, the facts, and the acts. */
export function Task(props: { readonly task: TaskView }) {
  const documents = createDocuments(
    () => props.task,
    () => void refreshTask(props.task),
  );
  const decision = createDecision(() => props.task);
  createTitle(() => props.task.number);
  return (
    <>
      <header class="stack tight">
        <div class="page-head">
          <BackLink href={`/queues/${props.task.queueID}`} word={props.task.queueName} />
        </div>
        <PatientStrip task={props.task} state={decision.isClaiming() ? "claimed" : props.task.state} />
      </header>
      <Show when={decision.change()}>
        {(change) => (
          <Note tone="warn" title={troubleWords({ kind: "conflict", code: "task-changed" }).title} alert>
            <p>{change()} You see it now as it is.</p>
          </Note>
        )}
      </Show>
      <Show when={decision.trouble()}>{(trouble) => <TroubleNote trouble={trouble()} />}</Show>
      <div class="task">
        <Viewer documents={documents} />
        <div class="task-side">
          <TaskDocuments task={props.task} documents={documents} />
          <TaskFacts task={props.task} />
        </div>
      </div>
      <DecisionBar task={props.task} decision={decision} />
    </>
  );
}

/** `state` is what the person sees: a claim shows before the server has answered. */
function PatientStrip(props: { readonly task: TaskView; readonly state: TaskState }) {
  return (
    <div class="patient-strip">
      <h1>{props.task.patientName ?? WORDS.noName}</h1>
      <Show when={props.task.birthDate} fallback={<Nameless task={props.task} />}>
        {(birthDate) => (
          <span class="facts">
            {WORDS.born} <b>{formatDate(birthDate())}</b>
          </span>
        )}
      </Show>
      <span class="facts mono">{props.task.number}</span>
      <span role="status">
        <State state={TASK_STATE_WORDS[props.state]} />
      </span>
      <span class="facts">
        {WORDS.due} <b>{formatWhen(props.task.dueAt)}</b>
      </span>
    </div>
  );
}

function Nameless(props: { readonly task: TaskView }) {
  return (
    <Show when={props.task.patientName === undefined}>
      <span class="facts">{WORDS.noNameText}</span>
    </Show>
  );
}
