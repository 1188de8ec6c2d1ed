import type { PatientFacts, TaskState, TaskView } from "@postern/contract";
import { Show, createEffect, createSignal, onCleanup } from "solid-js";
import { formatDate, formatWhen } from "../../lib/format.ts";
import { Note, TroubleNote } from "../../ui/note.tsx";
import { BackLink, createTitle } from "../../ui/page.tsx";
import { State } from "../../ui/state.tsx";
import { createDocuments } from "../opening/create-documents.ts";
import { Viewer } from "../opening/viewer.tsx";
import { signedIn } from "../session/session.ts";
import { createDecision, refreshTask } from "./create-decision.ts";
import { DecisionBar } from "./decision-bar.tsx";
import { isLate } from "./due.ts";
import { TaskAsked } from "./task-asked.tsx";
import { TaskDocuments } from "./task-documents.tsx";
import { Notes } from "./notes.tsx";
import { TaskFacts } from "./task-facts.tsx";
import { setTaskPlace } from "./task-place.ts";
import { TaskTold } from "./task-told.tsx";
import { overdueState, taskState, TASK_WORDS as WORDS } from "./words.ts";

/** The patient first, to check; then the documents, the facts, and the acts. */
export function Task(props: { readonly task: TaskView }) {
  const documents = createDocuments(
    () => props.task,
    () => void refreshTask(props.task),
  );
  const decision = createDecision(() => props.task);
  const [viewer, setViewer] = createSignal<HTMLElement>();
  createTitle(() => props.task.number);
  createPlace(() => props.task);
  // A front desk works with tasks and never with what is in them: an empty viewer would only promise something.
  const canRead = () => signedIn().session.role !== "front-desk";
  return (
    <>
      <header class="stack tight">
        <div class="page-head">
          <BackLink href={`/queues/${props.task.queueID}`} word={props.task.queueName} />
        </div>
        <PatientStrip
          task={props.task}
          state={decision.isClaiming() ? "claimed" : props.task.state}
          sealed={documents.patient()}
        />
      </header>
      <Show when={decision.change()}>
        {(change) => (
          <Note tone="warn" title={change().title} alert>
            <p>
              {change().text} {WORDS.asItIs}
            </p>
          </Note>
        )}
      </Show>
      <Show when={decision.trouble()}>{(trouble) => <TroubleNote trouble={trouble()} />}</Show>
      <div class="task" classList={{ unread: !canRead() }}>
        <div class="task-main">
          <Show when={canRead()}>
            <Viewer documents={documents} ref={setViewer} />
          </Show>
          <DecisionBar task={props.task} decision={decision} />
        </div>
        <div class="task-side">
          <TaskAsked task={props.task} />
          <TaskDocuments
            task={props.task}
            documents={documents}
            onChoose={() => viewer()?.scrollIntoView({ block: "nearest" })}
          />
          <TaskTold task={props.task} />
          <Notes task={props.task} />
          <TaskFacts task={props.task} />
        </div>
      </div>
    </>
  );
}

/** One's own task belongs to "My tasks", any other to the queues. */
function createPlace(task: () => TaskView): void {
  createEffect(() => {
    const { state, assigneeID } = task();
    const isMine = state === "claimed" && assigneeID === signedIn().session.personID;
    setTaskPlace(isMine ? "/tasks" : "/queues");
  });
  onCleanup(() => setTaskPlace(undefined));
}

/**
 * Whom it is about: by the record, or, where a practice sent it, by the sealed list once that is open.
 *
 * `state` is what the person sees: a claim shows before the server has answered.
 */
function PatientStrip(props: {
  readonly task: TaskView;
  readonly state: TaskState;
  readonly sealed: PatientFacts | undefined;
}) {
  const isNamed = () => props.task.patientName !== undefined;
  const late = () => isLate(props.task, new Date());
  return (
    <div class="patient-strip">
      <h1>{props.task.patientName ?? props.sealed?.displayName ?? WORDS.noName}</h1>
      <Show when={props.task.birthDate ?? (isNamed() ? undefined : props.sealed?.birthDate)}>
        {(birthDate) => (
          <span class="facts">
            {WORDS.born} <b>{formatDate(birthDate())}</b>
          </span>
        )}
      </Show>
      <Show when={!isNamed()}>
        <span class="facts">{props.sealed === undefined ? WORDS.noNameText : WORDS.asWritten}</span>
      </Show>
      <span class="facts mono">{props.task.number}</span>
      <span role="status">
        <State state={taskState(props.state)} />
      </span>
      <span class="facts">
        {WORDS.due} <b classList={{ late: late() }}>{formatWhen(props.task.dueAt)}</b>
      </span>
      <Show when={late()}>
        <State state={overdueState()} />
      </Show>
    </div>
  );
}
