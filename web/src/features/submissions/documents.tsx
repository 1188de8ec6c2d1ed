import type { DocumentView, Manifest, SubmissionView } from "@postern/contract";
import { Index, Show, createMemo, type JSX } from "solid-js";
import { formatSize } from "../../lib/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { TroubleNote } from "../../ui/note.tsx";
import { State } from "../../ui/state.tsx";
import type { SentFiles } from "../opening/create-sent-files.ts";
import { OPENING_WORDS } from "../opening/words.ts";
import { entriesOf, inOrder, inStudies, type Row } from "./in-order.ts";
import { PatientFactsList } from "./patient-facts.tsx";
import { ShowNames } from "./show-names.tsx";
import { documentStateWords, isGone, quarantineWords, SENDER_WORDS as WORDS } from "./words.ts";

type Entry = Manifest["documents"][number];

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
  const manifest = () => opening().manifest()?.manifest;
  const entries = createMemo(() => entriesOf(manifest()));
  const entryOf = ({ documentID }: DocumentView) => entries().get(documentID);
  const rows = createMemo(() => {
    const live = inOrder(props.view.documents, manifest()).filter(
      ({ kind, state }) => kind === "document" && state !== "abandoned",
    );
    return inStudies(live, entryOf);
  });
  const canOpen = () =>
    props.view.documents.some(({ kind, state }) => kind === "manifest" && state === "verified");
  const placeOf = (row: Row<DocumentView>) => rows().flat().indexOf(row[0]);
  const isOpened = () => opening().manifest() !== undefined;
  return (
    <section class="sheet" aria-labelledby="files-head">
      <header>
        <h2 id="files-head">{WORDS.filesTitle}</h2>
      </header>
      <ul class="rows">
        {/* A later look brings the same files anew: their buttons stay, and keep the focus. */}
        <Index each={rows()}>
          {(row) => (
            <Show
              when={row().length > 1}
              fallback={
                <FileRow
                  document={row()[0]}
                  place={placeOf(row())}
                  entry={entryOf(row()[0])}
                  isOpened={isOpened()}
                  files={props.files}
                />
              }
            >
              <li>
                <Study row={row()}>
                  <Index each={row()}>
                    {(document, index) => (
                      <FileRow
                        document={document()}
                        place={placeOf(row()) + index}
                        entry={entryOf(document())}
                        isOpened={isOpened()}
                        files={props.files}
                      />
                    )}
                  </Index>
                </Study>
              </li>
            </Show>
          )}
        </Index>
      </ul>
      <Letter manifest={manifest()} />
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

/** What was sealed beside the files: whom it is about, and the note. */
function Letter(props: { readonly manifest: Manifest | undefined }) {
  return (
    <>
      <Show when={props.manifest?.patient}>
        {(patient) => (
          <>
            <h3>{WORDS.patientTitle}</h3>
            <PatientFactsList patient={patient()} />
          </>
        )}
      </Show>
      <Show when={props.manifest?.note}>
        {(note) => (
          <>
            <h3>{WORDS.noteTitle}</h3>
            <blockquote class="sealed-note">{note()}</blockquote>
          </>
        )}
      </Show>
    </>
  );
}

/** The images of a study as one row, which opens to them: by itself where they are not all in the same state. */
function Study(props: { readonly row: Row<DocumentView>; readonly children: JSX.Element }) {
  const state = () => {
    const [{ state: first }, ...others] = props.row;
    return others.every((other) => other.state === first) ? first : undefined;
  };
  return (
    <details class="study" open={state() === undefined}>
      <summary>
        <Icon name="files" />
        <span>{OPENING_WORDS.study(props.row.length)}</span>
        <Show when={state()}>{(same) => <State state={documentStateWords(same())} bare />}</Show>
        <Icon name="chevron-right" />
      </summary>
      <ul class="rows">{props.children}</ul>
    </details>
  );
}

function FileRow(props: {
  readonly document: DocumentView;
  /** From 0, among all of them. */
  readonly place: number;
  readonly entry: Entry | undefined;
  readonly isOpened: boolean;
  readonly files: SentFiles;
}) {
  return (
    <li>
      <span>{props.entry?.name ?? WORDS.fileNumber(props.place)}</span>
      <Show when={props.entry}>{(entry) => <span class="meta">{factsOf(entry())}</span>}</Show>
      <State state={documentStateWords(props.document.state)} bare />
      <Show when={props.document.state === "quarantined"}>
        <p class="meta">{quarantineWords(props.document.reason)}</p>
      </Show>
      <Show when={props.isOpened && props.entry === undefined}>
        <p class="meta">{WORDS.unlisted}</p>
      </Show>
      <Show when={props.document.state === "verified" && props.entry}>
        {(entry) => <OpenButton document={props.document} name={entry().name} files={props.files} />}
      </Show>
    </li>
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
function factsOf({ kind, sizeBytes }: Entry): string {
  const size = formatSize(sizeBytes);
  return kind === undefined ? size : `${WORDS.documentKinds[kind]}, ${size}`;
}
