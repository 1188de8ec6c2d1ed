import { For, Show } from "solid-js";
import { Icon } from "../../ui/icon.tsx";
import type { UploadFile } from "./rows.ts";
import { UPLOAD_WORDS as WORDS } from "./words.ts";

/** What was done to a file on this device, and what would make it better; the person decides. */
export function FileAdvice(props: {
  readonly file: UploadFile;
  readonly onUse: (() => void) | undefined;
  readonly onRemove: (() => void) | undefined;
}) {
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
          <button class="btn secondary" type="button" onClick={() => props.onRemove?.()}>
            <Icon name="camera" />
            {WORDS.takeAnother}
            <span class="sr">: {props.file.name}</span>
          </button>
          <button class="btn quiet" type="button" onClick={() => props.onUse?.()}>
            {WORDS.useAnyway}
            <span class="sr">: {props.file.name}</span>
          </button>
        </div>
      </Show>
    </>
  );
}
