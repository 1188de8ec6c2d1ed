import { For, Show, createSignal } from "solid-js";
import { Icon } from "../../ui/icon.tsx";
import type { UploadFile } from "./rows.ts";
import { UPLOAD_WORDS as WORDS } from "./words.ts";

/** What was done to a file on this device, and what would make it better; the person decides. */
export function FileAdvice(props: {
  readonly file: UploadFile;
  readonly onUse: (() => void) | undefined;
  /** Takes another photo in its place. */
  readonly onInstead: ((photo: File) => void) | undefined;
}) {
  const [input, setInput] = createSignal<HTMLInputElement>();
  function picked(chooser: HTMLInputElement) {
    const [photo] = chooser.files ?? [];
    chooser.value = "";
    if (photo !== undefined) props.onInstead?.(photo);
  }
  const advice = () => props.file.advice ?? [];
  return (
    <>
      <For each={props.file.changes}>{(change) => <p class="why">{WORDS.changes[change]}</p>}</For>
      <Show when={props.onUse !== undefined && advice().length > 0}>
        <For each={advice()}>
          {(hint) => (
            <p class="why">
              <b>{WORDS.advice[hint].word}</b> {WORDS.advice[hint].text}
            </p>
          )}
        </For>
        <div class="fix">
          <button class="btn secondary" type="button" onClick={() => input()?.click()}>
            <Icon name="camera" />
            {WORDS.takeAnother}
            <span class="sr">: {props.file.name}</span>
          </button>
          <input
            ref={setInput}
            hidden
            type="file"
            accept="image/*"
            data-picker="instead"
            onChange={(event) => picked(event.currentTarget)}
          />
          <button class="btn quiet" type="button" onClick={() => props.onUse?.()}>
            {WORDS.useAnyway}
            <span class="sr">: {props.file.name}</span>
          </button>
        </div>
      </Show>
    </>
  );
}
