import { MEDIA_TYPES } from "@postern/contract";
import { createSignal, onCleanup, onMount } from "solid-js";
import { Icon } from "../../ui/icon.tsx";
import type { IconName } from "../../ui/icon-paths.ts";
import { droppedFiles, shownFiles } from "./dropped.ts";
import { canChooseHandles, chooseHandles } from "./handles.ts";
import { limitsWords, UPLOAD_WORDS as WORDS } from "./words.ts";

/** Hints for the system's own dialog; the bytes decide. */
export const ACCEPT = [...MEDIA_TYPES, ".dcm", ".heic", ".txt"].join(",");

/** Two real buttons, choose and camera; at a desk a folder, too, and files may be dropped anywhere on the page. */
export function FilePicker(props: { readonly onPick: (files: readonly File[]) => void }) {
  const [isOver, setOver] = createSignal(false);
  createDrop((files) => props.onPick(files), setOver);
  const [chooser, setChooser] = createSignal<HTMLInputElement>();
  const [camera, setCamera] = createSignal<HTMLInputElement>();

  function picked(input: HTMLInputElement) {
    const files = shownFiles([...(input.files ?? [])]);
    // Emptied, so that the same file can be picked again after it was removed.
    input.value = "";
    if (files.length > 0) props.onPick(files);
  }
  /** The same dialog either way; one of them leaves handles with which a sending goes on after a reload. */
  async function choose(): Promise<void> {
    const files = canChooseHandles() ? await chooseHandles(WORDS.chooseText) : undefined;
    if (files === undefined) chooser()?.click();
    else if (files.length > 0) props.onPick(files);
  }

  return (
    <section class="stack" aria-labelledby="add">
      <h2 id="add">{WORDS.add}</h2>
      <div class="drop">
        <div class="pair">
          <PickButton
            icon="files"
            word={WORDS.choose}
            text={WORDS.chooseText}
            drag={WORDS.drag}
            isOver={isOver()}
            onPress={() => void choose()}
          />
          <PickButton
            icon="camera"
            word={WORDS.photo}
            text={WORDS.photoText}
            onPress={() => camera()?.click()}
          />
        </div>
        <p class="limits" id="limits">
          {limitsWords()}
        </p>
        <FolderButton onPick={picked} />
        <input
          ref={setChooser}
          hidden
          type="file"
          multiple
          accept={ACCEPT}
          data-picker="files"
          onChange={(event) => picked(event.currentTarget)}
        />
        <input
          ref={setCamera}
          hidden
          type="file"
          accept="image/*"
          capture="environment"
          onChange={(event) => picked(event.currentTarget)}
        />
      </div>
    </section>
  );
}

/** For a desk: phones have no folders to choose. */
function FolderButton(props: { readonly onPick: (input: HTMLInputElement) => void }) {
  const [input, setInput] = createSignal<HTMLInputElement>();
  return (
    <>
      <button class="btn quiet folder" type="button" onClick={() => input()?.click()}>
        <Icon name="scan-line" />
        {WORDS.chooseFolder}
      </button>
      <input
        ref={(created) => {
          created.webkitdirectory = true;
          setInput(created);
        }}
        hidden
        type="file"
        onChange={(event) => props.onPick(event.currentTarget)}
      />
    </>
  );
}

function PickButton(props: {
  readonly icon: IconName;
  readonly word: string;
  readonly text: string;
  readonly drag?: string;
  readonly isOver?: boolean;
  readonly onPress: () => void;
}) {
  return (
    <button
      class="drop-target"
      type="button"
      aria-describedby="limits"
      data-over={props.isOver ? "" : undefined}
      onClick={() => props.onPress()}
    >
      <span class="arch quiet">
        <Icon name={props.icon} />
      </span>
      <span class="do">{props.word}</span>
      <span class="how">
        {props.text}
        <span class="drag-word">{props.drag}</span>
      </span>
    </button>
  );
}

/** Takes files dropped on the window; without this the browser would leave the page and show them. */
function createDrop(onFiles: (files: readonly File[]) => void, setOver: (isOver: boolean) => void): void {
  const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
  const over = (event: DragEvent) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    setOver(true);
  };
  const leave = (event: DragEvent) => {
    if (event.relatedTarget === null) setOver(false);
  };
  const drop = (event: DragEvent) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    setOver(false);
    if (event.dataTransfer === null) return;
    // A folder that cannot be read is taken for a file, which is then refused by name.
    const plain = [...event.dataTransfer.files];
    const taken = droppedFiles(event.dataTransfer).catch(() => plain);
    void taken.then((files) => {
      if (files.length > 0) onFiles(files);
    });
  };
  onMount(() => {
    window.addEventListener("dragover", over);
    window.addEventListener("dragleave", leave);
    window.addEventListener("drop", drop);
  });
  onCleanup(() => {
    window.removeEventListener("dragover", over);
    window.removeEventListener("dragleave", leave);
    window.removeEventListener("drop", drop);
  });
}
