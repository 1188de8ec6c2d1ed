import type { TaskView } from "@postern/contract";
import { For, Show } from "solid-js";
import { Icon } from "../../ui/icon.tsx";
import { Note, TroubleNote } from "../../ui/note.tsx";
import type { DocumentsPage } from "../opening/create-documents.ts";
import { SealedPatient } from "../opening/sealed-patient.tsx";
import { Report } from "../opening/viewer.tsx";
import { differenceWords } from "../opening/words.ts";
import { signedIn } from "../session/session.ts";
import { DocumentList } from "./document-list.tsx";
import { lockedWords, TASK_WORDS as WORDS } from "./words.ts";

/** The documents of a task: locked until they are opened, and then a list to choose from. */
export function TaskDocuments(props: {
  readonly task: TaskView;
  readonly documents: DocumentsPage;
  /** Called when one was chosen: it may show out of sight. */
  readonly onChoose: () => void;
}) {
  const opened = () => props.documents.opened();
  const manifest = () =>
    props.task.documents.find(({ kind, state }) => kind === "manifest" && state === "verified");
  return (
    <section class="sheet" aria-labelledby="documents">
      <header>
        <h2 id="documents">{WORDS.documents}</h2>
      </header>
      <Show when={opened()} fallback={<Locked task={props.task} documents={props.documents} />}>
        <SealedPatient patient={props.documents.patient()} />
        <SealedNote note={opened()?.manifest.note} />
        <Differences documents={props.documents} />
        <DocumentList task={props.task} documents={props.documents} onChoose={props.onChoose} />
      </Show>
      <Show when={props.documents.trouble()}>{(trouble) => <TroubleNote trouble={trouble()} />}</Show>
      <Show when={props.documents.trouble()?.kind === "unreadable" && manifest()}>
        {(document) => <Report document={document()} documents={props.documents} />}
      </Show>
    </section>
  );
}

function Locked(props: { readonly task: TaskView; readonly documents: DocumentsPage }) {
  return (
    <>
      <p class="small muted">{lockedWords(props.task, signedIn().session.role)}</p>
      <Show when={props.task.may.open}>
        <button
          class="btn primary"
          type="button"
          aria-busy={props.documents.isBusy()}
          onClick={() => void props.documents.open()}
        >
          <Icon name="mail-open" />
          {WORDS.open}
        </button>
      </Show>
    </>
  );
}

function SealedNote(props: { readonly note: string | undefined }) {
  return (
    <Show when={props.note}>
      {(note) => (
        <div class="stack tight">
          <h3 class="small">{WORDS.note}</h3>
          <blockquote class="sealed-note">{note()}</blockquote>
        </div>
      )}
    </Show>
  );
}

/** Where the sealed list is not what the record says: the reader should know before deciding. */
function Differences(props: { readonly documents: DocumentsPage }) {
  const lines = () => {
    const opened = props.documents.opened();
    if (opened === undefined) return [];
    const { differences, missing, unlisted } = opened;
    return [
      ...differences.map(differenceWords),
      ...(missing.length > 0 ? [WORDS.missing(missing.length)] : []),
      ...(unlisted.length > 0 ? [WORDS.unlisted(unlisted.length)] : []),
    ];
  };
  return (
    <Show when={lines().length > 0}>
      <Note tone="warn" title={WORDS.differs} alert>
        <For each={lines()}>{(line) => <p>{line}</p>}</For>
      </Note>
    </Show>
  );
}
