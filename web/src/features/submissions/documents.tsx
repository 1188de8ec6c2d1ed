import type { DocumentView, Manifest, SubmissionView } from "@postern/contract";
import { Index, Show } from "solid-js";
import { formatSize } from "../../lib/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { TroubleNote } from "../../ui/note.tsx";
import { State } from "../../ui/state.tsx";
import type { SentFiles } from "../opening/create-sent-files.ts";
import { PatientFactsList } from "./patient-facts.tsx";
import { ShowNames } from "./show-names.tsx";
import { documentStateWords, isGone, quarantineWords, SENDER_WORDS as WORDS } from "./words.ts";

interface DocumentsProps {
  readonly view: SubmissionView;
  readonly files: SentFiles;
}

/** The files of a submission. What is gone has none left to show. */
export function SubmissionDocuments(props: DocumentsProps) {
  return (
    <Show when={!isGone(props.view)}>
      <Documents {...props} />
    </Show>
  );
}

/** Their names are under seal until the sender asks to see them; then each can be opened. */
function Documents(props: DocumentsProps) {
  const opening = () => props.files.opening;
  const documents = () =>
    props.view.documents.filter(({ kind, state }) => kind === "document" && state !== "abandoned");
  const canOpen = () =>
    props.view.documents.some(({ kind, state }) => kind === "manifest" && state === "verified");
  const entryOf = (document: DocumentView) =>
    opening()
      .manifest()
      ?.manifest.documents.find(({ documentID }) => documentID === document.documentID);
  const isOpened = () => opening().manifest() !== undefined;
  return (
    <section class="sheet" aria-labelledby="files-head">
      <header>
        <h2 id="files-head">{WORDS.filesTitle}</h2>
      </header>
      <ul class="rows">
        {/* A later look brings the same files anew: their buttons stay, and keep the focus. */}
        <Index each={documents()}>
          {(document, index) => (
            <li>
              <span>{entryOf(document())?.name ?? WORDS.fileNumber(index)}</span>
              <Show when={entryOf(document())}>
                {(entry) => <span class="meta">{factsOf(entry())}</span>}
              </Show>
              <State state={documentStateWords(document().state)} bare />
              <Show when={document().state === "quarantined"}>
                <p class="meta">{quarantineWords(document().reason)}</p>
              </Show>
              <Show when={isOpened() && entryOf(document()) === undefined}>
                <p class="meta">{WORDS.unlisted}</p>
              </Show>
              <Show when={document().state === "verified" && entryOf(document())}>
                {(entry) => <OpenButton document={document()} name={entry().name} files={props.files} />}
              </Show>
            </li>
          )}
        </Index>
      </ul>
      <Show when={opening().manifest()?.manifest.patient}>
        {(patient) => (
          <>
            <h3>{WORDS.patientTitle}</h3>
            <PatientFactsList patient={patient()} />
          </>
        )}
      </Show>
      <Show when={opening().manifest()?.manifest.note}>
        {(note) => (
          <>
            <h3>{WORDS.noteTitle}</h3>
            <blockquote class="sealed-note">{note()}</blockquote>
          </>
        )}
      </Show>
      <Show when={canOpen() && !isOpened()}>
        <ShowNames opening={opening()} view={props.view} />
      </Show>
      <Show when={opening().trouble() ?? props.files.trouble()}>
        {(trouble) => <TroubleNote trouble={trouble()} />}
      </Show>
      <p class="sr" role="status">
        {opening().isBusy() ? WORDS.showingNames : ""}
      </p>
    </section>
  );
}

function OpenButton(props: {
  readonly document: DocumentView;
  readonly name: string;
  readonly files: SentFiles;
}) {
  const isChosen = () => props.files.chosen() === props.document.documentID;
  return (
    <button
      class="btn secondary open-file"
      type="button"
      aria-label={`${WORDS.openFile} ${props.name}`}
      aria-pressed={isChosen()}
      aria-busy={isChosen() && props.files.viewer() === undefined}
      onClick={(event) => void props.files.open(props.document.documentID, event.currentTarget)}
    >
      <Icon name="eye" />
      {WORDS.openFile}
    </button>
  );
}

/** "Photo, 1.2 MB": the true size, which only the list knows; the record has that of the sealed bytes. */
function factsOf({ kind, sizeBytes }: Manifest["documents"][number]): string {
  const size = formatSize(sizeBytes);
  return kind === undefined ? size : `${WORDS.documentKinds[kind]}, ${size}`;
}
