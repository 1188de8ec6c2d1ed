import type { DocumentView, SubmissionView } from "@postern/contract";
import { For, Show } from "solid-js";
import { formatSize } from "../../lib/format.ts";
import { TroubleNote } from "../../ui/note.tsx";
import { State } from "../../ui/state.tsx";
import { createOpening } from "../opening/create-opening.ts";
import { ShowNames } from "./show-names.tsx";
import { DOCUMENT_STATE_WORDS, quarantineWords, SENDER_WORDS as WORDS } from "./words.ts";

/** The files of a submission. Their names are under seal until the sender asks to see them. */
export function SubmissionDocuments(props: { readonly view: SubmissionView }) {
  const opening = createOpening();
  const documents = () =>
    props.view.documents.filter(({ kind, state }) => kind === "document" && state !== "abandoned");
  const canOpen = () =>
    props.view.documents.some(({ kind, state }) => kind === "manifest" && state === "verified");
  const entryOf = (document: DocumentView) =>
    opening.manifest()?.manifest.documents.find(({ documentID }) => documentID === document.documentID);
  const isOpened = () => opening.manifest() !== undefined;
  return (
    <section class="sheet" aria-labelledby="files-head">
      <header>
        <h2 id="files-head">{WORDS.filesTitle}</h2>
      </header>
      <ul class="rows">
        <For each={documents()}>
          {(document, index) => (
            <li>
              <span>{entryOf(document)?.name ?? WORDS.fileNumber(index())}</span>
              <span class="meta">{formatSize(entryOf(document)?.sizeBytes ?? document.sealedSizeBytes)}</span>
              <State state={DOCUMENT_STATE_WORDS[document.state]} bare />
              <Show when={document.state === "quarantined"}>
                <p class="meta">{quarantineWords(document.reason)}</p>
              </Show>
              <Show when={isOpened() && entryOf(document) === undefined}>
                <p class="meta">{WORDS.unlisted}</p>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={opening.manifest()?.manifest.note}>
        {(note) => <blockquote class="sealed-note">{note()}</blockquote>}
      </Show>
      <Show when={canOpen() && !isOpened()}>
        <ShowNames opening={opening} view={props.view} />
      </Show>
      <Show when={opening.trouble()}>{(trouble) => <TroubleNote trouble={trouble()} />}</Show>
      <p class="sr" role="status">
        {opening.isBusy() ? WORDS.showingNames : ""}
      </p>
    </section>
  );
}
