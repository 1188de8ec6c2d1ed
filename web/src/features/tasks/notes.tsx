import { LIMITS, type NoteView, type TaskView } from "@postern/contract";
import { createAsync, revalidate } from "@solidjs/router";
import { For, Show, createSignal } from "solid-js";
import { formatWhen } from "../../lib/format.ts";
import { Field } from "../../ui/field.tsx";
import { TroubleNote } from "../../ui/note.tsx";
import { Loading } from "../../ui/page.tsx";
import { WORDS as SHARED } from "../../words.ts";
import { createNote, type NotePage } from "./create-note.ts";
import { readNotes } from "./queries.ts";
import { TASK_WORDS as WORDS } from "./words.ts";

/** What the care team tells each other about a task; no sender sees it. */
export function Notes(props: { readonly task: TaskView }) {
  const taskID = () => props.task.taskID;
  return (
    <section class="sheet" aria-labelledby="notes">
      <header>
        <h2 id="notes">{WORDS.notes}</h2>
        <span class="small muted">{WORDS.notesWho}</span>
      </header>
      <Show when={taskID()} keyed>
        {(id) => {
          const note = createNote(id);
          return (
            <Loading onRetry={() => void revalidate(readNotes.keyFor(id))}>
              <LoadedNotes task={props.task} note={note} />
            </Loading>
          );
        }}
      </Show>
    </section>
  );
}

function LoadedNotes(props: { readonly task: TaskView; readonly note: NotePage }) {
  const notes = createAsync(() => readNotes(props.task.taskID));
  const count = () => notes()?.length ?? 0;
  return (
    <>
      <Show when={count() > 0} fallback={<p class="small muted">{WORDS.notesEmpty}</p>}>
        <ol class="staff-notes">
          <For each={notes()}>{(each) => <StaffNote note={each} />}</For>
        </ol>
      </Show>
      <Show
        when={count() < LIMITS.staffNotesPerTask}
        fallback={<p class="small muted">{WORDS.notesFull(LIMITS.staffNotesPerTask)}</p>}
      >
        <AddNote note={props.note} />
      </Show>
      <p class="sr" role="status">
        {props.note.isKept() ? WORDS.noteKept : ""}
      </p>
    </>
  );
}

function StaffNote(props: { readonly note: NoteView }) {
  return (
    <li>
      <p class="by">
        <b>{props.note.authorName || WORDS.colleague}</b>{" "}
        <span class="muted">
          {SHARED.roles[props.note.role]}, <time dateTime={props.note.at}>{formatWhen(props.note.at)}</time>
        </span>
      </p>
      <p class="words">{props.note.text}</p>
    </li>
  );
}

function AddNote(props: { readonly note: NotePage }) {
  const [field, setField] = createSignal<HTMLTextAreaElement>();
  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (!(await props.note.add())) field()?.focus();
  }
  return (
    <form class="stack tight" onSubmit={(event) => void submit(event)}>
      <Field label={WORDS.noteLabel} hint={WORDS.noteHint} error={props.note.fault()}>
        {(ties) => (
          <textarea
            {...ties()}
            ref={setField}
            class="input"
            rows={3}
            value={props.note.text()}
            onInput={(event) => props.note.write(event.currentTarget.value)}
          />
        )}
      </Field>
      <Show when={props.note.trouble()}>{(trouble) => <TroubleNote trouble={trouble()} />}</Show>
      <button class="btn secondary" type="submit" aria-busy={props.note.isBusy()}>
        {WORDS.noteAct}
      </button>
    </form>
  );
}
