import type { SubmissionView } from "@postern/contract";
import { For, Show, createSignal } from "solid-js";
import { Icon } from "../../ui/icon.tsx";
import { TroubleNote } from "../../ui/note.tsx";
import { State } from "../../ui/state.tsx";
import { createOpening } from "../opening/create-opening.ts";
import { needyFiles, type NeedyFile } from "../submissions/answer.ts";
import { ShowNames } from "../submissions/show-names.tsx";
import { documentStateWords, quarantineWords } from "../submissions/words.ts";
import { FileRow } from "./file-list.tsx";
import { ACCEPT } from "./file-picker.tsx";
import type { UploadPage } from "./create-upload.ts";
import { UPLOAD_WORDS as WORDS } from "./words.ts";

/** The files that must come once more, each with a chooser in its place. */
export function FileSlots(props: {
  readonly view: SubmissionView;
  readonly upload: UploadPage;
  readonly phone: string | undefined;
}) {
  const opening = createOpening();
  const nameOf = ({ document, index }: NeedyFile) =>
    opening.manifest()?.manifest.documents.find(({ documentID }) => documentID === document.documentID)
      ?.name ?? WORDS.fileNumber(index);
  const fileOf = ({ document }: NeedyFile) =>
    props.upload.state().files.find(({ replaces }) => replaces === document.documentID);
  const canChange = () => props.upload.state().stage === "choosing";
  const canOpen = () =>
    props.view.documents.some(({ kind, state }) => kind === "manifest" && state === "verified");
  return (
    <section class="stack" aria-labelledby="slots">
      <h2 id="slots">{WORDS.slots}</h2>
      <ul class="files">
        <For each={needyFiles(props.view)}>
          {(needy) => (
            <Show
              when={fileOf(needy)}
              fallback={
                <EmptySlot
                  needy={needy}
                  name={nameOf(needy)}
                  onPick={(file) => props.upload.add([file], needy.document.documentID)}
                />
              }
            >
              {(file) => (
                <FileRow
                  file={file()}
                  instead={WORDS.instead(nameOf(needy))}
                  phone={props.phone}
                  stage={props.upload.state().stage}
                  onRemove={canChange() ? () => props.upload.remove(file().key) : undefined}
                  onUseAnyway={canChange() ? () => props.upload.useAnyway(file().key) : undefined}
                  onInstead={canChange() ? (photo) => props.upload.instead(file().key, photo) : undefined}
                />
              )}
            </Show>
          )}
        </For>
      </ul>
      <Show when={canChange() && canOpen() && opening.manifest() === undefined}>
        <ShowNames opening={opening} view={props.view} />
      </Show>
      <Show when={opening.trouble()}>{(trouble) => <TroubleNote trouble={trouble()} />}</Show>
    </section>
  );
}

function EmptySlot(props: {
  readonly needy: NeedyFile;
  readonly name: string;
  readonly onPick: (file: File) => void;
}) {
  const [input, setInput] = createSignal<HTMLInputElement>();
  const document = () => props.needy.document;
  const isAside = () => document().state === "quarantined";
  function picked(chooser: HTMLInputElement) {
    const [file] = chooser.files ?? [];
    chooser.value = "";
    if (file !== undefined) props.onPick(file);
  }
  return (
    <li class="file" data-state="waiting">
      <span class="thumb">
        <Icon name="triangle-alert" />
      </span>
      <span class="name">{props.name}</span>
      <State state={documentStateWords(document().state)} bare />
      <p class="why">{isAside() ? quarantineWords(document().reason) : WORDS.broken}</p>
      <div class="fix">
        <button class="btn secondary" type="button" onClick={() => input()?.click()}>
          <Icon name="files" />
          {WORDS.chooseSlot(props.name)}
        </button>
        <input
          ref={setInput}
          hidden
          type="file"
          accept={ACCEPT}
          onChange={(event) => picked(event.currentTarget)}
        />
      </div>
    </li>
  );
}
